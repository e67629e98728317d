import type { Block, PrintDocument } from '#modules/printing/document-types.ts'
import { houseHead, row, slipFormats, type SlipHead } from '#modules/printing/slip-rules.ts'
import { tenderWord } from '#modules/printing/slip-words.ts'
import type { CountedTender } from './count-rules.ts'
import { means, section, sum, takings, taxes } from './figure-paper-rules.ts'
import { expectedCashCents, type Figures } from './figure-rules.ts'
import { shiftPaperWords } from './shift-paper-words.ts'

export type PrintedShift = {
  /** The number of its Z report; null while it is open: then it is an X report. */
  number: number | null
  /** When the figures were taken. */
  at: Date
  tillName: string
  businessDay: string
  openedAt: Date
  closedAt: Date | null
  leftCents: number | null
  figures: Figures
  /** The count that closed it; null where nobody counted. */
  count: { tenders: readonly CountedTender[]; varianceCents: number } | null
  note: string | null
}

/** The report of a shift on paper, in the order of the screen: what was sold, by which means, the drawer, the count, the taxes. */
export function shiftPaper(shift: PrintedShift, head: SlipHead): PrintDocument {
  const words = shiftPaperWords[head.locale]
  const { time } = slipFormats(head)
  const title = shift.number === null ? words.x : words.z
  return {
    title: shift.number === null ? title : `${title} ${shift.number}`,
    locale: head.locale,
    blocks: [
      { kind: 'text', text: title, align: 'center', isBold: true, size: 2 },
      ...houseHead(head, shift.at),
      ...(shift.number === null ? [] : [row(words.number, String(shift.number))]),
      row(words.till, shift.tillName),
      row(words.day, shift.businessDay),
      row(words.opened, time(shift.openedAt)),
      ...(shift.closedAt ? [row(words.closed, time(shift.closedAt))] : []),
      ...takings(shift.figures, head),
      ...means(shift.figures, head),
      ...drawer(shift, head),
      ...counted(shift, head),
      ...taxes(shift.figures, head),
      ...(shift.note ? [row(words.note, shift.note)] : []),
      { kind: 'gap' },
      { kind: 'text', text: words.sign },
    ],
  }
}

function drawer({ figures, leftCents }: PrintedShift, head: SlipHead): Block[] {
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  const { openingCents, paidInCents, paidOutCents, openedCount } = figures.drawer
  return [
    ...section(words.drawer),
    row(words.float, money(openingCents)),
    ...(paidInCents > 0 ? [row(words.paidIn, money(paidInCents))] : []),
    ...(paidOutCents > 0 ? [row(words.paidOut, money(-paidOutCents))] : []),
    sum(words.expected, money(expectedCashCents(figures))),
    ...(openedCount > 0 ? [row(words.drawerOpened, String(openedCount))] : []),
    ...(leftCents === null ? [] : [row(words.left, money(leftCents))]),
  ]
}

/** What was counted of each means, with the difference under it where there is one. */
function counted({ count }: PrintedShift, head: SlipHead): Block[] {
  if (!count) return []
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  const lines = count.tenders
    .filter(({ countedCents }) => countedCents !== null)
    .flatMap((tender) => [
      row(tenderWord(head.locale, tender), money(tender.countedCents!)),
      ...(tender.varianceCents === 0 ? [] : [row(`  ${words.variance}`, money(tender.varianceCents))]),
    ])
  return [...section(words.count), ...lines, sum(words.varianceSum, money(count.varianceCents))]
}
