import type { Block } from '#modules/printing/document-types.ts'
import { row, slipFormats, type SlipHead } from '#modules/printing/slip-rules.ts'
import { tenderWord } from '#modules/printing/slip-words.ts'
import { type Figures, takenCents } from './figure-rules.ts'
import { shiftPaperWords } from './shift-paper-words.ts'

/** A rule and a heading. */
export function section(title: string): Block[] {
  return [{ kind: 'rule' }, { kind: 'text', text: title, isBold: true }]
}

/** A row that the ones above it amount to. */
export function sum(left: string, right: string): Block {
  return { kind: 'row', left, right, isBold: true }
}

/** What was sold and what came back; value sold and paid back where there was any. */
export function takings({ sales, refunds, ...value }: Figures, head: SlipHead): Block[] {
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  const { topUps, topUpRefunds, giftCards, giftCardPayouts } = value
  const counted = (label: string, count: number, cents: number) =>
    count === 0 ? [] : [row(`${label} ${words.times(count)}`, money(cents))]
  const part = (label: string, cents: number) => (cents === 0 ? [] : [row(`  ${label}`, money(-cents))])
  return [
    ...section(words.takings),
    row(`${words.sales} ${words.times(sales.count)}`, money(sales.grossCents)),
    row(words.discounts, money(-sales.discountCents)),
    ...part(words.manual, sales.manualDiscountCents),
    ...part(words.waiver, sales.waiverCents),
    sum(words.net, money(sales.netCents)),
    row(`${words.refunds} ${words.times(refunds.count)}`, money(-refunds.netCents)),
    sum(words.turnover, money(sales.netCents - refunds.netCents)),
    ...counted(words.topUps, topUps.count, topUps.principalCents),
    ...counted(words.topUpRefunds, topUpRefunds.count, -topUpRefunds.paidCents),
    ...counted(words.giftCards, giftCards.count, giftCards.loadedCents),
    ...counted(words.giftCardPayouts, giftCardPayouts.count, -giftCardPayouts.paidCents),
  ]
}

/** By which means money was taken, less what went back the same way. */
export function means({ tenders }: Figures, head: SlipHead): Block[] {
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  if (tenders.length === 0) return []
  return [
    ...section(words.means),
    ...tenders.map((tender) => row(tenderWord(head.locale, tender), money(takenCents(tender)))),
  ]
}

/** VAT inside the takings, by rate. */
export function taxes({ taxes: rates }: Figures, head: SlipHead): Block[] {
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  if (rates.length === 0) return []
  return [
    { kind: 'rule' },
    ...rates.map(({ rateBps, netCents, taxCents }) =>
      row(`${words.tax} ${rateBps / 100}%  ${money(netCents)}`, money(taxCents)),
    ),
  ]
}
