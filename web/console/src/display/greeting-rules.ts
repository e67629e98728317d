/** How a screen that everybody at the counter reads names a customer: 林晓岚 → 林*岚, 曹玲 → 曹*, Anna Berg → Anna B. */
export function greetingOf(name: string): string {
  const words = name.trim().split(/\s+/)
  const [first = ''] = words
  const letters = [...first]
  if (/\p{Script=Han}/u.test(first)) return letters.length < 3 ? `${letters[0]}*` : `${letters[0]}*${letters.at(-1)}`
  const last = words.length > 1 ? [...words.at(-1)!][0] : undefined
  return last ? `${first} ${last.toUpperCase()}.` : first
}
