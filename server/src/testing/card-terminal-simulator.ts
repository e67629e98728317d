import { randomBytes } from 'node:crypto'
import { terminalSignature } from '#modules/payments/card-terminal.ts'
import type { Clock } from '#platform/clock.ts'
import {
  SimulatedBooks,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatedTrade,
  startSimulator,
} from './simulator-server.ts'

const terminalId = 'T-0001'

/** A card terminal behind its bridge: checks our signature, lets the customer tap, tells token, brand, last four, code. */
export async function startCardTerminal(clock: Clock, port = 0) {
  const books = new SimulatedBooks()
  const sharedKey = randomBytes(24).toString('hex')
  const signed = (subject: string, body: string, at = clock.now()) => {
    const timestamp = String(Math.floor(at.getTime() / 1_000))
    const nonce = randomBytes(8).toString('hex')
    const signature = terminalSignature(sharedKey, { timestamp, nonce, subject, body })
    return { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature, 'content-type': 'application/json' }
  }
  const handle = (request: SimulatedRequest): SimulatedAnswer => {
    const { 'x-timestamp': timestamp = '', 'x-nonce': nonce = '', 'x-signature': signature } = request.headers
    const subject = `${request.method} ${request.path}`
    const expected = terminalSignature(sharedKey, { timestamp, nonce, subject, body: request.body })
    if (signature !== expected || Math.abs(clock.now().getTime() / 1_000 - Number(timestamp)) > 300)
      return { status: 401, body: '' }
    const { status, json } = route(books, request, clock.now())
    const body = JSON.stringify(json)
    return { status, body, headers: signed(`${status} ${nonce}`, body) }
  }
  const server = await startSimulator(handle, (count, request) => books.trouble(count, request), port)
  return {
    ...server,
    books,
    fields: { terminalId, sharedKey },
    paidNotice: (trade: SimulatedTrade, at?: Date) => {
      const body = JSON.stringify({ ...tradeJson(trade), state: 'approved' })
      return { headers: signed('notice', body, at), body }
    },
  }
}

const states = {
  waiting: 'waiting',
  paid: 'approved',
  failed: 'declined',
  closed: 'cancelled',
  given_back: 'cancelled',
} as const

const tradeJson = (trade: SimulatedTrade) => ({
  reference: trade.tradeNo,
  state: states[trade.state],
  amountCents: trade.amountCents,
  currency: 'CNY',
  ...(trade.state === 'failed' ? { reason: 'do_not_honour' } : {}),
  // A bridge that tells too much: nothing but token, brand, last four and code may be kept of it.
  ...(trade.state === 'paid'
    ? {
        token: `tok_${trade.providerNo}`,
        brand: 'UnionPay',
        last4: '0009',
        authCode: '314159',
        pan: '6222020000000000009',
      }
    : {}),
})

function route(
  books: SimulatedBooks,
  { method, path, body }: SimulatedRequest,
  at: Date,
): { status: number; json: object } {
  const json = (body ? JSON.parse(body) : {}) as { reference?: string; amountCents?: number }
  if (method === 'POST' && path === '/payments')
    return { status: 200, json: tradeJson(books.open(json.reference!, json.amountCents!, {}, at)) }
  const [, tradeNo = '', verb = '', refundNo = ''] =
    /^\/payments\/(\w+)(?:\/(cancel|refunds)(?:\/(\w+))?)?$/.exec(path) ?? []
  const trade = books.trades.get(tradeNo)
  if (!trade) return { status: 404, json: { reason: 'unknown' } }
  if (verb === 'cancel') {
    books.cancel(trade)
    return { status: 200, json: tradeJson(trade) }
  }
  if (verb === 'refunds') {
    const refund = refundNo ? trade.refunds.get(refundNo) : books.refund(trade, json.reference!, json.amountCents!)
    if (!refund) return refundNo ? { status: 404, json: {} } : { status: 409, json: { reason: 'too_much' } }
    if (refundNo) books.lookAtRefund(refund)
    return { status: 200, json: { state: refund.state, token: `rt_${trade.providerNo}` } }
  }
  books.look(trade, at)
  return { status: 200, json: tradeJson(trade) }
}
