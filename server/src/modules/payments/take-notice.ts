import { providerNotices } from '#platform/metrics.ts'
import { readAccount } from './account-queries.ts'
import { type DriveTools, inOwnWork, recordRefundAnswer } from './drive-payment.ts'
import { readPayment } from './payment-queries.ts'
import { idOfTradeNo } from './payment-rules.ts'
import { openPort } from './provider-accounts.ts'
import type { Notice, ProviderPort, RawNotice } from './provider-port.ts'
import { readRefund } from './refund-queries.ts'
import { recordAnswer } from './step-payment.ts'

export type NoticeOutcome =
  | { kind: 'taken'; reply: ProviderPort['noticeTaken'] }
  | { kind: 'refused'; why: 'unknown_account' | 'forged' | 'stale' }

/**
 * Takes what a provider tells us unasked. Its signature is checked with the keys of the account that its address names; a
 * notice that is forged, or older than five minutes, has no effect. Replays find the payment settled and change nothing.
 *
 * The account must be the payment's own: who may sign for one account says nothing about the payments of another.
 */
export async function takeNotice(
  tools: DriveTools,
  { merchantId, accountId }: { merchantId: string; accountId: string },
  raw: RawNotice,
): Promise<NoticeOutcome> {
  const opened = await inOwnWork(tools, merchantId, async (work) => {
    const account = await readAccount(work, accountId)
    return account && { provider: account.provider, port: await openPort(work, accountId, tools.transport) }
  })
  if (!opened) return { kind: 'refused', why: 'unknown_account' }
  const { provider, port } = opened
  const notice = port.readNotice(raw, tools.clock.now())
  providerNotices.inc({ provider, outcome: typeof notice === 'string' ? notice : 'taken' })
  if (typeof notice === 'string') return { kind: 'refused', why: notice }
  await applyNotice(tools, merchantId, accountId, notice)
  return { kind: 'taken', reply: port.noticeTaken }
}

async function applyNotice(tools: DriveTools, merchantId: string, accountId: string, notice: Notice): Promise<void> {
  if (notice.kind === 'other') return
  const paymentId = idOfTradeNo(notice.tradeNo)
  if (!paymentId) return
  await inOwnWork(tools, merchantId, async (work) => {
    const payment = await readPayment(work, paymentId)
    if (payment?.accountId !== accountId) return
    if (notice.kind === 'payment') {
      await recordAnswer(work, paymentId, 'notice', notice.answer)
      return
    }
    const refundId = idOfTradeNo(notice.refundNo)
    const refund = refundId ? await readRefund(work, refundId) : undefined
    if (refund?.paymentId === paymentId) await recordRefundAnswer(work, refund.id, notice.answer)
  })
}
