import { after } from 'node:test'
import { PaymentRunner, takeDue } from '#modules/payments/payment-runner.ts'
import { type PaymentListRow, listPayments } from '#modules/payments/list-queries.ts'
import type { PaymentProvider } from '#modules/payments/payment-rules.ts'
import { saveAccount } from '#modules/payments/provider-accounts.ts'
import { sendOverHttp, type Transport } from '#modules/payments/provider-http.ts'
import { type PaymentWish, startPayment } from '#modules/payments/start-payment.ts'
import { movableClock } from '#platform/clock.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { startAlipay } from './alipay-simulator.ts'
import { startCardTerminal } from './card-terminal-simulator.ts'
import { makeShop } from './make-merchant.ts'
import { startWechatPay } from './wechat-pay-simulator.ts'
import { committed, testAt, testDatabase } from './work.ts'

export const wechatCode = '134567890123456789'
export const alipayCode = '2812345678901234567'

const stops: (() => Promise<void>)[] = []
after(() => Promise.all(stops.map((stop) => stop())))

export type PaymentShop = Awaited<ReturnType<typeof makePaymentShop>>

/** A shop of its own whose three providers are simulators, and the runner that talks to them. Its clock is moved by hand. */
export async function makePaymentShop(at = testAt) {
  const clock = movableClock(at)
  const [wechat, alipay, terminal] = await Promise.all([
    startWechatPay(clock),
    startAlipay(clock),
    startCardTerminal(clock),
  ])
  for (const simulator of [wechat, alipay, terminal]) stops.push(simulator.stop)
  const merchantId = newId()
  const accounts: Record<PaymentProvider, string> = { wechat_pay: newId(), alipay: newId(), card_terminal: newId() }
  const { storeId, ownerId } = await committed(merchantId, async (work) => {
    const shop = await makeShop(work)
    for (const [provider, { url, fields }] of [
      ['wechat_pay', wechat],
      ['alipay', alipay],
      ['card_terminal', terminal],
    ] as const) {
      const place = { storeId: null, deviceId: null }
      await saveAccount(
        work,
        { id: accounts[provider], provider, name: provider, ...place, baseUrl: url, fields: { ...fields } },
        'open',
      )
    }
    return shop
  })
  const wire: { send: Transport } = { send: sendOverHttp }
  const logged: string[] = []
  const makeRunner = () =>
    new PaymentRunner({
      database: testDatabase(),
      clock,
      log: (line) => void logged.push(line),
      publicUrl: 'https://shop.example',
      transport: (request) => wire.send(request),
    })
  const runner = makeRunner()
  const books = { wechat_pay: wechat.books, alipay: alipay.books, card_terminal: terminal.books }
  const wishOf = (wish: Partial<PaymentWish>): PaymentWish => {
    const code = wish.mode && wish.mode !== 'code' ? null : wechatCode
    return { paymentId: newId(), storeId, saleId: newId(), amountCents: 88_00, mode: 'code', code, ...wish }
  }
  const shop = {
    ...{
      merchantId,
      storeId,
      ownerId,
      accounts,
      clock,
      runner,
      makeRunner,
      wire,
      wechat,
      alipay,
      terminal,
      books,
      logged,
    },
    /** Records a payment without sending it. */
    start: async (wish: Partial<PaymentWish> = {}) => {
      const whole = wishOf(wish)
      await committed(merchantId, (work) => startPayment(work, whole), { at: clock.now() })
      return whole
    },
    /** Starts a payment and waits for the first answer. */
    pay: async (wish: Partial<PaymentWish> = {}) => {
      const whole = await shop.start(wish)
      runner.send(merchantId, whole.paymentId, whole.code ?? null)
      await runner.idle()
      return whole
    },
    /** Lets the time pass and does what is due then. */
    later: async (seconds: number) => {
      clock.moveTo(new Date(clock.now().getTime() + seconds * 1_000))
      await shop.round(runner)
    },
    /** What `PaymentRunner.round` does, for this merchant alone: other tests' payments are none of ours. */
    round: async ({ tools }: PaymentRunner) => {
      const tasks = await committed(merchantId, (work) => takeDue(tools, work), { at: clock.now() })
      await Promise.all(tasks.map((task) => task()))
    },
    read: async (paymentId: string): Promise<PaymentListRow> => {
      const [row] = await committed(merchantId, (work) =>
        listPayments(work, { storeIds: null, paymentId }, { before: null, limit: 1 }),
      )
      assert(row, 'the payment is there')
      return row
    },
    stateOf: async (paymentId: string) => (await shop.read(paymentId)).state,
    tradeOf: (paymentId: string) => {
      const tradeNo = paymentId.replaceAll('-', '')
      const trade = Object.values(books).flatMap(({ trades }) => trades.get(tradeNo) ?? [])[0]
      assert(trade, 'the provider knows the payment')
      return trade
    },
  }
  return shop
}
