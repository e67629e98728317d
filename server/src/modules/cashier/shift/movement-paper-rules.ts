import type { PrintDocument } from '#modules/printing/document-types.ts'
import { houseHead, row, slipFormats, type SlipHead } from '#modules/printing/slip-rules.ts'
import { shiftPaperWords } from './shift-paper-words.ts'

export type PrintedMovement = {
  kind: 'paid_in' | 'paid_out' | 'opened'
  amountCents: number
  reason: string
  at: Date
  tillName: string
  /** Who answers for the drawer; whoever moved the cash stands at the head. */
  shiftOf: string | null
}

/**
 * What went into a drawer or came out beside the takings, with a line to sign. Opens the drawer. One that was opened for nothing
 * needs no paper: it is in the shift's list.
 */
export function movementPaper(movement: PrintedMovement, head: SlipHead): PrintDocument {
  const { kind, amountCents, reason, at, tillName, shiftOf } = movement
  const words = shiftPaperWords[head.locale]
  const { money } = slipFormats(head)
  const title = words.moved[kind]
  const frame = { title: `${title} ${reason}`, locale: head.locale, opensDrawer: !head.isCopy }
  if (kind === 'opened') return { ...frame, blocks: [] }
  return {
    ...frame,
    blocks: [
      { kind: 'text', text: title, align: 'center', isBold: true, size: 2 },
      ...houseHead(head, at),
      row(words.till, tillName),
      ...(shiftOf === null ? [] : [row(words.shiftOf, shiftOf)]),
      row(words.reason, reason),
      { kind: 'rule' },
      {
        kind: 'row',
        left: title,
        right: money(kind === 'paid_out' ? -amountCents : amountCents),
        isBold: true,
        size: 2,
      },
      { kind: 'gap' },
      { kind: 'text', text: words.sign },
    ],
  }
}
