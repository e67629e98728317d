/** How amounts stand in published sentences. */
export function currencySymbolOf(currency: string): string {
  return { CNY: '¥', USD: '$', EUR: '€', GBP: '£', HKD: 'HK$', JPY: '¥' }[currency] ?? `${currency} `
}

/** An amount of a contract, to the cent: ¥1,501.00. */
export function contractMoney(cents: number, currency: string): string {
  const [whole, rest] = [Math.floor(cents / 100), cents % 100]
  const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${currencySymbolOf(currency)}${grouped}.${String(rest).padStart(2, '0')}`
}

/** Cents as people write them: 1 for a whole yuan, 0.50 for half of one. */
export function yuan(cents: number): string {
  const [whole, rest] = [Math.floor(cents / 100), cents % 100]
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(2, '0')}`
}
