import { merchantFacts, openStoreOf } from '#modules/shops/store-facts.ts'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { paymentsDueKind } from './claim-payments.ts'
import { insertPayment, readRunningPayment } from './payment-queries.ts'
import {
  type PaymentMode,
  type PaymentProvider,
  type PaymentPurpose,
  providerOfCode,
  timeToPayMs,
} from './payment-rules.ts'
import { accountFor } from './provider-accounts.ts'

/** A payment that nobody sent within this time was never sent: its process died before. */
const unsentMs = 15_000

export type PaymentWish = {
  paymentId: string
  storeId: string
  /** What is paid for; a sale unless it says otherwise. */
  purpose?: PaymentPurpose
  /** The id that the sale, top-up or load will have: whoever books it takes this payment. */
  saleId: string
  shiftId?: string | null
  amountCents: number
  mode: PaymentMode
  /** With mode `code`: the customer's 付款码, whose prefix names the provider. It is not kept. */
  code?: string | null
  /** With mode `qr` or `link`: whose QR code is to be shown, whose page to be opened. */
  provider?: PaymentProvider | null
}

/**
 * Records that money is about to be asked for. Nothing leaves yet: `PaymentRunner.send` does, after the commit.
 *
 * Refuses an unknown code, a provider that is not set up for the place, and a sale that is being paid through one already: a
 * customer is not asked twice. Locks nothing; the unique index decides between two at once.
 */
export async function startPayment(work: Work, wish: PaymentWish) {
  const { paymentId, storeId, saleId, amountCents, mode, purpose = 'sale' } = wish
  const deviceId = 'deviceId' in work.actor ? work.actor.deviceId : null
  const provider = providerOf(wish)
  const store = await openStoreOf(work, storeId)
  const [account, merchant, running] = await Promise.all([
    accountFor(work, provider, storeId, deviceId),
    merchantFacts(work),
    readRunningPayment(work, saleId),
  ])
  if (running) throw new Refused('payment_running', { paymentId: running.id })
  const expiresAt = new Date(work.at.getTime() + timeToPayMs[mode])
  const nextAt = new Date(work.at.getTime() + unsentMs)
  const { currency } = merchant
  const place = { storeId: store.id, deviceId, shiftId: wish.shiftId ?? null }
  const payment = {
    id: paymentId,
    accountId: account.id,
    provider,
    mode,
    ...place,
    purpose,
    saleId,
    amountCents,
    currency,
  }
  await Promise.all([insertPayment(work, { ...payment, expiresAt, nextAt }), noteDue(work, paymentsDueKind, nextAt)])
  return { paymentId, provider, state: 'created' as const, expiresAt: expiresAt.toISOString() }
}

function providerOf({ mode, code, provider }: PaymentWish): PaymentProvider {
  if (mode === 'terminal') return 'card_terminal'
  if (mode === 'code') {
    const named = code ? providerOfCode(code) : null
    if (!named) throw new Refused('payment_code_unknown')
    return named
  }
  if (provider !== 'wechat_pay' && provider !== 'alipay') throw new Refused('payment_method_not_set_up', { provider })
  return provider
}
