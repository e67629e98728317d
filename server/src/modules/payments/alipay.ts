import { createPrivateKey, createPublicKey, createSign, createVerify } from 'node:crypto'
import { centsOfYuan, jsonNodeOf, yuanOfCents } from './alipay-rules.ts'
import { isFetched, type PaymentAnswer, type RefundAnswer } from './payment-rules.ts'
import { NotUnderstood, orLost, parseJson, sendOverHttp, type Transport } from './provider-http.ts'
import { type Notice, noticeWindowMs, type PaymentRef, type ProviderPort, type RawNotice } from './provider-port.ts'

export type AlipayAccount = {
  /** The gateway, its whole address. */
  baseUrl: string
  appId: string
  privateKey: string
  /** Alipay's public key, not the application's. */
  alipayPublicKey: string
}

type Json = Record<string, unknown>
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * Alipay's gateway: `alipay.trade.pay` for a shown 付款码, `precreate` for a QR code, `wap.pay` for the page on the customer's own
 * phone (its address is signed here, nothing is asked), `query`, `cancel`, `refund`. Requests and answers are signed RSA2; a notice is checked over its sorted fields.
 */
export function alipayPort(account: AlipayAccount, transport: Transport = sendOverHttp): ProviderPort {
  const ask = (method: string, content: Json, at: Date, notifyUrl?: string) =>
    exchange(account, transport, { method, content, notifyUrl }, at)
  return {
    noticeTaken: { contentType: 'text/plain', body: 'success' },
    pay: (order, at) =>
      orLost(async () => {
        const total_amount = yuanOfCents(order.amountCents)
        const common = {
          out_trade_no: order.tradeNo,
          total_amount,
          subject: order.description,
          store_id: order.storeId.slice(0, 32),
        }
        if (order.mode === 'qr') {
          const content = { ...common, timeout_express: `${minutesUntil(order.expiresAt, at)}m` }
          const json = await ask('alipay.trade.precreate', content, at, order.notifyUrl)
          const qrText = textOf(json['qr_code'])
          return json['code'] === '10000' && qrText ? { kind: 'waiting', qrText } : saidNo(json)
        }
        if (order.mode === 'link') {
          const content = {
            ...common,
            product_code: 'QUICK_WAP_WAY',
            quit_url: order.visitor?.returnUrl,
            time_expire: beijingTime(order.expiresAt),
          }
          const call = { method: 'alipay.trade.wap.pay', content, notifyUrl: order.notifyUrl }
          const form = signedForm(account, { ...call, returnUrl: order.visitor?.returnUrl }, at)
          return { kind: 'waiting', qrText: `${account.baseUrl}?${form}` }
        }
        const content = {
          ...common,
          auth_code: order.code,
          scene: 'bar_code',
          timeout_express: `${minutesUntil(order.expiresAt, at)}m`,
        }
        const json = await ask('alipay.trade.pay', content, at, order.notifyUrl)
        if (json['code'] === '10003') return { kind: 'waiting' }
        return json['code'] === '10000' ? paidAnswer(json) : saidNo(json)
      }),
    query: (ref, at) =>
      orLost(async () => {
        const json = await ask('alipay.trade.query', { out_trade_no: ref.tradeNo }, at)
        return json['code'] === '10000' ? tradeAnswer(json) : unknownTrade(ref, json)
      }),
    cancel: (ref, at) =>
      orLost(async () => {
        const json = await ask('alipay.trade.cancel', { out_trade_no: ref.tradeNo }, at)
        if (json['code'] === '10000' && json['retry_flag'] !== 'Y') return { kind: 'cancelled' }
        if (json['sub_code'] === 'ACQ.TRADE_NOT_EXIST' && isFetched(ref.mode)) return { kind: 'cancelled' }
        return json['code'] === '10000' ? { kind: 'lost', reason: 'retry' } : unknownTrade(ref, json)
      }),
    refund: (ref, at) =>
      orLost(async () => {
        const content = {
          out_trade_no: ref.tradeNo,
          refund_amount: yuanOfCents(ref.amountCents),
          out_request_no: ref.refundNo,
        }
        const json = await ask('alipay.trade.refund', content, at)
        if (json['code'] !== '10000') return refundNo(json)
        // No fund moved by this very call: it was done by an earlier one, or is not done yet; the query knows.
        return json['fund_change'] === 'Y'
          ? { kind: 'done', providerNo: textOf(json['trade_no']) }
          : { kind: 'processing' }
      }),
    queryRefund: (ref, at) =>
      orLost(async () => {
        const content = { out_trade_no: ref.tradeNo, out_request_no: ref.refundNo }
        const json = await ask('alipay.trade.fastpay.refund.query', content, at)
        if (json['code'] !== '10000')
          return json['sub_code'] === 'ACQ.TRADE_NOT_EXIST' ? { kind: 'absent' } : lostOf(json)
        const isDone = json['refund_status'] === 'REFUND_SUCCESS'
        return isDone ? { kind: 'done', providerNo: textOf(json['trade_no']) } : { kind: 'absent' }
      }),
    readNotice: (notice, at) => readNotice(account, notice, at),
  }
}

const minutesUntil = (expiresAt: Date, at: Date) =>
  Math.max(1, Math.ceil((expiresAt.getTime() - at.getTime()) / 60_000))

function paidAnswer(json: Json): PaymentAnswer {
  const amountCents = centsOfYuan(textOf(json['total_amount']))
  const providerNo = textOf(json['trade_no'])
  if (amountCents === null || !providerNo) throw new NotUnderstood('incomplete')
  return { kind: 'paid', amountCents, currency: textOf(json['trans_currency']) || 'CNY', providerNo }
}

function tradeAnswer(json: Json): PaymentAnswer {
  const status = textOf(json['trade_status'])
  if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') return paidAnswer(json)
  if (status === 'WAIT_BUYER_PAY') return { kind: 'waiting' }
  if (status === 'TRADE_CLOSED') return { kind: 'cancelled' }
  throw new NotUnderstood(`trade_status_${status.slice(0, 20)}`)
}

const codeOf = (json: Json) => (textOf(json['sub_code']) || textOf(json['code'])).slice(0, 40)
const lostOf = (json: Json) => ({ kind: 'lost', reason: codeOf(json) }) as const

/** An order that the customer comes for comes into being over there when they do: until then it is waited for. */
function unknownTrade({ mode }: PaymentRef, json: Json): PaymentAnswer {
  if (json['sub_code'] !== 'ACQ.TRADE_NOT_EXIST') return lostOf(json)
  return { kind: isFetched(mode) ? 'waiting' : 'absent' }
}

/** 20000 and system errors may have had their effect all the same; 40004 and the like are a plain no. */
const isPassing = (json: Json) =>
  json['code'] === '20000' ||
  /SYSTEM_ERROR|UNKNOW/i.test(textOf(json['sub_code'])) ||
  json['sub_code'] === 'ACQ.TRADE_HAS_SUCCESS'

const saidNo = (json: Json): PaymentAnswer =>
  isPassing(json) ? lostOf(json) : { kind: 'refused', reason: codeOf(json) }
const refundNo = (json: Json): RefundAnswer =>
  isPassing(json) ? lostOf(json) : { kind: 'refused', reason: codeOf(json) }

type Call = { method: string; content: Json; notifyUrl: string | undefined; returnUrl?: string | undefined }

/** A request as the gateway takes it, signed RSA2: the body of a call, or the query of an address. */
function signedForm(account: AlipayAccount, call: Call, at: Date): string {
  const fields: Record<string, string> = {
    app_id: account.appId,
    method: call.method,
    format: 'JSON',
    charset: 'utf-8',
    sign_type: 'RSA2',
    timestamp: beijingTime(at),
    version: '1.0',
    biz_content: JSON.stringify(call.content),
    ...(call.notifyUrl ? { notify_url: call.notifyUrl } : {}),
    ...(call.returnUrl ? { return_url: call.returnUrl } : {}),
  }
  const sign = createSign('RSA-SHA256')
    .update(sortedFields(fields))
    .sign(createPrivateKey(account.privateKey), 'base64')
  return new URLSearchParams({ ...fields, sign }).toString()
}

async function exchange(account: AlipayAccount, transport: Transport, call: Call, at: Date): Promise<Json> {
  const response = await transport({
    method: 'POST',
    url: account.baseUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', 'user-agent': 'Regulars' },
    body: signedForm(account, call, at),
  })
  if (response.status !== 200) throw new NotUnderstood(`http_${response.status}`)
  const whole = parseJson(response.body)
  const node = jsonNodeOf(response.body, `${call.method.replaceAll('.', '_')}_response`)
  if (node === null) {
    // The gateway itself refuses, before any trade is touched, and signs nothing when it does not know who asks.
    const error = whole['error_response'] as Json | undefined
    if (error && textOf(error['code']) === '40002') return error
    throw new NotUnderstood('no_answer')
  }
  const isGenuine = createVerify('RSA-SHA256')
    .update(node, 'utf8')
    .verify(createPublicKey(account.alipayPublicKey), textOf(whole['sign']), 'base64')
  if (!isGenuine) throw new NotUnderstood('bad_signature')
  return parseJson(node)
}

/** `name=value&…` in the order of names, empty values left out: what RSA2 signs. */
function sortedFields(fields: Readonly<Record<string, string>>): string {
  return Object.keys(fields)
    .filter((name) => fields[name] !== '')
    .sort()
    .map((name) => `${name}=${fields[name]}`)
    .join('&')
}

function readNotice(account: AlipayAccount, { body }: RawNotice, at: Date): Notice | 'forged' | 'stale' {
  const { sign = '', sign_type: _type, ...fields } = Object.fromEntries(new URLSearchParams(body))
  const isGenuine = createVerify('RSA-SHA256')
    .update(sortedFields(fields))
    .verify(createPublicKey(account.alipayPublicKey), sign, 'base64')
  if (!isGenuine || fields['app_id'] !== account.appId) return 'forged'
  const sentMs = Date.parse(`${fields['notify_time']?.replace(' ', 'T')}+08:00`)
  if (!(Math.abs(at.getTime() - sentMs) <= noticeWindowMs)) return 'stale'
  const tradeNo = fields['out_trade_no'] ?? ''
  const refundNumber = fields['out_biz_no']
  if (refundNumber && fields['refund_fee']) {
    const answer: RefundAnswer = { kind: 'done', providerNo: fields['trade_no'] ?? '' }
    return { kind: 'refund', tradeNo, refundNo: refundNumber, answer }
  }
  try {
    return { kind: 'payment', tradeNo, answer: tradeAnswer(fields) }
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: 'other' }
    throw error
  }
}

/** `yyyy-MM-dd HH:mm:ss`, China Standard Time. */
function beijingTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}
