/** Card numbers and member numbers, as compared: no spaces or hyphens, upper case, half width. */
export function cardKey(card: string): string {
  return card.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
}
