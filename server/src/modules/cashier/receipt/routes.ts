import type { FastifyRequest } from 'fastify'
import { receiptKeyPurpose } from '#modules/cashier/sale-views.ts'
import { openReceiptToken } from '#modules/cashier/receipt-token.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import type { BookedSale } from '#modules/cashier/sale/sale-records.ts'
import { print } from '#modules/printing/print.ts'
import type { PrintRunner } from '#modules/printing/print-runner.ts'
import { renderPaper } from '#modules/printing/render-paper.ts'
import { PageFileQuery, PaperFileBytes, PaperFileQuery, paperFileTypes } from '#modules/printing/paper-file-schema.ts'
import { sendPaperFile } from '#modules/printing/send-paper-file.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import { type App, recordId, refusals } from '#platform/http.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { composeBareReturn, composeReceipt, composeRefund } from './compose-receipt.ts'
import * as contract from './contract.ts'

export type ReceiptTools = {
  printer: PrintRunner
  keyOf: (purpose: string, merchantId: string) => Buffer
  /** May an e-invoice be asked for behind the receipt's code? */
  offersInvoices: (work: Work) => Promise<boolean>
}

const printRefusals = ['sale_not_found', 'store_not_allowed', 'no_printer', 'printer_not_found'] as const

/** Receipts on paper and as files. */
export function receiptPaperRoutes(app: App, tools: ReceiptTools): void {
  printRoutes(app, tools)
  fileRoutes(app, tools)
  bareReturnPapers(app, tools)
}

function printRoutes(app: App, { printer, offersInvoices }: ReceiptTools) {
  const config = { permission: 'sale.sell', idempotent: true } as const

  app.post(
    '/sales/:saleId/prints',
    {
      config,
      schema: {
        operationId: 'salePrint',
        params: contract.SaleParams,
        body: contract.PrintReceipt,
        response: { 201: contract.PrintTaken, ...refusals(...printRefusals) },
      },
    },
    async (request, reply) => {
      const { saleId } = request.params
      const taken = await request.inTransaction(async (work) => {
        const sale = await ownSale(work, saleId)
        const compose = await composeReceipt(work, sale, {
          origin: originOf(request),
          showsHoldings: true,
          offersInvoices,
        })
        const subject = { kind: 'sale', id: saleId }
        return print(work, { ...request.body, jobId: recordId(request), storeId: sale.storeId, subject, compose })
      })
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )

  app.post(
    '/sales/:saleId/refunds/:refundId/prints',
    {
      config,
      schema: {
        operationId: 'saleRefundPrint',
        params: contract.RefundParams,
        body: contract.PrintReceipt,
        response: { 201: contract.PrintTaken, ...refusals(...printRefusals, 'refund_not_found') },
      },
    },
    async (request, reply) => {
      const { saleId, refundId } = request.params
      const taken = await request.inTransaction(async (work) => {
        const sale = await ownSale(work, saleId)
        const paper = await composeRefund(work, sale, refundId)
        const subject = { kind: 'refund', id: refundId }
        return print(work, { ...request.body, ...paper, jobId: recordId(request), subject })
      })
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )
}

/** The slip of goods that came back without a receipt, for the customer to sign. */
function bareReturnPapers(app: App, { printer }: ReceiptTools) {
  const refused = ['refund_not_found', 'store_not_allowed'] as const
  app.post(
    '/returns/:returnId/prints',
    {
      config: { permission: 'sale.sell', idempotent: true },
      schema: {
        operationId: 'bareReturnPrint',
        params: contract.BareReturnParams,
        body: contract.PrintReceipt,
        response: { 201: contract.PrintTaken, ...refusals(...refused, 'no_printer', 'printer_not_found') },
      },
    },
    async (request, reply) => {
      const { returnId } = request.params
      const taken = await request.inTransaction(async (work) => {
        const paper = await composeBareReturn(work, returnId)
        const subject = { kind: 'refund', id: returnId }
        return print(work, { ...request.body, ...paper, jobId: recordId(request), subject })
      })
      printer.take(request.caller!.merchantId, taken.printerId)
      return reply.code(201).send(taken)
    },
  )

  app.get(
    '/returns/:returnId/receipt-file',
    {
      config: { permission: 'sale.read' },
      schema: {
        operationId: 'bareReturnFile',
        params: contract.BareReturnParams,
        querystring: PaperFileQuery,
        produces: paperFileTypes,
        response: { 200: PaperFileBytes, ...refusals(...refused) },
      },
    },
    async (request, reply) => {
      const { format, columns } = request.query
      const { compose } = await request.read((work) => composeBareReturn(work, request.params.returnId))
      return sendPaperFile(reply, await renderPaper(compose({ isCopy: true }), format, columns))
    },
  )
}

function fileRoutes(app: App, { keyOf, offersInvoices }: ReceiptTools) {
  app.get(
    '/sales/:saleId/receipt-file',
    {
      config: { permission: 'sale.read' },
      schema: {
        operationId: 'saleReceiptFile',
        params: contract.SaleParams,
        querystring: PaperFileQuery,
        produces: paperFileTypes,
        response: { 200: PaperFileBytes, ...refusals('sale_not_found', 'store_not_allowed') },
      },
    },
    async (request, reply) => {
      const { format, columns } = request.query
      const document = await request.read(async (work) => {
        const sale = await ownSale(work, request.params.saleId)
        return (await composeReceipt(work, sale, { origin: originOf(request), showsHoldings: true, offersInvoices }))({
          isCopy: true,
        })
      })
      return sendPaperFile(reply, await renderPaper(document, format, columns))
    },
  )

  app.get(
    '/sales/:saleId/refunds/:refundId/receipt-file',
    {
      config: { permission: 'sale.read' },
      schema: {
        operationId: 'saleRefundFile',
        params: contract.RefundParams,
        querystring: PaperFileQuery,
        produces: paperFileTypes,
        response: { 200: PaperFileBytes, ...refusals('sale_not_found', 'refund_not_found', 'store_not_allowed') },
      },
    },
    async (request, reply) => {
      const { saleId, refundId } = request.params
      const { format, columns } = request.query
      const { compose } = await request.read(async (work) => composeRefund(work, await ownSale(work, saleId), refundId))
      const document = compose({ isCopy: true })
      return sendPaperFile(reply, await renderPaper(document, format, columns))
    },
  )

  app.get(
    '/receipts/:token/file',
    {
      config: { access: 'public', triesPerMinute: 30 },
      schema: {
        operationId: 'receiptFile',
        params: contract.ReceiptParams,
        querystring: PageFileQuery,
        produces: paperFileTypes,
        response: { 200: PaperFileBytes, ...refusals('receipt_not_found') },
      },
    },
    async (request, reply) => {
      const claim = openReceiptToken(request.params.token, (merchantId) => keyOf(receiptKeyPurpose, merchantId))
      if (!claim) throw new Refused('receipt_not_found')
      const document = await request.readFor(claim.merchantId, async (work) => {
        const sale = await readSale(work, claim.saleId)
        if (!sale) throw new Refused('receipt_not_found')
        // Who has the link sees the purchase, not what the member holds.
        const options = { origin: originOf(request), showsHoldings: false, offersInvoices }
        return (await composeReceipt(work, { ...sale, cashierId: null }, options))({ isCopy: false })
      })
      return sendPaperFile(reply, await renderPaper(document, request.query.format))
    },
  )
}

async function ownSale(work: Work, saleId: string): Promise<BookedSale> {
  const sale = await readSale(work, saleId)
  if (!sale) throw new Refused('sale_not_found')
  accept(refuseForeignStore(work.actor, sale.storeId))
  return sale
}

function originOf({ protocol, host }: FastifyRequest): string {
  return `${protocol}://${host}`
}
