import type { Block, PrintDocument } from '#modules/printing/document-types.ts'
import { houseHead, row, slipFormats, type SlipHead } from '#modules/printing/slip-rules.ts'
import { means, section, sum, takings, taxes } from './figure-paper-rules.ts'
import type { Figures } from './figure-rules.ts'
import { shiftPaperWords } from './shift-paper-words.ts'

export type PrintedDay = {
  number: number
  businessDay: string
  at: string
  note: string | null
  figures: Figures
  shifts: readonly {
    deviceName: string
    cashierName: string | null
    number: number | null
    netCents: number | null
    varianceCents: number | null
  }[]
  orphanCount: number
  orphanFigures: Figures | null
}

/** The report of a closed day: its shifts with what each was short or over, what no shift answers for, and what all came to. */
export function dayPaper(day: PrintedDay, head: SlipHead): PrintDocument {
  const words = shiftPaperWords[head.locale]
  const title = `${words.dayReport} ${day.number}`
  return {
    title: `${title} ${day.businessDay}`,
    locale: head.locale,
    blocks: [
      { kind: 'text', text: words.dayReport, align: 'center', isBold: true, size: 2 },
      ...houseHead(head, new Date(day.at)),
      row(words.dayNumber, String(day.number)),
      row(words.day, day.businessDay),
      ...takings(day.figures, head),
      ...means(day.figures, head),
      ...drawers(day.figures, head),
      ...shiftsOf(day, head),
      ...taxes(day.figures, head),
      ...(day.note ? [row(words.note, day.note)] : []),
      { kind: 'gap' },
      { kind: 'text', text: words.sign },
    ],
  }
}

function drawers({ drawer: { paidInCents, paidOutCents, openedCount } }: Figures, head: SlipHead): Block[] {
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  const rows = [
    ...(paidInCents > 0 ? [row(words.paidIn, money(paidInCents))] : []),
    ...(paidOutCents > 0 ? [row(words.paidOut, money(-paidOutCents))] : []),
    ...(openedCount > 0 ? [row(words.drawerOpened, String(openedCount))] : []),
  ]
  return rows.length === 0 ? [] : [...section(words.drawer), ...rows]
}

function shiftsOf({ shifts, orphanCount, orphanFigures }: PrintedDay, head: SlipHead): Block[] {
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  const varianceCents = shifts.reduce((total, shift) => total + (shift.varianceCents ?? 0), 0)
  return [
    ...section(words.shifts),
    ...shifts.flatMap((shift) => [
      row(
        [shift.deviceName, shift.cashierName, shift.number && `Z${shift.number}`].filter(Boolean).join(' '),
        money(shift.netCents ?? 0),
      ),
      ...(shift.varianceCents ? [row(`  ${words.varianceSum}`, money(shift.varianceCents))] : []),
    ]),
    ...(orphanFigures
      ? [row(`${words.orphans} ${words.times(orphanCount)}`, money(orphanFigures.sales.netCents))]
      : []),
    sum(words.varianceSum, money(varianceCents)),
  ]
}
