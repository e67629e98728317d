import { PaymentRunner } from '#modules/payments/payment-runner.ts'
import { type PaymentWish, startPayment } from '#modules/payments/start-payment.ts'
import { takingAt } from '#modules/cashier/shift/taking-at.ts'
import { previewTopUp, sellTopUp } from '#modules/stored-value/sell-top-up.ts'
import { movableClock } from '#platform/clock.ts'
import type { SaleInput } from '#modules/cashier/sale/sell.ts'
import type { Database } from '#platform/db.ts'
import type { OpenWork } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { sumCents } from '#shared/money.ts'
import { Refused } from '#shared/refusal.ts'
import { makeSale, saleInputOf, type SaleWish } from '#testing/make-sale.ts'
import { demoCodes, startDemoProviders } from './pay-providers.ts'

/** Runs a body as the cashier of the store, in a transaction of its own at the moment of the story. */
export type AtCounter = <T>(body: (till: OpenWork) => Promise<T>) => Promise<T>

export type CodePayments = {
  /** A cart whose customer shows a 付款码: asked for, confirmed by the provider, sold. */
  sell(counter: AtCounter, at: Date, wish: SaleWish): Promise<void>
  /** A customer without enough in the purse: refused by the provider, nothing sold. */
  refuse(counter: AtCounter, at: Date, wish: SaleWish): Promise<void>
  /** Paid, and then the cart was forgotten: money that wants a person. */
  forget(counter: AtCounter, at: Date, wish: SaleWish): Promise<void>
  /** A member's top-up by 付款码: asked for, confirmed, booked with its payment. Answers what the member has now; null: not booked. */
  topUp(counter: AtCounter, at: Date, wish: TopUpByCode): Promise<number | null>
  /**
   * A payment just recorded, whose member pays on the provider's page or leaves it until it is given up. Answers when its outcome was
   * known; `meanwhile` happens between page and payment.
   */
  onPage(paymentId: string, at: Date, how: OnPage): Promise<Date>
  /** Whatever providers are still to be asked: money that goes back. */
  carryOut(at: Date): Promise<void>
  stop(): Promise<void>
}

type OnPage = { isPaid: boolean; givenUpAt: Date; meanwhile(): Promise<void> }

export type TopUpByCode = { storeId: string; memberId: string; offer: { id: string; principalCents: number } }

type Asked = Pick<PaymentWish, 'storeId' | 'purpose' | 'saleId' | 'amountCents'>

/** What a cart would cost in cash, that is, all of it. */
export function cashOf(tenders: SaleInput['tenders']): number {
  return sumCents(tenders.map((tender) => (tender.kind === 'cash' ? tender.receivedCents : 0)))
}

/** Payments of the demo's last weeks, through simulated providers and the real runner, at a clock moved to each story. */
export async function payByCodes(database: Database, merchantId: string, start: Date): Promise<CodePayments> {
  const clock = movableClock(start)
  const providers = await startDemoProviders(database, { merchantId, clock })
  for (const { behaviour } of providers.books) behaviour.waits = 0
  const runner = new PaymentRunner({ database, clock, log: () => {}, publicUrl: 'http://localhost' })
  const codes = [demoCodes.wechat_pay, demoCodes.wechat_pay, demoCodes.alipay]
  let count = 0

  const askFor = async (counter: AtCounter, at: Date, wishOf: (till: OpenWork) => Promise<Asked>) => {
    clock.moveTo(at)
    const code = codes[count++ % codes.length]!
    const paymentId = newId()
    const asked = await counter(async (till) => {
      const wish = await wishOf(till)
      await startPayment(till, { ...wish, paymentId, mode: 'code', code })
      return wish
    })
    runner.send(merchantId, paymentId, code)
    await runner.idle()
    const method = code === demoCodes.alipay ? 'alipay' : 'wechat'
    return { saleId: asked.saleId, outside: { method, amountCents: asked.amountCents, paymentId } }
  }
  const ask = (counter: AtCounter, at: Date, wish: SaleWish) =>
    askFor(counter, at, async (till) => {
      const { tenders } = await saleInputOf(till, wish)
      return { storeId: wish.storeId, saleId: newId(), amountCents: cashOf(tenders) }
    })
  return {
    async sell(counter, at, wish) {
      const paid = await ask(counter, at, wish)
      const isBooked = await counter((till) => makeSale(till, { ...wish, ...paid })).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Refused && error.code === 'payment_not_confirmed') return false
          throw error
        },
      )
      // A system that runs beside the building one looks after payments, too, and by its own clock this one was long over.
      if (!isBooked) await counter((till) => makeSale(till, wish))
    },
    async refuse(counter, at, wish) {
      for (const { behaviour } of providers.books) behaviour.failsWith = 'NOT_ENOUGH'
      await ask(counter, at, wish)
      for (const { behaviour } of providers.books) behaviour.failsWith = null
    },
    async forget(counter, at, wish) {
      await ask(counter, at, wish)
    },
    async topUp(counter, at, { storeId, memberId, offer }) {
      const asked = { storeId, purpose: 'top_up', saleId: newId(), amountCents: offer.principalCents } as const
      const { saleId: topUpId, outside } = await askFor(counter, at, async () => asked)
      const wish = { storeId, memberId, offerId: offer.id }
      return counter(async (till) => {
        const tenders = [{ tenderId: newId(), kind: 'other' as const, ...outside }]
        const { fingerprint } = await previewTopUp(till, { ...wish, tenders })
        const taking = await takingAt(till, storeId)
        return (await sellTopUp(till, { ...wish, topUpId, tenders, fingerprint, taking })).storedCents
      }).catch((error: unknown) => {
        // As for sales: a system that runs beside the building one may have given the payment up by its own clock.
        if (error instanceof Refused && error.code === 'payment_not_confirmed') return null
        throw error
      })
    },
    async onPage(paymentId, at, { isPaid, givenUpAt, meanwhile }) {
      clock.moveTo(at)
      runner.send(merchantId, paymentId, null, { ip: '203.0.113.7', returnUrl: 'http://localhost/m' })
      await runner.idle()
      await meanwhile()
      const until = isPaid ? new Date(at.getTime() + 30_000) : givenUpAt
      if (isPaid) {
        const trade = providers.books.flatMap(({ trades }) => trades.get(paymentId.replaceAll('-', '')) ?? [])[0]
        const books = providers.books.find(({ trades }) => trade && trades.has(trade.tradeNo))
        if (trade) books?.pay(trade, until)
      }
      clock.moveTo(until)
      runner.ask(merchantId, paymentId)
      await runner.idle()
      return until
    },
    async carryOut(at) {
      clock.moveTo(at)
      await runner.round()
    },
    async stop() {
      await runner.stop()
      await providers.stop()
    },
  }
}
