/** 1500 → 1.5: thousandths without needless zeros. */
export function quantityText(quantityMilli: number): string {
  const whole = Math.floor(quantityMilli / 1000)
  const rest = quantityMilli % 1000
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(3, '0').replace(/0+$/, '')}`
}
