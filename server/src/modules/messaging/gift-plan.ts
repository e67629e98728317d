import { text, whole } from './event-values-rules.ts'
import { couponWords, planName } from './plan-lookups.ts'
import type { PlannedSaying, Planner } from './planner.ts'

/** Pages of the member portal that messages lead to. */
const places = {
  giving: '/m/giving',
  coupons: '/m/coupons',
  benefits: '/m/benefits',
  mall: '/m/mall',
  storedValue: '/m/stored-value',
} as const

function giverTold(kind: 'gift_accepted' | 'gift_returned', data: Record<string, unknown>): PlannedSaying | null {
  if (data['side'] !== 'giver') return null
  return { kind, ref: text(data['giftId']), data: { points: whole(data['points']), link: places.giving } }
}

/** What members hear of gifts between them, on either side, and of what saves points about to end: rows of `messagePlan`. */
export const giftPlan: Readonly<Record<string, Planner>> = {
  // data: { giftId, points, hours }: the event is on the line of who receives.
  'points.gift_offered': (_work, { data }) => ({
    kind: 'gift_received',
    ref: text(data['giftId']),
    data: { points: whole(data['points']), hours: whole(data['hours']), link: places.giving },
  }),
  // data: { giftId, points, side }: on both lines; the giver alone is told what came of it.
  'points.gift_accepted': (_work, { data }) => giverTold('gift_accepted', data),
  'points.gift_returned': (_work, { data }) => giverTold('gift_returned', data),
  // data: { giftId, couponId, templateId }: on the line of who gave it.
  'coupon.given': async (work, { data }) => ({
    kind: 'coupon_gift_accepted',
    ref: text(data['giftId']),
    data: await couponWords(work, text(data['couponId']), text(data['templateId'])),
  }),
  // data: { giftId, couponId, templateId, why }: whoever took it back knows.
  'coupon.gift_returned': async (work, { data }) => {
    if (data['why'] !== 'over') return null
    const words = await couponWords(work, text(data['couponId']), text(data['templateId']))
    return { kind: 'coupon_gift_returned', ref: text(data['giftId']), data: { ...words, link: places.coupons } }
  },
  // data: { transferId, passId, planId, fromMemberId, toMemberId }: both said yes, in the shop or by a link.
  'pass.received': async (work, { data }) => ({
    kind: 'pass_received',
    ref: text(data['transferId']),
    data: { pass: await planName(work, data['planId']), link: places.benefits },
  }),
  'pass.given': async (work, { data }) => ({
    kind: 'pass_gift_accepted',
    ref: text(data['transferId']),
    data: { pass: await planName(work, data['planId']) },
  }),
  // data: { specialId, kind, name, points, day, untilDay }: `day` is when the first of the points end. Never told after either.
  'points.rescue_open': (_work, { subjectId, data }) => {
    const [day, untilDay] = [text(data['day']), text(data['untilDay'])]
    return {
      kind: 'points_rescue',
      ref: `${subjectId}/${text(data['specialId'])}`,
      data: { special: text(data['name']), points: whole(data['points']), day, until: untilDay, link: places.mall },
      lastDay: day < untilDay ? day : untilDay,
    }
  },
  // data: { noticeId, storeId, store, lastDay, cents }: a store that sold this member something is closing.
  'store.closing_announced': (_work, { subjectId, data }) => ({
    kind: 'store_closing',
    ref: `${subjectId}/${text(data['noticeId'])}`,
    data: {
      store: text(data['store']),
      day: text(data['lastDay']),
      amount: whole(data['cents']),
      link: places.storedValue,
    },
    lastDay: text(data['lastDay']),
  }),
  // data: { giftId, couponId, templateId }: on the line of who accepted another member's gift.
  'coupon.received': async (work, { data }) => ({
    kind: 'coupon_received',
    ref: text(data['giftId']),
    data: {
      ...(await couponWords(work, text(data['couponId']), text(data['templateId']))),
      link: places.coupons,
    },
  }),
}
