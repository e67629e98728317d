import { createDecipheriv, createPrivateKey, createPublicKey, createSign, createVerify, randomBytes } from 'node:crypto'
import { isFetched, type PaymentAnswer, type RefundAnswer } from './payment-rules.ts'
import { NotUnderstood, orLost, parseJson, sendOverHttp, type Transport } from './provider-http.ts'
import {
  type Notice,
  noticeWindowMs,
  type PaymentOrder,
  type PaymentRef,
  type ProviderPort,
  type RawNotice,
} from './provider-port.ts'

export type WechatPayAccount = {
  baseUrl: string
  appId: string
  mchId: string
  /** Serial of the merchant's API certificate, whose private key signs what we send. */
  certificateSerial: string
  privateKey: string
  /** `PUB_KEY_ID_…` or the serial of the platform certificate, and its public key (or the certificate itself). */
  platformKeyId: string
  platformKey: string
  apiV3Key: string
}

type Json = Record<string, unknown>
type Call = { method: 'GET' | 'POST'; path: string; body?: Json }

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const partOf = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

/**
 * WeChat Pay APIv3: codepay for a shown 付款码, native for a QR code, h5 for the page on the customer's own phone. Requests are signed WECHATPAY2-SHA256-RSA2048; every
 * answer and notice must carry the platform's signature, a notice not older than five minutes.
 */
export function wechatPayPort(account: WechatPayAccount, transport: Transport = sendOverHttp): ProviderPort {
  const ask = (call: Call, at: Date) => exchange(account, transport, call, at)
  const { appId: appid, mchId: mchid } = account
  const byNumber = (tradeNo: string) => `/v3/pay/transactions/out-trade-no/${tradeNo}`
  return {
    noticeTaken: { contentType: 'application/json', body: '{"code":"SUCCESS"}' },
    pay: (order, at) =>
      orLost(async () => {
        const common = { appid, mchid, description: order.description, out_trade_no: order.tradeNo }
        const amount = { total: order.amountCents, currency: order.currency }
        if (isFetched(order.mode)) {
          const body = { ...common, amount, notify_url: order.notifyUrl, time_expire: rfc3339(order.expiresAt) }
          return fetched(order, body, (call) => ask(call, at))
        }
        const scene_info = {
          device_id: order.deviceId ?? order.storeId,
          store_info: { out_id: order.storeId.slice(0, 32) },
        }
        const body = { ...common, amount, payer: { auth_code: order.code }, scene_info }
        const { status, json } = await ask({ method: 'POST', path: '/v3/pay/transactions/codepay', body }, at)
        if (json['code'] === 'USERPAYING') return { kind: 'waiting' }
        return status < 300 ? tradeAnswer(json) : saidNo(status, json)
      }),
    query: (ref, at) =>
      orLost(async () => {
        const { status, json } = await ask({ method: 'GET', path: `${byNumber(ref.tradeNo)}?mchid=${mchid}` }, at)
        if (status === 200) return tradeAnswer(json)
        return isAbsent(status, json) ? { kind: 'absent' } : { kind: 'lost', reason: codeOf(status, json) }
      }),
    cancel: (ref, at) => orLost(() => cancel(ref, { appid, mchid }, (call) => ask(call, at))),
    refund: (ref, at) =>
      orLost(async () => {
        const amount = { refund: ref.amountCents, total: ref.totalCents, currency: ref.currency }
        const body = { out_trade_no: ref.tradeNo, out_refund_no: ref.refundNo, amount }
        const { status, json } = await ask({ method: 'POST', path: '/v3/refund/domestic/refunds', body }, at)
        if (status === 200) return refundAnswer(json)
        return isPassing(status, json)
          ? { kind: 'lost', reason: codeOf(status, json) }
          : { kind: 'refused', reason: codeOf(status, json) }
      }),
    queryRefund: (ref, at) =>
      orLost(async () => {
        const { status, json } = await ask({ method: 'GET', path: `/v3/refund/domestic/refunds/${ref.refundNo}` }, at)
        if (status === 200) return refundAnswer(json)
        return isAbsent(status, json) ? { kind: 'absent' } : { kind: 'lost', reason: codeOf(status, json) }
      }),
    readNotice: (notice, at) => readNotice(account, notice, at),
  }
}

/** An order that the customer comes for: its QR code, or the address of its page, which sends the phone back to us. */
async function fetched(
  { mode, visitor }: PaymentOrder,
  order: Json,
  ask: (call: Call) => Promise<Reply>,
): Promise<PaymentAnswer> {
  const isLink = mode === 'link'
  const path = `/v3/pay/transactions/${isLink ? 'h5' : 'native'}`
  const scene = { scene_info: { payer_client_ip: visitor?.ip ?? '127.0.0.1', h5_info: { type: 'Wap' } } }
  const { status, json } = await ask({ method: 'POST', path, body: isLink ? { ...order, ...scene } : order })
  const address = textOf(json[isLink ? 'h5_url' : 'code_url'])
  if (status !== 200 || !address) return saidNo(status, json)
  const back = isLink && visitor ? `&redirect_url=${encodeURIComponent(visitor.returnUrl)}` : ''
  return { kind: 'waiting', qrText: `${address}${back}` }
}

/** A shown code is reversed (paid money goes back), an order that the customer comes for is closed. */
async function cancel(
  { tradeNo, mode }: PaymentRef,
  { appid, mchid }: { appid: string; mchid: string },
  ask: (call: Call) => Promise<Reply>,
): Promise<PaymentAnswer> {
  const body = isFetched(mode) ? { mchid } : { appid, mchid }
  const verb = isFetched(mode) ? 'close' : 'reverse'
  const path = `/v3/pay/transactions/out-trade-no/${tradeNo}/${verb}`
  const { status, json } = await ask({ method: 'POST', path, body })
  if (status === 200 || status === 204) return { kind: 'cancelled' }
  if (json['code'] === 'USERPAYING') return { kind: 'waiting' }
  return isAbsent(status, json) ? { kind: 'absent' } : { kind: 'lost', reason: codeOf(status, json) }
}

function tradeAnswer(json: Json): PaymentAnswer {
  const state = textOf(json['trade_state'])
  switch (state) {
    case 'SUCCESS': {
      const { total, currency } = partOf(json['amount'])
      const providerNo = textOf(json['transaction_id'])
      if (!Number.isSafeInteger(total) || !providerNo) throw new NotUnderstood('incomplete')
      return { kind: 'paid', amountCents: total as number, currency: textOf(currency) || 'CNY', providerNo }
    }
    case 'USERPAYING':
    case 'NOTPAY':
    case 'ACCEPT':
      return { kind: 'waiting' }
    // REFUND: paid and given back over there, which is what a reversal of a paid order looks like.
    case 'REFUND':
    case 'CLOSED':
    case 'REVOKED':
      return { kind: 'cancelled' }
    case 'PAYERROR':
      return { kind: 'refused', reason: 'PAYERROR' }
    default:
      throw new NotUnderstood(`trade_state_${state.slice(0, 20)}`)
  }
}

function refundAnswer(json: Json): RefundAnswer {
  const status = textOf(json['status'] ?? json['refund_status'])
  if (status === 'SUCCESS') return { kind: 'done', providerNo: textOf(json['refund_id']) }
  if (status === 'PROCESSING') return { kind: 'processing' }
  if (status === 'CLOSED' || status === 'ABNORMAL') return { kind: 'refused', reason: status }
  throw new NotUnderstood(`refund_status_${status.slice(0, 20)}`)
}

const codeOf = (status: number, json: Json) => textOf(json['code']).slice(0, 40) || `http_${status}`
const isAbsent = (status: number, json: Json) =>
  status === 404 || json['code'] === 'ORDER_NOT_EXIST' || json['code'] === 'ORDERNOTEXIST'

/** Codes after which the order may be paid all the same: their system or the bank did not get through. */
const passing = new Set([
  'SYSTEM_ERROR',
  'SYSTEMERROR',
  'BANK_ERROR',
  'BANKERROR',
  'FREQUENCY_LIMITED',
  'OUT_TRADE_NO_USED',
  'ORDERPAID',
])
const isPassing = (status: number, json: Json) => status >= 500 || status === 429 || passing.has(textOf(json['code']))

function saidNo(status: number, json: Json): PaymentAnswer {
  const reason = codeOf(status, json)
  return isPassing(status, json) ? { kind: 'lost', reason } : { kind: 'refused', reason }
}

type Reply = { status: number; json: Json }

async function exchange(account: WechatPayAccount, transport: Transport, call: Call, at: Date): Promise<Reply> {
  const body = call.body ? JSON.stringify(call.body) : ''
  const timestamp = String(Math.floor(at.getTime() / 1_000))
  const nonce = randomBytes(16).toString('hex')
  const signature = createSign('RSA-SHA256')
    .update(`${call.method}\n${call.path}\n${timestamp}\n${nonce}\n${body}\n`)
    .sign(createPrivateKey(account.privateKey), 'base64')
  const fields = { mchid: account.mchId, nonce_str: nonce, signature, timestamp, serial_no: account.certificateSerial }
  const authorization = Object.entries(fields).map(([name, value]) => `${name}="${value}"`)
  const response = await transport({
    method: call.method,
    url: `${account.baseUrl.replace(/\/+$/, '')}${call.path}`,
    headers: {
      authorization: `WECHATPAY2-SHA256-RSA2048 ${authorization.join(',')}`,
      accept: 'application/json',
      'content-type': 'application/json',
      'user-agent': 'Regulars',
      'wechatpay-serial': account.platformKeyId,
    },
    body,
  })
  // Somebody whom our signature does not convince gets no signed answer; that nothing was done is all it can mean.
  if (response.status === 401) return { status: 401, json: { code: 'SIGN_ERROR' } }
  if (!isSigned(account, response.headers, response.body)) throw new NotUnderstood('bad_signature')
  return { status: response.status, json: response.body ? parseJson(response.body) : {} }
}

/** Is this what the platform signed: timestamp, nonce and body, with the key that the account names? */
function isSigned(account: WechatPayAccount, headers: RawNotice['headers'], body: string): boolean {
  const [timestamp, nonce, signature] = ['timestamp', 'nonce', 'signature'].map((name) => headers[`wechatpay-${name}`])
  if (!timestamp || !nonce || !signature || headers['wechatpay-serial'] !== account.platformKeyId) return false
  return createVerify('RSA-SHA256')
    .update(`${timestamp}\n${nonce}\n${body}\n`)
    .verify(createPublicKey(account.platformKey), signature, 'base64')
}

function readNotice(account: WechatPayAccount, notice: RawNotice, at: Date): Notice | 'forged' | 'stale' {
  if (!isSigned(account, notice.headers, notice.body)) return 'forged'
  const sentMs = Number(notice.headers['wechatpay-timestamp']) * 1_000
  if (!(Math.abs(at.getTime() - sentMs) <= noticeWindowMs)) return 'stale'
  try {
    const envelope = parseJson(notice.body)
    const facts = parseJson(openResource(account.apiV3Key, partOf(envelope['resource'])))
    const [tradeNo, type] = [textOf(facts['out_trade_no']), textOf(envelope['event_type'])]
    if (type.startsWith('TRANSACTION.')) return { kind: 'payment', tradeNo, answer: tradeAnswer(facts) }
    if (!type.startsWith('REFUND.')) return { kind: 'other' }
    return { kind: 'refund', tradeNo, refundNo: textOf(facts['out_refund_no']), answer: refundAnswer(facts) }
  } catch (error) {
    // Signed but sealed with another key, or cut short: nothing we can believe.
    if (error instanceof NotUnderstood) return 'forged'
    throw error
  }
}

/** Opens a notice's resource: AES-256-GCM under the APIv3 key, the tag at the end of the ciphertext. */
function openResource(apiV3Key: string, resource: Json): string {
  const sealed = Buffer.from(textOf(resource['ciphertext']), 'base64')
  if (resource['algorithm'] !== 'AEAD_AES_256_GCM' || sealed.length <= 16) throw new NotUnderstood('resource')
  try {
    const nonce = Buffer.from(textOf(resource['nonce']), 'utf8')
    const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiV3Key, 'utf8'), nonce, { authTagLength: 16 })
      .setAAD(Buffer.from(textOf(resource['associated_data']), 'utf8'))
      .setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString('utf8')
  } catch {
    throw new NotUnderstood('resource')
  }
}

/** China Standard Time, as their examples have it. */
function rfc3339(at: Date): string {
  return `${new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}
