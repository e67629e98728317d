/** A token as somebody would make one up: one letter of its seal is another, whichever it was. */
export function forgeToken(token: string): string {
  const other = token.at(-4) === 'A' ? 'B' : 'A'
  return `${token.slice(0, -4)}${other}${token.slice(-3)}`
}
