import { storeFacts } from '#modules/shops/store-facts.ts'
import type { DeliveredEvent } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import { endOfLocalDay, isDay, localDay } from '#shared/business-day.ts'
import { text, textOrNull, whole } from './event-values-rules.ts'
import { giftPlan } from './gift-plan.ts'
import { bookingWords, couponWords, isReceiptWanted, planName, storeName, tierName } from './plan-lookups.ts'
import type { MessageWish } from './plan-messages.ts'
import type { Planner } from './planner.ts'

/**
 * Which events members are told of, and how. One row per event type: whoever emits the event adds its row, its kind
 * (`message-kinds-rules.ts`) and its wording in both languages (`default-templates-rules.ts`).
 *
 * Events carry ids, amounts in cents, days and names of things, no personal data; what is not in the event is looked up here, as
 * it stands when the message is planned. `ref` names the thing and not the event, so a reminder emitted twice is one message.
 */
export const messagePlan: Readonly<Record<string, Planner>> = {
  // data: { saleId, storeId, netCents, pointsEarned }. Only for who asked for receipts: nothing is written for other sales.
  'sale.completed': async (work, { subjectKind, subjectId, data }) => {
    if (subjectKind !== 'member' || !(await isReceiptWanted(work, subjectId))) return null
    const store = await storeName(work, data['storeId'])
    return {
      kind: 'sale_receipt',
      ref: text(data['saleId']),
      data: {
        amount: whole(data['netCents']),
        store,
        receipt: text(data['saleId']),
        points: whole(data['pointsEarned']) ?? 0,
      },
    }
  },
  // data: { topUpId, storeId, principalCents, bonusCents }
  'top_up.sold': async (work, { subjectId, data }) => {
    if (!(await isReceiptWanted(work, subjectId))) return null
    return {
      kind: 'top_up_receipt',
      ref: text(data['topUpId']),
      data: {
        principal: whole(data['principalCents']),
        bonus: whole(data['bonusCents']) ?? 0,
        store: await storeName(work, data['storeId']),
      },
    }
  },
  // data: { points, day, daysLeft, step }: `day` is the last on which they can be used; a step (30, 7, 1) is told once.
  'points.expiry_near': (_work, { subjectId, data }) => {
    const [day, daysLeft] = [text(data['day']), whole(data['daysLeft'])]
    return {
      kind: 'points_expiring',
      ref: `${subjectId}/${day}/${whole(data['step']) ?? daysLeft}`,
      data: { points: whole(data['points']), day, daysLeft },
      lastDay: day,
    }
  },
  // data: { points, day }
  'points.expired': (_work, { subjectId, data }) => ({
    kind: 'points_expired',
    ref: `${subjectId}/${text(data['day'])}`,
    data: { points: whole(data['points']), day: text(data['day']) },
  }),
  // data: { version, appliesAt }: a version of how points end that is for points already held, told once.
  'points.expiry_rule_announced': async (work, { subjectId, data }) => ({
    kind: 'points_rules_announced',
    ref: `${subjectId}/${whole(data['version'])}`,
    data: { day: await dayHere(work, data['appliesAt']) },
  }),
  // data: { extensionId, points, day }
  'points.extended': (_work, { subjectId, data }) => ({
    kind: 'points_extended',
    ref: `${subjectId}/${text(data['extensionId'])}`,
    data: { points: whole(data['points']), day: text(data['day']) },
  }),
  // data: { saleId, points, day }
  'points.reinstated': (_work, { data }) => ({
    kind: 'points_reinstated',
    ref: text(data['saleId']),
    data: { points: whole(data['points']), day: text(data['day']) },
  }),
  // data: { couponId, templateId, toldBy }: what a gift or an offer brought is told by that.
  'coupon.issued': async (work, { data }) => {
    if (typeof data['toldBy'] === 'string') return null
    return {
      kind: 'coupon_issued',
      ref: text(data['couponId']),
      data: await couponWords(work, text(data['couponId']), text(data['templateId'])),
    }
  },
  // data: { onlineOrderId, name, amountCents }: paid for, and not bookable any more. Nobody may have been looking.
  'online_order.refused': (_work, { data }) => ({
    kind: 'online_order_refused',
    ref: text(data['onlineOrderId']),
    data: { name: text(data['name']), amount: whole(data['amountCents']) },
  }),
  // data: { couponId, templateId, day, daysLeft }
  'coupon.ends_soon': async (work, { data }) => ({
    kind: 'coupon_ends_soon',
    ref: `${text(data['couponId'])}/${whole(data['daysLeft'])}`,
    data: {
      ...(await couponWords(work, text(data['couponId']), text(data['templateId']))),
      day: text(data['day']),
      daysLeft: whole(data['daysLeft']),
    },
    lastDay: text(data['day']),
  }),
  // data: { passId, planId, chargeDay, amountCents }: a charge is ahead, the law wants it told.
  'pass.renewal_near': async (work, { data, at }) => {
    const day = text(data['chargeDay'])
    const daysLeft = daysBetween(localDay(at, await timeZoneHere(work)), day)
    return {
      kind: 'pass_renewal_near',
      ref: `${text(data['passId'])}/${day}/${daysLeft}`,
      data: { pass: await planName(work, data['planId']), day, daysLeft, amount: whole(data['amountCents']) },
      lastDay: day,
    }
  },
  // data: { passId, planId, chargeDay, amountCents, saleId }
  'pass.renewal_charged': async (work, { data }) => ({
    kind: 'pass_renewed',
    ref: `${text(data['passId'])}/${text(data['chargeDay'])}`,
    data: { pass: await planName(work, data['planId']), amount: whole(data['amountCents']) },
  }),
  // data: { passId, planId, chargeDay, amountCents, code }: it is not tried again by itself.
  'pass.renewal_failed': async (work, { data }) => ({
    kind: 'pass_renewal_failed',
    ref: `${text(data['passId'])}/${text(data['chargeDay'])}`,
    data: { pass: await planName(work, data['planId']), amount: whole(data['amountCents']) },
  }),
  // data: { passId, planId, day, daysLeft }
  'pass.ends_soon': async (work, { data }) => ({
    kind: 'pass_ends_soon',
    ref: `${text(data['passId'])}/${text(data['day'])}/${whole(data['daysLeft'])}`,
    data: { pass: await planName(work, data['planId']), day: text(data['day']), daysLeft: whole(data['daysLeft']) },
    lastDay: text(data['day']),
  }),
  // data: { passId, planId, day }: its time is over. One that was cancelled has a receipt instead.
  'pass.expired': async (work, { data }) => ({
    kind: 'pass_ended',
    ref: `${text(data['passId'])}/${text(data['day'])}`,
    data: { pass: await planName(work, data['planId']), day: text(data['day']) },
  }),
  // data: { passId, planId, bookingId, storeId, startsAt }
  'pass.booking_confirmed': async (work, { data }) => ({
    kind: 'booking_confirmed',
    ref: text(data['bookingId']),
    data: await bookingWords(work, data),
  }),
  // data: { passId, planId, bookingId, by, extendedDays, storeId, startsAt }: who called it off themselves knows.
  'pass.released': async (work, { data }) => {
    if (data['by'] !== 'shop') return null
    return { kind: 'booking_called_off', ref: text(data['bookingId']), data: await bookingWords(work, data) }
  },
  // data: { toTierId, isUp }
  'tier.changed': async (work, { id, data }) => ({
    kind: data['isUp'] === true ? 'tier_raised' : 'tier_lowered',
    ref: id,
    data: { tier: await tierName(work, data['toTierId']) },
  }),
  // data: { tierId, untilDay }: what is missing stands in the portal.
  'tier.grace_began': async (work, { subjectId, data }) => ({
    kind: 'tier_grace',
    ref: `${subjectId}/${text(data['untilDay'])}`,
    data: { tier: await tierName(work, data['tierId']), day: text(data['untilDay']) },
    lastDay: text(data['untilDay']),
  }),
  // data: { kind, templateId, couponIds, isClaimed }: who took it with their own hands need not be told.
  'tier.gift_given': async (work, { id, data }) => {
    const couponIds = Array.isArray(data['couponIds']) ? data['couponIds'].map(text) : []
    if (data['isClaimed'] === true || couponIds.length === 0) return null
    const words = await couponWords(work, couponIds[0]!, text(data['templateId']))
    return {
      kind: data['kind'] === 'birthday_gift' ? 'birthday_gift' : 'tier_gift',
      ref: id,
      data: { ...words, coupons: couponIds.length },
    }
  },
  // data: { cancellationId, name, day, refundCents, receiptPath }: the path begins with a slash and opens the signed receipt.
  'cancellation.executed': (_work, { data }) => ({
    kind: 'cancel_receipt',
    ref: text(data['cancellationId']),
    data: {
      pass: text(data['name']),
      day: text(data['day']),
      refund: whole(data['refundCents']) ?? 0,
      receipt: textOrNull(data['receiptPath']),
    },
  }),
  // data: { dueAt }. The last message that can reach them: afterwards nobody knows the address any more.
  'member.erasure_requested': async (work, { id, data }) => ({
    kind: 'erasure_asked',
    ref: id,
    data: { day: await dayHere(work, data['dueAt']) },
  }),
  'member.erasure_withdrawn': (_work, { id }) => ({ kind: 'erasure_taken_back', ref: id, data: {} }),
  ...giftPlan,
  // data: { redemptionId, name, day }
  'reward.ready': (_work, { data }) => ({
    kind: 'reward_ready',
    ref: text(data['redemptionId']),
    data: { reward: text(data['name']), day: textOrNull(data['day']) },
  }),
  // data: { offerId, name, day }
  'retention.won_back': (_work, { data }) => ({
    kind: 'win_back',
    ref: text(data['offerId']),
    data: { offer: text(data['name']), day: text(data['day']) },
    lastDay: text(data['day']),
  }),
}

export const plannedTypes: readonly string[] = Object.keys(messagePlan)

/** News are told for so long; what was heard of later (the worker was away) would only puzzle. */
const newsDays = 3

/** What a member is to be told of an event, as a wish; null for nothing, or for what is told too late. */
export async function wishOf(work: Work, event: DeliveredEvent): Promise<MessageWish | null> {
  const staleAt = new Date(event.at.getTime() + newsDays * 86_400_000)
  if (event.subjectKind !== 'member' || staleAt <= work.at) return null
  const said = await messagePlan[event.type]!(work, event)
  if (!said) return null
  const { kind, ref, data, lastDay } = said
  const expiresAt = lastDay && isDay(lastDay) ? endOfLocalDay(lastDay, await timeZoneHere(work)) : staleAt
  if (expiresAt <= work.at) return null
  return {
    ...{ kind, memberId: event.subjectId, ref, data, expiresAt },
    about: { event: event.type, eventId: event.id, ...ids(event.data) },
  }
}

/** The ids of an event: what the proof of sending points at. */
function ids(data: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(data).filter(([name]) => /Id$|^day$|^daysLeft$/.test(name)))
}

async function timeZoneHere(work: Work): Promise<string> {
  const [first] = (await storeFacts(work)).values()
  return first?.timeZone ?? 'Asia/Shanghai'
}

async function dayHere(work: Work, instant: unknown): Promise<string | null> {
  const at = typeof instant === 'string' ? new Date(instant) : null
  if (!at || Number.isNaN(at.getTime())) return null
  return localDay(at, await timeZoneHere(work))
}

function daysBetween(from: string, to: string): number | null {
  return isDay(to) ? (Date.parse(to) - Date.parse(from)) / 86_400_000 : null
}
