import { withTenderNames } from '#modules/cashier/tender-names.ts'
import { readBareReturn } from '#modules/cashier/refund-list/show-refunds.ts'
import type { BookedSale } from '#modules/cashier/sale/sale-records.ts'
import { receiptKeyPurpose } from '#modules/cashier/sale-views.ts'
import { receiptToken } from '#modules/cashier/receipt-token.ts'
import { memberAccounts } from '#modules/ledger/member-accounts.ts'
import type { PrintDocument } from '#modules/printing/document-types.ts'
import { readSlipHead } from '#modules/printing/slip-head.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { type PrintedHoldings, receiptDocument, type ReceiptHead, refundDocument } from './receipt-document-rules.ts'

/** Makes the paper of a sale or a refund; `isCopy` says on it that it is not the first. */
export type Composer = (facts: { isCopy: boolean }) => PrintDocument

type PaperOptions = {
  origin: string | null
  showsHoldings: boolean
  /** May an e-invoice be asked for behind the code? Known higher up, and handed in. */
  offersInvoices: (work: Work) => Promise<boolean>
}

/** The receipt of a sale with what the member holds now. `origin` is where the shop's pages live; null prints no code. */
export async function composeReceipt(
  work: Work,
  sale: BookedSale,
  { origin, showsHoldings, offersInvoices }: PaperOptions,
): Promise<Composer> {
  const [head, tenders, holdings, offersInvoice] = await Promise.all([
    headOf(work, sale, origin),
    withTenderNames(work, sale.tenders),
    showsHoldings && sale.memberId ? holdingsOf(work, sale.memberId) : null,
    offersInvoices(work),
  ])
  return ({ isCopy }) => receiptDocument({ ...sale, tenders }, { ...head, isCopy, offersInvoice }, holdings)
}

/** The paper of one of the sale's refunds, of the store where the goods came back: its printer and its drawer are meant. */
export async function composeRefund(
  work: Work,
  sale: BookedSale,
  refundId: string,
): Promise<{ storeId: string; compose: Composer }> {
  const refund = sale.refunds.find(({ id }) => id === refundId)
  if (!refund) throw new Refused('refund_not_found')
  const { storeId, cashierId } = refund
  const head = await headOf(work, { ...sale, storeId, cashierId }, null)
  const lineOf = (lineId: string) => sale.lines.find((line) => line.lineId === lineId)
  const methodOf = (tenderId: string) => sale.tenders.find((tender) => tender.tenderId === tenderId)?.method ?? null
  const printed = {
    ...refund,
    saleNumber: sale.receiptNumber,
    lines: refund.lines.map((line) => ({ ...line, name: lineOf(line.lineId)?.name ?? '' })),
    tenders: refund.tenders.map((tender) => ({ ...tender, method: methodOf(tender.tenderId) })),
  }
  return {
    storeId,
    compose: ({ isCopy }) => refundDocument(printed, { ...head, isCopy, offersInvoice: false }),
  }
}

/** The paper of goods that came back without a receipt: the same, but for the sale that nobody knows. */
export async function composeBareReturn(work: Work, refundId: string): Promise<{ storeId: string; compose: Composer }> {
  const { row, lines } = await readBareReturn(work, refundId)
  const head = { ...(await readSlipHead(work, row)), url: null, offersInvoice: false }
  const printed = { ...row, lines, saleNumber: null }
  return { storeId: row.storeId, compose: ({ isCopy }) => refundDocument(printed, { ...head, isCopy }) }
}

async function headOf(
  work: Work,
  sale: Pick<BookedSale, 'id' | 'storeId' | 'cashierId'>,
  origin: string | null,
): Promise<Omit<ReceiptHead, 'isCopy' | 'offersInvoice'>> {
  const token = receiptToken(work.key(receiptKeyPurpose), work.merchantId, sale.id)
  return { ...(await readSlipHead(work, sale)), url: origin === null ? null : `${origin}/receipt/${token}` }
}

async function holdingsOf(work: Work, memberId: string): Promise<PrintedHoldings> {
  const accounts = await memberAccounts(work, await survivorOf(work, memberId))
  const unitsOf = (...assets: string[]) =>
    accounts.filter(({ asset }) => assets.includes(asset)).reduce((sum, { balanceUnits }) => sum + balanceUnits, 0)
  return { points: unitsOf('points'), storedCents: unitsOf('stored_principal', 'stored_bonus') }
}
