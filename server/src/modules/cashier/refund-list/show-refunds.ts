import { tradeNames } from '#modules/cashier/trade-names.ts'
import { approverNames } from '#modules/identity/approver-names.ts'
import { refuseForeignStore, storesOf } from '#platform/actor.ts'
import { decodeCursor, pageOf, type Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import type { BareReturn, RefundListQuery, RefundPage, RefundRow } from './contract.ts'
import { type BareLine, listRefunds, readBareLines, type RefundListRow } from './list-queries.ts'

const usualPage = 50

/** One page of refunds, voids, exchanges and goods without a receipt, newest first, of the stores that the reader works in. */
export async function showRefunds(
  work: Work,
  { limit = usualPage, cursor, ...filter }: Static<typeof RefundListQuery>,
): Promise<Static<typeof RefundPage>> {
  const key = decodeCursor(cursor, 2)
  const before = key ? { at: String(key[0]), id: String(key[1]) } : null
  const rows = await listRefunds(work, { ...filter, storeIds: storesOf(work.actor) }, before, limit + 1)
  const { page, next } = pageOf(rows, limit, (last) => [last.at, last.id])
  return { items: await showRows(work, page), next }
}

/** A return without a receipt, whole. Refuses one that is none, and one of a store that the reader does not work in. */
export async function showBareReturn(work: Work, refundId: string): Promise<Static<typeof BareReturn>> {
  const { row, lines } = await readBareReturn(work, refundId)
  const [shown] = await showRows(work, [row])
  const { lineCount: _count, firstLine: _first, ...head } = shown!
  return { ...head, taxCents: row.taxCents, lines }
}

/** The same as it is stored, for its paper. */
export async function readBareReturn(work: Work, refundId: string): Promise<{ row: RefundListRow; lines: BareLine[] }> {
  const [[row], lines] = await Promise.all([
    listRefunds(work, { refundId, kind: 'no_receipt', storeIds: null }, null, 1),
    readBareLines(work, refundId),
  ])
  if (!row) throw new Refused('refund_not_found')
  accept(refuseForeignStore(work.actor, row.storeId))
  return { row, lines }
}

async function showRows(work: Work, rows: readonly RefundListRow[]): Promise<Static<typeof RefundRow>[]> {
  const approvals = rows.flatMap(({ approvalId }) => approvalId ?? [])
  const [namesOf, approvers] = await Promise.all([tradeNames(work, rows), approverNames(work, approvals)])
  return rows.map(({ cashierId, approvalId, deviceId, taxCents: _tax, ...row }) => ({
    ...row,
    ...namesOf({ cashierId, deviceId, memberId: row.memberId }),
    at: row.at.toISOString(),
    approverName: (approvalId && approvers.get(approvalId)) ?? null,
  }))
}
