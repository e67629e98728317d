import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { fingerprintOf } from '#shared/fingerprint.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import { type Flow, type FlowTerms, type OfferRule, type OfferTerms, priceKinds } from './flow-types.ts'

/** What members leave by before a flow is published: reasons are asked, nothing is offered, everybody gets out. */
export const shippedFlow: Flow = {
  version: 0,
  reasons: [
    { code: 'moved', words: { zh: '搬家或换工作', en: 'I moved' } },
    { code: 'no_time', words: { zh: '没有时间来', en: 'I have no time' } },
    { code: 'too_expensive', words: { zh: '价格太高', en: 'It is too expensive' } },
    { code: 'service', words: { zh: '对服务不满意', en: 'I am not happy with the service' } },
    { code: 'health', words: { zh: '身体原因', en: 'My health' } },
    { code: 'other', words: { zh: '其他', en: 'Something else' } },
  ],
  questions: [],
  offers: [],
  offersAt: 'none',
  asksReason: false,
  holdoutBps: 500,
  cooldownDays: 180,
  lifetimeCap: 2,
  callBackDays: null,
  script: '',
  winBack: null,
}

/** The level of who has none, in a segment. */
export const baseTier = 'base'

/** Whether an offer cuts the price: those come last. */
export const cutsPrice = ({ kind }: OfferTerms): boolean => priceKinds.has(kind)

const places = { none: 0, after_receipt: 1, beside: 2 } as const

type FlowRefusal = 'flow_codes_doubled' | 'flow_reason_unknown' | 'flow_price_offer_first' | 'flow_segment_empty'

/**
 * Refuses codes used twice (choices within their question), offers and questions of an unknown reason, offers for nobody (a bound above
 * its other end), and a price cut that comes before what costs less.
 */
export function checkFlow({ reasons, questions, offers }: FlowTerms): null | Refusal<FlowRefusal> {
  const choices = questions.flatMap((question) => ('choices' in question ? [question.choices] : []))
  for (const codes of [reasons, questions, offers, ...choices].map((list) => list.map(({ code }) => code))) {
    const doubled = codes.find((code, index) => codes.indexOf(code) !== index)
    if (doubled !== undefined) return refuse('flow_codes_doubled', { code: doubled })
  }
  const known = new Set(reasons.map(({ code }) => code))
  for (const { code, reasons: of } of [...questions, ...offers]) {
    const reason = of.find((each) => !known.has(each))
    if (reason !== undefined) return refuse('flow_reason_unknown', { code, reason })
  }
  const empty = offers.find(isForNobody)
  if (empty) return refuse('flow_segment_empty', { code: empty.code })
  const firstPrice = offers.findIndex(({ terms }) => cutsPrice(terms))
  const lastOther = offers.findLastIndex(({ terms }) => !cutsPrice(terms))
  if (firstPrice !== -1 && firstPrice < lastOther) {
    return refuse('flow_price_offer_first', { code: offers[firstPrice]!.code })
  }
  return null
}

function isForNobody({ segment, minPaidCents }: OfferRule): boolean {
  if (!segment) return false
  const ends: (readonly [least: number, most: number | null])[] = [
    [segment.minMemberDays, segment.maxMemberDays],
    [segment.minDaysSinceVisit, segment.maxDaysSinceVisit],
    [minPaidCents, segment.maxPaidCents],
  ]
  return ends.some(([least, most]) => most !== null && most < least)
}

/** Taps from one's rights to the end: in, a reason where one has to be given, out. Questions of the shop's own are never in between. */
export const tapsOf = ({ asksReason }: Pick<FlowTerms, 'asksReason'>): number => (asksReason ? 3 : 2)

/**
 * Refuses a flow that breaks the law of a region where the shop has a store: offers where the way out must be clear of them, a reason
 * that has to be given where leaving needs none, and more taps than there may be. Names the pack and what it says.
 */
export function checkLawful(terms: FlowTerms, packs: readonly LawPack[]): null | Refusal<'flow_breaks_law'> {
  for (const { id, cancelling } of packs) {
    const offersAt = terms.offers.length === 0 ? 'none' : terms.offersAt
    if (places[offersAt] > places[cancelling.offers]) {
      return refuse('flow_breaks_law', { pack: id, rule: `offers_${cancelling.offers}` })
    }
    if (terms.asksReason && cancelling.needsNoReason) {
      return refuse('flow_breaks_law', { pack: id, rule: 'no_reason_needed' })
    }
    if (tapsOf(terms) > cancelling.maxTaps) return refuse('flow_breaks_law', { pack: id, rule: 'too_many_taps' })
  }
  return null
}

/** Of ten thousand, the member's lasting place: the same for ever, whatever is published, and even over members. */
export function placeOfMember(merchantId: string, memberId: string): number {
  const print = fingerprintOf({ holdout: 'retention', merchantId, memberId })
  return Number(BigInt(`0x${print.slice(0, 15)}`) % 10_000n)
}

/** Whether a member is never made an offer. Lower shares keep a part of the same people. */
export function isHeldOut(
  { holdoutBps }: Pick<FlowTerms, 'holdoutBps'>,
  merchantId: string,
  memberId: string,
): boolean {
  return placeOfMember(merchantId, memberId) < holdoutBps
}
