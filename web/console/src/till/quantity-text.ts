/** 1500 → 1.5: thousandths without needless zeros. */
export function quantityText(quantityMilli: number): string {
  const whole = Math.floor(quantityMilli / 1000)
  const rest = quantityMilli % 1000
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(3, '0').replace(/0+$/, '')}`
}

/** A typed quantity in thousandths: whole units, or up to three decimals for weighed goods; null where it is none. */
export function parseQuantity(typed: string, isWeighed: boolean): number | null {
  const text = typed.normalize('NFKC').trim()
  const found = (isWeighed ? /^(\d{0,6})(?:\.(\d{0,3}))?$/ : /^(\d{1,6})$/).exec(text)
  if (!found || text === '' || text === '.') return null
  return Number(found[1] || '0') * 1000 + Number((found[2] ?? '').padEnd(3, '0'))
}
