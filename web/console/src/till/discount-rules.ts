import type { Discount } from '#modules/cashier/pricing/pricing-types.ts'

/** A discount as it is being typed. */
export type DiscountDraft = { kind: Discount['kind']; typed: string }

export function draftOf(discount: Discount | null): DiscountDraft {
  if (!discount) return { kind: 'rate', typed: '' }
  if (discount.kind === 'rate') return { kind: 'rate', typed: String(discount.offBps / 100) }
  return { kind: 'amount', typed: (discount.amountCents / 100).toFixed(2).replace(/\.?0+$/, '') }
}

/** What was typed, as a discount: null for nothing or nothing off, 'unreadable' where it is neither. */
export function discountOf({ kind, typed }: DiscountDraft): Discount | null | 'unreadable' {
  const text = typed.normalize('NFKC').trim()
  if (text === '' || /^0*(\.0*)?$/.test(text)) return null
  const found = /^(\d{0,8})(?:\.(\d{0,2}))?$/.exec(text)
  if (!found) return 'unreadable'
  const hundredths = Number(found[1] || '0') * 100 + Number((found[2] ?? '').padEnd(2, '0'))
  if (kind === 'amount') return { kind, amountCents: hundredths }
  return hundredths <= 10_000 ? { kind, offBps: hundredths } : 'unreadable'
}
