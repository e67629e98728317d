import type { LineShares } from '#modules/cashier/money-shares-rules.ts'
import { assert } from '#shared/assert.ts'
import { mulDivRound, sumCents } from '#shared/money.ts'

/** One line of an invoice. `totalCents` = `netCents` + `taxCents`, in every line and in the sum (R23). */
export type InvoiceLine = {
  name: string
  /** 税收分类编码: 19 digits. */
  taxClass: string
  quantityMilli: number
  taxRateBps: number
  /** 价税合计 */
  totalCents: number
  /** 金额, without tax */
  netCents: number
  /** 税额 */
  taxCents: number
}

export type InvoiceTotals = { totalCents: number; netCents: number; taxCents: number }

/**
 * What may be invoiced of a line (R8): only what was paid with money. Stored value, gift cards and points were paid for, or
 * given, elsewhere, and the seller must not invoice their holder again.
 */
export function invoiceableCents({ paidCents }: Pick<LineShares, 'paidCents'>): number {
  return (paidCents.cash ?? 0) + (paidCents.other ?? 0)
}

export function invoiceableTotal(lines: readonly Pick<LineShares, 'paidCents'>[]): number {
  return sumCents(lines.map(invoiceableCents))
}

/** The lines of an invoice over what was paid with money; tax = round(total · r / (1 + r)) per line (R23). */
export function invoiceLines(
  lines: readonly LineShares[],
  taxClasses: ReadonlyMap<string, string>,
  defaultTaxClass: string,
): InvoiceLine[] {
  return lines.flatMap((line) => {
    const totalCents = invoiceableCents(line)
    assert(totalCents >= 0, 'no more of a line comes back than was paid')
    if (totalCents === 0) return []
    const { name, itemId, quantityMilli, taxRateBps } = line
    const taxClass = normalTaxClass(taxClasses.get(itemId) ?? '') ?? defaultTaxClass
    const taxCents = mulDivRound(totalCents, taxRateBps, 10_000 + taxRateBps)
    return [{ name, taxClass, quantityMilli, taxRateBps, totalCents, netCents: totalCents - taxCents, taxCents }]
  })
}

export function totalsOf(lines: readonly InvoiceLine[]): InvoiceTotals {
  return {
    totalCents: sumCents(lines.map(({ totalCents }) => totalCents)),
    netCents: sumCents(lines.map(({ netCents }) => netCents)),
    taxCents: sumCents(lines.map(({ taxCents }) => taxCents)),
  }
}

/** A tax class with its 19 digits: a shorter one names a class above and is filled up with zeros. Null: no class at all. */
export function normalTaxClass(text: string): string | null {
  const digits = text.trim()
  return /^[1-9][0-9]{0,18}$/.test(digits) ? digits.padEnd(19, '0') : null
}

/** 123456 → "1234.56": money as invoices write it. */
export function yuan(amountCents: number): string {
  const digits = String(Math.abs(amountCents)).padStart(3, '0')
  return `${amountCents < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** 1500 → "1.5": a quantity without needless zeros. */
export function quantityText(quantityMilli: number): string {
  const digits = String(quantityMilli).padStart(4, '0')
  return `${digits.slice(0, -3)}.${digits.slice(-3)}`.replace(/\.?0+$/, '')
}

/** 600 → "0.06", 1300 → "0.13", 0 → "0". */
export function rateText(taxRateBps: number): string {
  const digits = String(taxRateBps).padStart(5, '0')
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '')
}

const priceDecimals = 13

/**
 * The price of one without tax, with the 13 decimals that an invoice may carry: times the quantity it gives the line's net
 * amount back to the cent.
 */
export function unitPriceText({ netCents, quantityMilli }: Pick<InvoiceLine, 'netCents' | 'quantityMilli'>): string {
  assert(quantityMilli > 0, 'an invoiced line has a quantity')
  const scaled = BigInt(netCents) * 10n * 10n ** BigInt(priceDecimals)
  const divisor = BigInt(quantityMilli)
  const rounded = (2n * scaled + divisor) / (2n * divisor)
  const digits = String(rounded).padStart(priceDecimals + 1, '0')
  return `${digits.slice(0, -priceDecimals)}.${digits.slice(-priceDecimals)}`.replace(/\.?0+$/, '')
}
