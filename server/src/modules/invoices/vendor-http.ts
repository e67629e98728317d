import { createHmac, randomBytes } from 'node:crypto'
import { NotUnderstood, orLost, parseJson, sendOverHttp, type Transport } from '#modules/payments/provider-http.ts'
import { sameBytes } from '#platform/secrets.ts'
import { type InvoiceTotals, quantityText, rateText, unitPriceText, yuan } from './invoice-rules.ts'
import { fileKinds, type InvoiceFiles, type VendorAnswer } from './invoice-step-rules.ts'
import type { InvoiceOrder, InvoiceVendor } from './vendor-port.ts'

export type VendorAccount = { baseUrl: string; appKey: string; secret: string }

type Json = Record<string, unknown>
type Call = { method: 'GET' | 'POST'; path: string; body: Json | null }

/** 82: 数电票, ordinary. A special one (81) is not offered at a till: it wants the buyer's standing checked. */
const ordinaryKind = '82'

/**
 * A vendor over HTTP: `POST /invoices` asks for one, `GET /invoices/<number>` tells what became of it. Both sides sign with
 * HMAC-SHA256 over time, nonce, subject and body; an answer is bound to its question by our nonce.
 */
export function httpVendor(account: VendorAccount, transport: Transport = sendOverHttp): InvoiceVendor {
  const ask = (call: Call, totals: InvoiceTotals, at: Date) =>
    orLost(async () => answerOf(await exchange(account, transport, call, at), totals))
  return {
    issue: (order, at) => ask({ method: 'POST', path: '/invoices', body: orderJson(order) }, order.totals, at),
    query: ({ requestNumber, totals }, at) =>
      ask({ method: 'GET', path: `/invoices/${requestNumber}`, body: null }, totals, at),
  }
}

function orderJson({ requestNumber, businessNumber, sellerTaxNumber, buyer, lines, totals }: InvoiceOrder): Json {
  return {
    requestNumber,
    businessNumber,
    kind: ordinaryKind,
    seller: { taxNumber: sellerTaxNumber },
    buyer: {
      isPerson: buyer.type === 'personal',
      name: buyer.name,
      ...(buyer.taxNumber ? { taxNumber: buyer.taxNumber } : {}),
      email: buyer.email,
    },
    lines: lines.map((line) => ({
      name: line.name,
      taxClass: line.taxClass,
      quantity: quantityText(line.quantityMilli),
      unitPrice: unitPriceText(line),
      taxRate: rateText(line.taxRateBps),
      net: yuan(line.netCents),
      tax: yuan(line.taxCents),
      total: yuan(line.totalCents),
    })),
    net: yuan(totals.netCents),
    tax: yuan(totals.taxCents),
    total: yuan(totals.totalCents),
  }
}

function answerOf({ status, json }: { status: number; json: Json }, totals: InvoiceTotals): VendorAnswer {
  if (status === 404) return { kind: 'absent' }
  const reason = codeOf(json['reason']) || `http_${status}`
  if (status >= 500 || status === 401 || status === 429) return { kind: 'lost', reason }
  if (status >= 400) return { kind: 'refused', reason }
  switch (json['state']) {
    case 'working':
      return { kind: 'working' }
    case 'refused':
      return { kind: 'refused', reason: codeOf(json['reason']) || 'refused' }
    case 'issued': {
      const { invoiceNumber, total } = json
      if (typeof invoiceNumber !== 'string' || !/^[0-9]{20}$/.test(invoiceNumber)) throw new NotUnderstood('number')
      // An invoice over another amount is none of ours, whatever its number: a person has to look.
      if (total !== yuan(totals.totalCents)) throw new NotUnderstood('amount')
      return { kind: 'issued', invoiceNumber, files: filesOf(json['files']) }
    }
    default:
      throw new NotUnderstood('state')
  }
}

const codeOf = (value: unknown) => (typeof value === 'string' ? value.replace(/[^\w.-]/g, '').slice(0, 60) : '')

function filesOf(value: unknown): InvoiceFiles {
  const given = typeof value === 'object' && value !== null ? (value as Json) : {}
  return Object.fromEntries(
    fileKinds.flatMap((kind) => {
      const url = given[kind]
      return typeof url === 'string' && url.length <= 1_000 && /^https?:\/\//.test(url) && URL.canParse(url)
        ? [[kind, url]]
        : []
    }),
  )
}

/** The signature of a message between a shop and its vendor, for both directions. */
export function vendorSignature(
  secret: string,
  message: { timestamp: string; nonce: string; subject: string; body: string },
): string {
  const { timestamp, nonce, subject, body } = message
  return createHmac('sha256', secret).update(`${timestamp}\n${nonce}\n${subject}\n${body}`, 'utf8').digest('hex')
}

async function exchange(account: VendorAccount, transport: Transport, call: Call, at: Date) {
  const { appKey, secret } = account
  const body = call.body ? JSON.stringify(call.body) : ''
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const nonce = randomBytes(16).toString('hex')
  const response = await transport({
    method: call.method,
    url: `${account.baseUrl.replace(/\/+$/, '')}${call.path}`,
    headers: {
      'content-type': 'application/json',
      'x-app-key': appKey,
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': vendorSignature(secret, { timestamp, nonce, subject: `${call.method} ${call.path}`, body }),
    },
    body,
  })
  // Somebody who does not know us cannot sign; nothing but "no" is taken from such an answer.
  if (response.status === 401) return { status: 401, json: { reason: 'credentials' } as Json }
  const { 'x-timestamp': theirs = '', 'x-signature': signature = '' } = response.headers
  const subject = `${response.status} ${nonce}`
  const expected = vendorSignature(secret, { timestamp: theirs, nonce, subject, body: response.body })
  if (!sameBytes(Buffer.from(signature), Buffer.from(expected))) throw new NotUnderstood('bad_signature')
  return { status: response.status, json: parseJson(response.body) }
}
