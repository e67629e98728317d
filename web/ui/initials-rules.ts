const wordPattern = /[\p{L}\p{N}]+/gu

/** One or two letters that stand for a person: 王小明 → 小明, Anna Berg → AB. */
export function initialsOf(name: string): string {
  const words = name.match(wordPattern) ?? []
  const first = words[0]
  if (!first) return '?'
  if (/\p{Script=Han}/u.test(first)) return [...first].slice(-2).join('')
  const last = words.length > 1 ? words.at(-1)! : ''
  return [[...first][0], [...last][0] ?? ''].join('').toUpperCase()
}

/** A number from 0 to `count` − 1 that stays the same for the same seed: which colour a person has. */
export function toneOf(seed: string, count: number): number {
  let sum = 0
  for (const letter of seed) sum = (sum * 31 + letter.codePointAt(0)!) % 1_000_003
  return sum % count
}
