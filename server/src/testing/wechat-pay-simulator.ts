import { createCipheriv, createSign, createVerify, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { Clock } from '#platform/clock.ts'
import { payingPage } from './paying-page.ts'
import {
  SimulatedBooks,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatedTrade,
  startSimulator,
} from './simulator-server.ts'

const pemPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return {
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

const appId = 'wx2421b1c4370ec43b'
const mchId = '1900009191'
const certificateSerial = '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C'
const platformKeyId = 'PUB_KEY_ID_0119000091912026010100000001'

/**
 * WeChat Pay as a merchant's server sees it: APIv3 over HTTP, every request's signature checked with the merchant's public
 * key and clock, every answer and notice signed with the platform's.
 */
export async function startWechatPay(clock: Clock, port = 0) {
  const books = new SimulatedBooks()
  const merchant = pemPair()
  const platform = pemPair()
  const apiV3Key = randomBytes(16).toString('hex')
  const sign = (body: string, at: Date, nonce = randomBytes(16).toString('hex')) => {
    const timestamp = String(Math.floor(at.getTime() / 1_000))
    return {
      'content-type': 'application/json',
      'wechatpay-timestamp': timestamp,
      'wechatpay-nonce': nonce,
      'wechatpay-serial': platformKeyId,
      'wechatpay-signature': createSign('RSA-SHA256')
        .update(`${timestamp}\n${nonce}\n${body}\n`)
        .sign(platform.privateKey, 'base64'),
    }
  }
  const answer = (status: number, json: object | null): SimulatedAnswer => {
    const body = json ? JSON.stringify(json) : ''
    return { status, headers: sign(body, clock.now()), body }
  }
  const handle = (request: SimulatedRequest): SimulatedAnswer => {
    const page = payingPage(books, request, clock.now(), { path: '/checkmweb', by: 'prepay_id', back: 'redirect_url' })
    if (page) return page
    if (!isSignedBy(merchant.publicKey, request, clock.now()))
      return { status: 401, body: '{"code":"SIGN_ERROR","message":"签名错误"}' }
    return route(books, request, clock.now(), answer)
  }
  const server = await startSimulator(handle, (count, request) => books.trouble(count, request), port)
  /** A notice as the platform would send it now: its headers and body. */
  const noticeOf = (type: string, facts: object, at: Date = clock.now()) => {
    const nonce = randomBytes(6).toString('hex')
    const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce)).setAAD(
      Buffer.from('transaction'),
    )
    const sealed = Buffer.concat([cipher.update(JSON.stringify(facts), 'utf8'), cipher.final(), cipher.getAuthTag()])
    const resource = {
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealed.toString('base64'),
      nonce,
      associated_data: 'transaction',
      original_type: 'transaction',
    }
    const body = JSON.stringify({
      id: randomBytes(16).toString('hex'),
      event_type: type,
      resource_type: 'encrypt-resource',
      resource,
    })
    return { headers: sign(body, at), body }
  }
  return {
    ...server,
    books,
    /** The account's fields, as the merchant copies them from the platform's site. */
    fields: {
      ...{ appId, mchId, certificateSerial, platformKeyId, apiV3Key },
      platformKey: platform.publicKey,
      privateKey: merchant.privateKey,
    },
    noticeOf,
    paidNotice: (trade: SimulatedTrade, at?: Date) =>
      noticeOf('TRANSACTION.SUCCESS', { ...tradeJson(trade), trade_state: 'SUCCESS' }, at),
  }
}

function isSignedBy(publicKey: string, { method, path, headers, body }: SimulatedRequest, at: Date): boolean {
  const text = headers['authorization'] ?? ''
  const fields = Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name!, value!]))
  const { timestamp = '', nonce_str: nonce = '', signature = '' } = fields
  if (
    !text.startsWith('WECHATPAY2-SHA256-RSA2048 ') ||
    fields['mchid'] !== mchId ||
    fields['serial_no'] !== certificateSerial
  )
    return false
  if (Math.abs(at.getTime() / 1_000 - Number(timestamp)) > 300) return false
  return createVerify('RSA-SHA256')
    .update(`${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`)
    .verify(publicKey, signature, 'base64')
}

type Answer = (status: number, json: object | null) => SimulatedAnswer
type Json = Record<string, any> // oxlint-disable-line typescript/no-explicit-any

const tradeStates = {
  waiting: 'USERPAYING',
  paid: 'SUCCESS',
  failed: 'PAYERROR',
  closed: 'CLOSED',
  given_back: 'REFUND',
} as const

function tradeJson(trade: SimulatedTrade): Json {
  return {
    appid: appId,
    mchid: mchId,
    out_trade_no: trade.tradeNo,
    trade_state: trade.qrText && trade.state === 'waiting' ? 'NOTPAY' : tradeStates[trade.state],
    ...(trade.paidAt ? { transaction_id: trade.providerNo, success_time: trade.paidAt.toISOString() } : {}),
    amount: { total: trade.amountCents, currency: 'CNY' },
  }
}

const refundJson = (trade: SimulatedTrade, refundNo: string, refund: { amountCents: number; state: string }) => ({
  refund_id: `50${trade.providerNo}`,
  out_refund_no: refundNo,
  out_trade_no: trade.tradeNo,
  status: refund.state === 'done' ? 'SUCCESS' : 'PROCESSING',
  amount: { refund: refund.amountCents, total: trade.amountCents, currency: 'CNY' },
})

function route(
  books: SimulatedBooks,
  { method, path, body, headers }: SimulatedRequest,
  at: Date,
  answer: Answer,
): SimulatedAnswer {
  const json: Json = body ? JSON.parse(body) : {}
  const [pathname = ''] = path.split('?')
  if (method === 'POST' && pathname === '/v3/pay/transactions/codepay') return codepay(books, json, at, answer)
  if (method === 'POST' && pathname === '/v3/pay/transactions/native') return native(books, json, at, answer)
  if (method === 'POST' && pathname === '/v3/pay/transactions/h5')
    return h5(books, json, headers['host'] ?? '', at, answer)
  if (method === 'POST' && pathname === '/v3/refund/domestic/refunds') return refundTrade(books, json, answer)
  const trade = /^\/v3\/pay\/transactions\/out-trade-no\/(\w+)(?:\/(reverse|close))?$/.exec(pathname)
  if (trade) {
    const known = books.trades.get(trade[1]!)
    if (!known) return answer(404, { code: 'ORDER_NOT_EXIST', message: '订单不存在' })
    if (!trade[2]) {
      books.look(known, at)
      return answer(200, tradeJson(known))
    }
    if (!books.cancel(known)) return answer(400, { code: 'USERPAYING', message: '用户支付中' })
    return trade[2] === 'close' ? answer(204, null) : answer(200, { out_trade_no: known.tradeNo })
  }
  const refund = /^\/v3\/refund\/domestic\/refunds\/(\w+)$/.exec(pathname)
  for (const known of refund ? books.trades.values() : []) {
    const found = known.refunds.get(refund![1]!)
    if (!found) continue
    books.lookAtRefund(found)
    return answer(200, refundJson(known, refund![1]!, found))
  }
  return answer(404, { code: 'RESOURCE_NOT_EXISTS', message: '不存在' })
}

function codepay(books: SimulatedBooks, json: Json, at: Date, answer: Answer): SimulatedAnswer {
  if (!/^1[0-5]\d{16}$/.test(json['payer']?.auth_code ?? ''))
    return answer(400, { code: 'AUTH_CODE_INVALID', message: '付款码无效' })
  if (books.trades.has(json['out_trade_no']))
    return answer(400, { code: 'OUT_TRADE_NO_USED', message: '商户订单号重复' })
  const trade = books.open(json['out_trade_no'], json['amount'].total, {}, at)
  if (trade.state === 'failed') return answer(403, { code: books.behaviour.failsWith, message: '支付失败' })
  return trade.state === 'waiting'
    ? answer(202, { code: 'USERPAYING', message: '需要用户输入密码' })
    : answer(200, tradeJson(trade))
}

function native(books: SimulatedBooks, json: Json, at: Date, answer: Answer): SimulatedAnswer {
  if (!json['notify_url']) return answer(400, { code: 'PARAM_ERROR', message: 'notify_url' })
  const qrText = `weixin://wxpay/bizpayurl?pr=${String(json['out_trade_no']).slice(-7)}`
  books.open(json['out_trade_no'], json['amount'].total, { qrText, notifyUrl: json['notify_url'] }, at)
  return answer(200, { code_url: qrText })
}

/** An order for the customer's own phone: the page that it opens is the simulator's own. */
function h5(books: SimulatedBooks, json: Json, host: string, at: Date, answer: Answer): SimulatedAnswer {
  if (!json['notify_url'] || !json['scene_info']?.payer_client_ip || json['scene_info'].h5_info?.type !== 'Wap')
    return answer(400, { code: 'PARAM_ERROR', message: 'scene_info' })
  const address = `http://${host}/checkmweb?prepay_id=${String(json['out_trade_no'])}`
  books.open(
    json['out_trade_no'],
    json['amount'].total,
    { qrText: address, notifyUrl: json['notify_url'], isByVisit: true },
    at,
  )
  return answer(200, { h5_url: address })
}

function refundTrade(books: SimulatedBooks, json: Json, answer: Answer): SimulatedAnswer {
  const trade = books.trades.get(json['out_trade_no'])
  if (!trade) return answer(404, { code: 'RESOURCE_NOT_EXISTS', message: '订单不存在' })
  if (json['amount'].total !== trade.amountCents) return answer(400, { code: 'PARAM_ERROR', message: 'total' })
  const refund = books.refund(trade, json['out_refund_no'], json['amount'].refund)
  return refund
    ? answer(200, refundJson(trade, json['out_refund_no'], refund))
    : answer(403, { code: 'NOT_ENOUGH', message: '金额超限' })
}
