import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SimulatedRequest = {
  method: string
  path: string
  headers: Record<string, string | undefined>
  body: string
}
export type SimulatedAnswer = { status: number; headers?: Record<string, string>; body: string }

/** What a provider's server does wrong: nothing is heard of the request, the answer is lost after its effect, or it is down. */
export type Trouble = 'hang' | 'drop_request' | 'drop_answer' | 'error_500'

/**
 * A provider's server on a port of its own. `handle` answers; `troubleOf` may spoil the n-th request (from 1). Hanging
 * requests are let go when it stops.
 */
export async function startSimulator(
  handle: (request: SimulatedRequest) => SimulatedAnswer,
  troubleOf: (count: number, request: SimulatedRequest) => Trouble | null,
  port = 0,
): Promise<{ url: string; stop(): Promise<void> }> {
  let count = 0
  const server: Server = createServer((message, response) => {
    const parts: Buffer[] = []
    message.on('error', () => {}) // The caller hung up.
    message.on('data', (part: Buffer) => void parts.push(part))
    message.on('end', () => {
      const headers = Object.fromEntries(
        Object.entries(message.headers).map(([name, value]) => [name, [value].flat()[0]]),
      )
      const body = Buffer.concat(parts).toString('utf8')
      const request = { method: message.method ?? '', path: message.url ?? '', headers, body }
      const trouble = troubleOf(++count, request)
      if (trouble === 'drop_request') return void message.socket.destroy()
      if (trouble === 'error_500') return void response.writeHead(500).end('upstream')
      const answer = handle(request)
      if (trouble === 'drop_answer') return void message.socket.destroy()
      if (trouble === 'hang') return undefined
      return void response.writeHead(answer.status, answer.headers).end(answer.body)
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  server.unref()
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** One customer's money as a provider keeps it. */
export type SimulatedTrade = {
  tradeNo: string
  amountCents: number
  state: 'waiting' | 'paid' | 'failed' | 'closed' | 'given_back'
  /** Questions that are still answered with "paying" before it is paid. */
  waitsLeft: number
  providerNo: string
  qrText: string | null
  paidAt: Date | null
  notifyUrl: string | null
  refunds: Map<string, { amountCents: number; state: 'done' | 'processing' }>
}

/** What the next customers do, set by tests and told by the code in the demo. */
export type Behaviour = {
  /** Answers of "still paying" before it is paid; Infinity: never. */
  waits: number
  /** The payment is refused, with this code. */
  failsWith: string | null
  /** A wish to cancel is refused so many times. */
  refusesCancel: number
  /** Refunds are worked on so many questions long. */
  refundWaits: number
}

export const obliging: Behaviour = { waits: 0, failsWith: null, refusesCancel: 0, refundWaits: 0 }

export type TroubleMaker = (count: number, request: SimulatedRequest) => Trouble | null

/** The books of a simulated provider: what really happened, however little of it was heard. */
export class SimulatedBooks {
  readonly trades = new Map<string, SimulatedTrade>()
  behaviour: Behaviour = { ...obliging }
  trouble: TroubleMaker = () => null
  #count = 0

  open(
    tradeNo: string,
    amountCents: number,
    extra: { qrText?: string; notifyUrl?: string | null; isByVisit?: true },
    at: Date,
  ) {
    const known = this.trades.get(tradeNo)
    if (known) return known
    const trade: SimulatedTrade = {
      tradeNo,
      amountCents,
      state: this.behaviour.failsWith ? 'failed' : 'waiting',
      // Somebody who pays on a page of the provider's does so there, however often we ask.
      waitsLeft: extra.isByVisit ? Infinity : this.behaviour.waits,
      providerNo: `42000${String(++this.#count).padStart(12, '0')}`,
      qrText: extra.qrText ?? null,
      paidAt: null,
      notifyUrl: extra.notifyUrl ?? null,
      refunds: new Map(),
    }
    this.trades.set(tradeNo, trade)
    if (!trade.qrText) this.look(trade, at)
    return trade
  }

  /** One look at a trade: the customer gets a step further. */
  look(trade: SimulatedTrade, at: Date): void {
    if (trade.state !== 'waiting') return
    if (trade.waitsLeft > 0) trade.waitsLeft--
    else this.pay(trade, at)
  }

  pay(trade: SimulatedTrade, at: Date): void {
    trade.state = 'paid'
    trade.paidAt = at
  }

  /** Paid money goes back, an unpaid trade closes; false: refused this time. */
  cancel(trade: SimulatedTrade): boolean {
    if (this.behaviour.refusesCancel > 0) {
      this.behaviour.refusesCancel--
      return false
    }
    if (trade.state === 'paid') trade.state = 'given_back'
    else if (trade.state === 'waiting') trade.state = 'closed'
    return true
  }

  /** A refund by its number, once; null: more than there is. */
  refund(trade: SimulatedTrade, refundNo: string, amountCents: number) {
    const known = trade.refunds.get(refundNo)
    if (known) return known.amountCents === amountCents ? known : null
    const givenCents = [...trade.refunds.values()].reduce((sum, each) => sum + each.amountCents, 0)
    if (trade.state !== 'paid' || givenCents + amountCents > trade.amountCents) return null
    const refund = { amountCents, state: this.behaviour.refundWaits > 0 ? ('processing' as const) : ('done' as const) }
    trade.refunds.set(refundNo, refund)
    return refund
  }

  lookAtRefund(refund: { state: 'done' | 'processing' }): void {
    if (this.behaviour.refundWaits > 0) this.behaviour.refundWaits--
    else refund.state = 'done'
  }

  /** What customers have paid and not got back. */
  heldCents(): number {
    let sum = 0
    for (const trade of this.trades.values()) {
      if (trade.state !== 'paid') continue
      sum += trade.amountCents
      for (const { amountCents } of trade.refunds.values()) sum -= amountCents
    }
    return sum
  }
}
