import { type CellFacts, listFile, timeAt } from '#modules/shops/list-file.ts'
import type { Static } from '#platform/contract.ts'
import type { ReadPage } from '#platform/table-file.ts'
import { decimalOf } from '#shared/money.ts'
import type { PaymentExportQuery } from './contract.ts'
import { type PaymentColumn, paymentColumnTitles } from './payment-column-rules.ts'
import { givenBackCents, tradeNoOf } from './payment-rules.ts'
import type { paymentView } from './payment-views.ts'
import { paymentStanding, providerWords, reasonWords } from './payment-words-rules.ts'
import { showPayments } from './show-payments.ts'

/** The list of payments as it is shown: the same filter, the same columns, newest first; see `listFile`. */
export async function exportPayments(
  { format, columns, language, ...filter }: Static<typeof PaymentExportQuery>,
  read: ReadPage,
): Promise<AsyncIterable<string | Uint8Array>> {
  return listFile<PaymentColumn, Row>(
    { format, columns, language },
    { titles: paymentColumnTitles, readPage: (work, page) => showPayments(work, { ...filter, ...page }), cellOf },
    read,
  )
}

type Row = ReturnType<typeof paymentView>

function cellOf(column: PaymentColumn, row: Row, facts: CellFacts): string {
  const { language } = facts
  switch (column) {
    case 'at':
      return timeAt(row.createdAt, facts)
    case 'provider':
      return providerWords[row.provider][language]
    case 'store':
      return facts.storeName
    case 'state':
      return paymentStanding(row).words[language]
    case 'reason':
      return row.reason ? reasonWords(row.reason)[language] : ''
    case 'number':
      return row.providerNo ?? ''
    case 'order':
      return tradeNoOf(row.id)
    case 'card':
      return [row.card?.brand, row.card?.last4].filter(Boolean).join(' ')
    case 'amount':
      return decimalOf(row.amountCents)
    case 'back':
      return decimalOf(-givenBackCents(row.refunds))
  }
}
