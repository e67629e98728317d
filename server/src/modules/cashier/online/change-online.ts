import { bookPassExchange, type PlannedExchange, planPassExchange } from '#modules/cashier/refund/exchange-from-afar.ts'
import type { SaleInput } from '#modules/cashier/sale/sell.ts'
import { ownPass } from '#modules/passes/my-passes.ts'
import { previewCancel } from '#modules/passes/cancel-pass.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import type { OnlineWish } from './online-order-rules.ts'

type PassWish = Extract<OnlineWish, { kind: 'pass' }>

export type OnlineChange = { planned: PlannedExchange; name: string; words: { zh: string[]; en: string[] } }

/**
 * What a member's own pass going for another plan comes to on the phone, and what it means in words. Refuses another's pass, one that this
 * shop did not sell, another store than the one that sold it, the same plan again, and a plan that costs less than what is left: that
 * difference is given back in the shop (`change_costs_less`). Locks nothing.
 */
export async function planOnlineChange(
  work: Work,
  memberId: string,
  { storeId, planId, version, changesPassId }: PassWish,
  money: (cents: number) => string,
): Promise<OnlineChange> {
  const { pass } = await ownPass(work, changesPassId!, memberId)
  if (pass.planId === planId) throw new Refused('pass_change_needs_plan')
  if (pass.saleId === null || pass.saleLineId === null) throw new Refused('pass_change_at_shop')
  if (pass.storeId !== storeId) throw new Refused('exchange_in_other_store')
  const [planned, { bookingIds, stopsRenewal }] = await Promise.all([
    planPassExchange(work, { saleId: pass.saleId, lineId: pass.saleLineId, memberId, plan: { planId, version } }),
    previewCancel(work, pass.id, { cause: 'change', time: 'now' }),
  ])
  const { priceCents, creditCents, dueCents } = planned
  const keptCents = priceCents - dueCents
  const goesBack = creditCents - keptCents
  if (dueCents === 0 && goesBack > 0) throw new Refused('change_costs_less', { backCents: goesBack })
  const count = bookingIds.length
  return {
    planned,
    name: pass.name,
    words: {
      zh: [
        `换卡：${pass.name}立即结束，剩余价值 ${money(keptCents)} 抵扣新卡价格 ${money(priceCents)}，还需支付 ${money(dueCents)}。`,
        ...(goesBack > 0 ? [`当时用积分或礼品卡支付的部分 ${money(goesBack)} 原路退回。`] : []),
        ...(count > 0 ? [`旧卡上的 ${count} 个预约会取消，请用新卡重新预约。`] : []),
        ...(stopsRenewal ? ['旧卡的自动续费停止。'] : []),
      ],
      en: [
        `Change: ${pass.name} ends at once; what is left of it, ${money(keptCents)}, is taken off the price of ${money(priceCents)}, and ${money(dueCents)} is to be paid.`,
        ...(goesBack > 0 ? [`What was paid in points or by gift card, ${money(goesBack)}, goes back there.`] : []),
        ...(count > 0 ? [`Bookings on the old pass (${count}) are called off: book again with the new one.`] : []),
        ...(stopsRenewal ? ['The old pass no longer renews by itself.'] : []),
      ],
    },
  }
}

/** Books the change at the sum agreed to; anything else is refused (`quote_changed`), whatever it comes to now. Locks as an exchange. */
export async function bookOnlineChange(
  work: Work,
  { id, memberId, wish, amountCents }: { id: string; memberId: string; wish: PassWish; amountCents: number },
  paid: SaleInput['tenders'],
): Promise<void> {
  const { planned } = await planOnlineChange(work, memberId, wish, String)
  if (planned.dueCents !== amountCents) throw new Refused('quote_changed', { netCents: planned.dueCents })
  await bookPassExchange(work, planned, {
    ...{ refundId: newId(work.at.getTime()), newSaleId: id, reason: '换卡（会员线上办理）', paid },
  })
}
