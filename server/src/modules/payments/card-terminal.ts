import { createHmac, randomBytes } from 'node:crypto'
import { sameBytes } from '#platform/secrets.ts'
import type { CardFacts, PaymentAnswer, RefundAnswer } from './payment-rules.ts'
import { NotUnderstood, orLost, parseJson, sendOverHttp, type Transport } from './provider-http.ts'
import { type Notice, noticeWindowMs, type ProviderPort, type RawNotice } from './provider-port.ts'

export type CardTerminalAccount = { baseUrl: string; terminalId: string; sharedKey: string }

type Json = Record<string, unknown>
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * An external card terminal behind its bridge: we send an amount, it talks to the acquirer by itself and tells a token, brand,
 * last four digits and authorisation code. A card number never comes here: fields that we do not know are not read.
 *
 * Both sides sign with HMAC-SHA256 over time, nonce, path and body.
 */
export function cardTerminalPort(account: CardTerminalAccount, transport: Transport = sendOverHttp): ProviderPort {
  const ask = (method: 'GET' | 'POST', path: string, body: Json | null, at: Date) =>
    exchange(account, transport, { method, path, body }, at)
  return {
    noticeTaken: { contentType: 'application/json', body: '{"ok":true}' },
    pay: (order, at) =>
      orLost(async () => {
        const { terminalId } = account
        const { tradeNo: reference, amountCents, currency } = order
        const { status, json } = await ask('POST', '/payments', { terminalId, reference, amountCents, currency }, at)
        return status < 300
          ? paymentAnswer(json)
          : { kind: status < 500 ? 'refused' : 'lost', reason: reasonOf(status, json) }
      }),
    query: (ref, at) =>
      orLost(async () => {
        const { status, json } = await ask('GET', `/payments/${ref.tradeNo}`, null, at)
        if (status === 404) return { kind: 'absent' }
        return status === 200 ? paymentAnswer(json) : { kind: 'lost', reason: reasonOf(status, json) }
      }),
    cancel: (ref, at) =>
      orLost(async () => {
        const { status, json } = await ask('POST', `/payments/${ref.tradeNo}/cancel`, {}, at)
        if (status === 404) return { kind: 'absent' }
        return status < 300 ? paymentAnswer(json) : { kind: 'lost', reason: reasonOf(status, json) }
      }),
    refund: (ref, at) =>
      orLost(async () => {
        const body = { reference: ref.refundNo, amountCents: ref.amountCents, currency: ref.currency }
        const { status, json } = await ask('POST', `/payments/${ref.tradeNo}/refunds`, body, at)
        return status < 300
          ? refundAnswer(json)
          : { kind: status < 500 ? 'refused' : 'lost', reason: reasonOf(status, json) }
      }),
    queryRefund: (ref, at) =>
      orLost(async () => {
        const { status, json } = await ask('GET', `/payments/${ref.tradeNo}/refunds/${ref.refundNo}`, null, at)
        if (status === 404) return { kind: 'absent' }
        return status === 200 ? refundAnswer(json) : { kind: 'lost', reason: reasonOf(status, json) }
      }),
    readNotice: (notice, at) => readNotice(account, notice, at),
  }
}

const reasonOf = (status: number, json: Json) => textOf(json['reason']).slice(0, 40) || `http_${status}`

function paymentAnswer(json: Json): PaymentAnswer {
  switch (json['state']) {
    case 'approved': {
      const { amountCents, currency, token } = json
      if (!Number.isSafeInteger(amountCents) || !textOf(token)) throw new NotUnderstood('incomplete')
      const card = cardFacts(json)
      return {
        kind: 'paid',
        amountCents: amountCents as number,
        currency: textOf(currency),
        providerNo: textOf(token).slice(0, 64),
        card,
      }
    }
    case 'waiting':
      return { kind: 'waiting' }
    case 'declined':
      return { kind: 'refused', reason: textOf(json['reason']).slice(0, 40) || 'declined' }
    case 'cancelled':
      return { kind: 'cancelled' }
    default:
      throw new NotUnderstood('state')
  }
}

/** Only what may be kept of a card; a bridge that tells more is not believed to know what it does. */
function cardFacts(json: Json): CardFacts {
  const last4 = textOf(json['last4'])
  if (last4 && !/^\d{4}$/.test(last4)) throw new NotUnderstood('last4')
  return {
    brand: textOf(json['brand']).slice(0, 20) || null,
    last4: last4 || null,
    authCode: textOf(json['authCode']).slice(0, 12) || null,
  }
}

function refundAnswer(json: Json): RefundAnswer {
  if (json['state'] === 'done') return { kind: 'done', providerNo: textOf(json['token']).slice(0, 64) }
  if (json['state'] === 'processing') return { kind: 'processing' }
  if (json['state'] === 'declined')
    return { kind: 'refused', reason: textOf(json['reason']).slice(0, 40) || 'declined' }
  throw new NotUnderstood('state')
}

/** The signature of a message between us and a bridge, for both directions. */
export function terminalSignature(
  sharedKey: string,
  message: { timestamp: string; nonce: string; subject: string; body: string },
): string {
  const { timestamp, nonce, subject, body } = message
  return createHmac('sha256', sharedKey).update(`${timestamp}\n${nonce}\n${subject}\n${body}`, 'utf8').digest('hex')
}

type Call = { method: 'GET' | 'POST'; path: string; body: Json | null }

async function exchange(account: CardTerminalAccount, transport: Transport, call: Call, at: Date) {
  const body = call.body ? JSON.stringify(call.body) : ''
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const nonce = randomBytes(16).toString('hex')
  const subject = `${call.method} ${call.path}`
  const response = await transport({
    method: call.method,
    url: `${account.baseUrl.replace(/\/+$/, '')}${call.path}`,
    headers: {
      'content-type': 'application/json',
      'x-terminal': account.terminalId,
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': terminalSignature(account.sharedKey, { timestamp, nonce, subject, body }),
    },
    body,
  })
  if (response.status === 401) return { status: 401, json: { reason: 'credentials' } as Json }
  // An answer is bound to its question: its subject holds our nonce.
  if (!isSigned(account, response, `${response.status} ${nonce}`)) throw new NotUnderstood('bad_signature')
  return { status: response.status, json: parseJson(response.body) }
}

function isSigned(account: CardTerminalAccount, { headers, body }: RawNotice, subject: string): boolean {
  const { 'x-timestamp': timestamp = '', 'x-nonce': nonce = '', 'x-signature': signature = '' } = headers
  const expected = terminalSignature(account.sharedKey, { timestamp, nonce, subject, body })
  return sameBytes(Buffer.from(signature), Buffer.from(expected))
}

function readNotice(account: CardTerminalAccount, notice: RawNotice, at: Date): Notice | 'forged' | 'stale' {
  if (!isSigned(account, notice, 'notice')) return 'forged'
  const sentMs = Number(notice.headers['x-timestamp']) * 1_000
  if (!(Math.abs(at.getTime() - sentMs) <= noticeWindowMs)) return 'stale'
  try {
    const json = parseJson(notice.body)
    const tradeNo = textOf(json['reference'])
    const refundNo = textOf(json['refund'])
    if (refundNo) return { kind: 'refund', tradeNo, refundNo, answer: refundAnswer(json) }
    return { kind: 'payment', tradeNo, answer: paymentAnswer(json) }
  } catch (error) {
    if (error instanceof NotUnderstood) return 'forged'
    throw error
  }
}
