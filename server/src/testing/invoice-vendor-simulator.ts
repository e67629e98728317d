import { randomBytes } from 'node:crypto'
import { vendorSignature } from '#modules/invoices/vendor-http.ts'
import type { Clock } from '#platform/clock.ts'
import { type SimulatedAnswer, type SimulatedRequest, startSimulator, type TroubleMaker } from './simulator-server.ts'

type Line = {
  name: string
  taxClass: string
  quantity: string
  unitPrice: string
  taxRate: string
  net: string
  tax: string
  total: string
}

export type SimulatedInvoice = {
  requestNumber: string
  businessNumber: string
  kind: string
  seller: { taxNumber: string }
  buyer: { isPerson: boolean; name: string; taxNumber?: string; email: string }
  lines: Line[]
  net: string
  tax: string
  total: string
  state: 'working' | 'issued' | 'refused'
  /** Questions that are still answered with "working". */
  waitsLeft: number
  invoiceNumber: string
  reason?: string
}

export type InvoiceVendorBehaviour = {
  /** Answers of "working" before it is issued; Infinity: never. */
  waits: number
  /** Requests are refused, with this code. */
  refusesWith: string | null
  /** It issues over another amount than asked for. */
  tellsTotal: string | null
}

export const obligingVendor: InvoiceVendorBehaviour = { waits: 0, refusesWith: null, tellsTotal: null }

const cents = (text: string) => Number(text.replace('.', ''))
const sum = (lines: readonly Line[], part: 'net' | 'tax' | 'total') =>
  lines.reduce((all, line) => all + cents(line[part]), 0)

/** What a vendor checks before it sends an invoice on: sums, tax classes, and unit prices that give the amounts. */
function problemOf(order: SimulatedInvoice): string | null {
  const { lines } = order
  if (order.kind !== '82' || !/^[0-9A-Z]{18}$/.test(order.seller.taxNumber)) return 'seller'
  if (order.buyer.isPerson === Boolean(order.buyer.taxNumber) || !order.buyer.name) return 'buyer'
  if (lines.length === 0 || lines.some(({ taxClass }) => !/^[0-9]{19}$/.test(taxClass))) return 'tax_class'
  for (const part of ['net', 'tax', 'total'] as const) if (sum(lines, part) !== cents(order[part])) return 'sums'
  for (const { net, tax, total, taxRate, quantity, unitPrice } of lines) {
    if (cents(net) + cents(tax) !== cents(total)) return 'line'
    if (Math.abs(cents(net) * Number(taxRate) - cents(tax)) > 1) return 'tax'
    if (Math.round(Number(quantity) * Number(unitPrice) * 100) !== cents(net)) return 'price'
  }
  return null
}

/** An e-invoice vendor: checks our signature and the arithmetic, keeps one invoice per request number, signs its answers. */
export async function startInvoiceVendor(clock: Clock, port = 0, given?: { appKey: string; secretKey: string }) {
  const invoices = new Map<string, SimulatedInvoice>()
  const appKey = given?.appKey ?? 'regulars-test'
  const secretKey = given?.secretKey ?? randomBytes(24).toString('hex')
  const state: { behaviour: InvoiceVendorBehaviour; trouble: TroubleMaker; asked: string[] } = {
    behaviour: { ...obligingVendor },
    trouble: () => null,
    asked: [],
  }
  const handle = (request: SimulatedRequest): SimulatedAnswer => {
    const { 'x-timestamp': timestamp = '', 'x-nonce': nonce = '', 'x-signature': signature } = request.headers
    const subject = `${request.method} ${request.path}`
    const expected = vendorSignature(secretKey, { timestamp, nonce, subject, body: request.body })
    const isLate = !(Math.abs(clock.now().getTime() / 1_000 - Number(timestamp)) <= 300)
    if (request.headers['x-app-key'] !== appKey || signature !== expected || isLate) return { status: 401, body: '' }
    state.asked.push(subject)
    const { status, json } = route(request)
    const body = JSON.stringify(json)
    const now = String(Math.floor(clock.now().getTime() / 1_000))
    const theirs = vendorSignature(secretKey, { timestamp: now, nonce, subject: `${status} ${nonce}`, body })
    return { status, body, headers: { 'content-type': 'application/json', 'x-timestamp': now, 'x-signature': theirs } }
  }
  const route = ({ method, path, body }: SimulatedRequest) => {
    if (method === 'POST' && path === '/invoices') return take(JSON.parse(body) as SimulatedInvoice)
    const known = invoices.get(/^\/invoices\/(\w+)$/.exec(path)?.[1] ?? '')
    return known ? { status: 200, json: look(known) } : { status: 404, json: { reason: 'unknown' } }
  }
  const take = (order: SimulatedInvoice) => {
    const known = invoices.get(order.requestNumber)
    if (known) return { status: 200, json: look(known) }
    const problem = problemOf(order)
    if (problem) return { status: 422, json: { reason: problem } }
    const { waits, refusesWith } = state.behaviour
    const made: SimulatedInvoice = {
      ...order,
      state: refusesWith ? 'refused' : 'working',
      ...(refusesWith ? { reason: refusesWith } : {}),
      waitsLeft: waits,
      invoiceNumber: `2634${String(invoices.size + 1).padStart(16, '0')}`,
    }
    invoices.set(order.requestNumber, made)
    return { status: 200, json: look(made) }
  }
  const look = (invoice: SimulatedInvoice) => {
    if (invoice.state === 'refused') return { state: 'refused', reason: invoice.reason }
    if (invoice.state === 'working' && invoice.waitsLeft > 0) {
      invoice.waitsLeft--
      return { state: 'working' }
    }
    invoice.state = 'issued'
    const { invoiceNumber } = invoice
    const files = {
      pdf: `https://vendor.example/${invoiceNumber}.pdf`,
      ofd: `https://vendor.example/${invoiceNumber}.ofd`,
    }
    return { state: 'issued', invoiceNumber, total: state.behaviour.tellsTotal ?? invoice.total, files }
  }
  const server = await startSimulator(handle, (count, request) => state.trouble(count, request), port)
  return { ...server, appKey, secretKey, invoices, state }
}
