import { receiptKeyPurpose, showPublicReceipt } from '#modules/cashier/sale-views.ts'
import { receiptToken } from '#modules/cashier/receipt-token.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { memberOf } from '#modules/identity/member-session.ts'
import { memberFamily } from '#modules/members/member-family.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import { type App, refusals } from '#platform/http.ts'
import { Refused } from '#shared/refusal.ts'
import * as contract from './contract.ts'
import { readMyReceipts } from './my-receipt-queries.ts'

const access = ['member'] as const

/** What members bought, on their own phone. */
export function receiptMeRoutes(app: App): void {
  app.get(
    '/me/receipts',
    {
      config: { access },
      schema: {
        operationId: 'myReceiptList',
        querystring: contract.MyReceiptQuery,
        response: { 200: contract.MyReceiptPage },
      },
    },
    async (request) => {
      const { cursor, limit = 20 } = request.query
      const key = decodeCursor(cursor, 2)
      const before = key && { at: String(key[0]), id: String(key[1]) }
      const rows = await request.read(async (work) =>
        readMyReceipts(work, await memberFamily(work, memberOf(request).memberId), { before, limit: limit + 1 }),
      )
      const { page, next } = pageOf(rows, limit, (last) => [last.at, last.saleId])
      const items = page.map(({ at: _, happenedAt, ...row }) => ({ ...row, happenedAt: happenedAt.toISOString() }))
      return { items, next }
    },
  )

  app.get(
    '/me/receipts/:saleId',
    {
      config: { access },
      schema: {
        operationId: 'myReceiptGet',
        params: contract.SaleParams,
        response: { 200: contract.MyReceipt, ...refusals('sale_not_found') },
      },
    },
    async (request) =>
      request.read(async (work) => {
        const [sale, family] = await Promise.all([
          readSale(work, request.params.saleId),
          memberFamily(work, memberOf(request).memberId),
        ])
        // Somebody else's purchase is one that does not exist.
        if (!sale?.memberId || !family.includes(sale.memberId)) throw new Refused('sale_not_found')
        const token = receiptToken(work.key(receiptKeyPurpose), work.merchantId, sale.id)
        return { saleId: sale.id, receiptToken: token, receipt: await showPublicReceipt(work, sale) }
      }),
  )
}
