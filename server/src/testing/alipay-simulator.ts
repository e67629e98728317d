import { createSign, createVerify, generateKeyPairSync } from 'node:crypto'
import { centsOfYuan, yuanOfCents } from '#modules/payments/alipay-rules.ts'
import type { Clock } from '#platform/clock.ts'
import { payingPage } from './paying-page.ts'
import {
  SimulatedBooks,
  type SimulatedAnswer,
  type SimulatedRequest,
  type SimulatedTrade,
  startSimulator,
} from './simulator-server.ts'

const keyPair = () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  return {
    publicKey: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    privateKey: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  }
}

const appId = '2014072300007148'
const beijing = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

const sortedFields = (fields: Record<string, string>) =>
  Object.entries(fields)
    .filter(([, value]) => value !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')

/** Alipay's gateway as a merchant's server sees it: RSA2 over the sorted fields checked, every answer's node signed. */
export async function startAlipay(clock: Clock, port = 0) {
  const books = new SimulatedBooks()
  const merchant = keyPair()
  const alipay = keyPair()
  const signed = (text: string) => createSign('RSA-SHA256').update(text, 'utf8').sign(alipay.privateKey, 'base64')
  const handle = (request: SimulatedRequest): SimulatedAnswer => {
    const asked = new URL(request.path, 'http://alipay')
    const page = { path: '/paying', by: 'trade_no', back: 'return_url' }
    const shown = payingPage(books, request, clock.now(), page)
    if (shown) return shown
    // An address that the customer opens is signed like any request; the trade comes into being now.
    const isVisit = request.method === 'GET' && asked.pathname === '/gateway.do'
    const form = isVisit ? asked.searchParams : new URLSearchParams(request.body)
    const { sign = '', ...fields } = Object.fromEntries(form)
    const isGenuine = createVerify('RSA-SHA256').update(sortedFields(fields)).verify(merchant.publicKey, sign, 'base64')
    if (!isGenuine || fields['app_id'] !== appId)
      return {
        status: 200,
        body: '{"error_response":{"code":"40002","msg":"Invalid Arguments","sub_code":"isv.invalid-signature"}}',
      }
    const method = fields['method'] ?? ''
    const content = JSON.parse(fields['biz_content'] ?? '{}') as Record<string, string>
    if (isVisit) {
      const { out_trade_no: tradeNo = '', total_amount: amount = '' } = content
      const extra = { qrText: request.path, notifyUrl: fields['notify_url'] ?? null, isByVisit: true } as const
      books.open(tradeNo, centsOfYuan(amount) ?? 0, extra, clock.now())
      const query = new URLSearchParams({ [page.by]: tradeNo, [page.back]: fields['return_url'] ?? '' })
      return { status: 302, headers: { location: `${page.path}?${query.toString()}` }, body: '' }
    }
    const node = JSON.stringify(route(books, method, content, fields['notify_url'] ?? null, clock.now()))
    return { status: 200, body: `{"${method.replaceAll('.', '_')}_response":${node},"sign":"${signed(node)}"}` }
  }
  const server = await startSimulator(handle, (count, request) => books.trouble(count, request), port)
  /** A notice as Alipay would send it now: a signed form. */
  const noticeOf = (facts: Record<string, string>, at: Date = clock.now()) => {
    const fields = {
      app_id: appId,
      notify_type: 'trade_status_sync',
      notify_time: beijing(at),
      charset: 'utf-8',
      ...facts,
    }
    const body = new URLSearchParams({ ...fields, sign: signed(sortedFields(fields)), sign_type: 'RSA2' }).toString()
    return { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body }
  }
  return {
    ...server,
    books,
    url: `${server.url}/gateway.do`,
    fields: { appId, alipayPublicKey: alipay.publicKey, privateKey: merchant.privateKey },
    noticeOf,
    paidNotice: (trade: SimulatedTrade, at?: Date) =>
      noticeOf({ ...tradeFacts(trade), trade_status: 'TRADE_SUCCESS' }, at),
  }
}

const tradeStates = {
  waiting: 'WAIT_BUYER_PAY',
  paid: 'TRADE_SUCCESS',
  failed: 'TRADE_CLOSED',
  closed: 'TRADE_CLOSED',
  given_back: 'TRADE_CLOSED',
} as const

const tradeFacts = (trade: SimulatedTrade) => ({
  out_trade_no: trade.tradeNo,
  trade_no: `2026${trade.providerNo}`,
  total_amount: yuanOfCents(trade.amountCents),
})

const ok = { code: '10000', msg: 'Success' }
const no = (subCode: string) => ({ code: '40004', msg: 'Business Failed', sub_code: subCode, sub_msg: '失败 "{}"' })

function route(
  books: SimulatedBooks,
  method: string,
  content: Record<string, string>,
  notifyUrl: string | null,
  at: Date,
): object {
  const tradeNo = content['out_trade_no'] ?? ''
  const known = books.trades.get(tradeNo)
  const amountCents = centsOfYuan(content['total_amount'] ?? content['refund_amount'] ?? '') ?? 0
  switch (method) {
    case 'alipay.trade.pay': {
      if (!/^(2[5-9]|30)\d{14,22}$/.test(content['auth_code'] ?? '')) return no('ACQ.PAYMENT_AUTH_CODE_INVALID')
      const trade = books.open(tradeNo, amountCents, { notifyUrl }, at)
      if (trade.state === 'failed') return no(books.behaviour.failsWith ?? 'ACQ.BUYER_BALANCE_NOT_ENOUGH')
      if (trade.state === 'waiting') return { code: '10003', msg: 'order success pay inprocess', out_trade_no: tradeNo }
      return { ...ok, ...tradeFacts(trade) }
    }
    case 'alipay.trade.precreate': {
      const qrText = `https://qr.alipay.com/bax${tradeNo.slice(-12)}`
      books.open(tradeNo, amountCents, { qrText, notifyUrl }, at)
      return { ...ok, out_trade_no: tradeNo, qr_code: qrText }
    }
    case 'alipay.trade.query':
      if (!known) return no('ACQ.TRADE_NOT_EXIST')
      books.look(known, at)
      return { ...ok, ...tradeFacts(known), trade_status: tradeStates[known.state] }
    case 'alipay.trade.cancel':
      if (!known) return no('ACQ.TRADE_NOT_EXIST')
      return { ...ok, out_trade_no: tradeNo, retry_flag: books.cancel(known) ? 'N' : 'Y' }
    case 'alipay.trade.refund': {
      if (!known) return no('ACQ.TRADE_NOT_EXIST')
      const isNew = !known.refunds.has(content['out_request_no'] ?? '')
      const refund = books.refund(known, content['out_request_no'] ?? '', amountCents)
      return refund
        ? { ...ok, ...tradeFacts(known), fund_change: isNew && refund.state === 'done' ? 'Y' : 'N' }
        : no('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL')
    }
    case 'alipay.trade.fastpay.refund.query': {
      if (!known) return no('ACQ.TRADE_NOT_EXIST')
      const refund = known.refunds.get(content['out_request_no'] ?? '')
      if (!refund) return { ...ok }
      books.lookAtRefund(refund)
      return { ...ok, ...tradeFacts(known), ...(refund.state === 'done' ? { refund_status: 'REFUND_SUCCESS' } : {}) }
    }
    default:
      return no('isv.invalid-method')
  }
}
