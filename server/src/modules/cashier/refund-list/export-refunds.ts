import type { Static } from '#platform/contract.ts'
import type { ReadPage } from '#platform/table-file.ts'
import { decimalOf } from '#shared/money.ts'
import { firstOf, tenderTitle } from '#modules/cashier/trade-cells-rules.ts'
import { type CellFacts, listFile, timeAt } from '#modules/shops/list-file.ts'
import type { RefundExportQuery, RefundRow } from './contract.ts'
import { type RefundColumn, refundColumnTitles, refundKindTitles } from './refund-column-rules.ts'
import { showRefunds } from './show-refunds.ts'

/** The list of refunds as it is shown: the same filter, the same columns, newest first; see `listFile`. */
export async function exportRefunds(
  { format, columns, language, ...filter }: Static<typeof RefundExportQuery>,
  read: ReadPage,
): Promise<AsyncIterable<string | Uint8Array>> {
  return listFile<RefundColumn, Row>(
    { format, columns, language },
    { titles: refundColumnTitles, readPage: (work, page) => showRefunds(work, { ...filter, ...page }), cellOf },
    read,
  )
}

type Row = Static<typeof RefundRow>

function cellOf(column: RefundColumn, row: Row, facts: CellFacts): string {
  switch (column) {
    case 'number':
      return row.receiptNumber
    case 'time':
      return timeAt(row.at, facts)
    case 'kind':
      return refundKindTitles[row.kind][facts.language]
    case 'items':
      return firstOf(row)
    case 'sale':
      return row.saleReceiptNumber ?? ''
    case 'cashier':
      return peopleOf(row, facts)
    case 'reason':
      return row.reason
    case 'store':
      return facts.storeName
    case 'paidTo':
      return row.tenders.map((tender) => tenderTitle(tender, facts.language)).join(' + ')
    case 'member':
      return row.memberName ?? ''
    case 'till':
      return row.tillName ?? ''
    case 'day':
      return row.businessDay
    case 'points':
      return String(row.pointsReversed)
    case 'amount':
      return decimalOf(-row.paidCents)
  }
}

/** Who did it, and who approved what the cashier may not. */
function peopleOf({ cashierName, approverName }: Row, { language }: CellFacts): string {
  const approval = { zh: `授权：${approverName}`, en: `approved: ${approverName}` }[language]
  return [cashierName, approverName && approval].filter(Boolean).join(' · ')
}
