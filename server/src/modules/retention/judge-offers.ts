import { type DueSweep, noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { readFlow } from './flow-queries.ts'
import type { OfferKind, Words } from './flow-types.ts'
import {
  judgedDays,
  judgeOffer,
  looksEveryDays,
  offerPrint,
  type OfferResult,
  ripeDays,
} from './offer-judging-rules.ts'
import { hasLeavingsSince, insertStop, liftStop, type OfferStop, readJudged, readStops } from './offer-stop-queries.ts'
import { readMargins } from './read-margins.ts'

const judgeDue = 'retention.judge_offers'
const dayMs = 86_400_000
const daysFrom = (at: Date, days: number) => new Date(at.getTime() + days * dayMs)

/** Sees to it that offers are looked at a week after one was made. */
export function noteJudging(work: Work): Promise<void> {
  return noteDue(work, judgeDue, daysFrom(work.at, looksEveryDays))
}

export type JudgedOffer = OfferResult & {
  code: string
  words: Words
  kind: OfferKind
  print: string
  /** What stops it now; null: it is made. */
  stop: OfferStop | null
}

/**
 * What each offer of the flow in force did in the last ninety days: the worth of who was made it against who would have been and was held
 * out (`worthOf`), each member once. One that was stopped and let go on is counted from then. A handful of statements, no locks.
 */
export async function judgeOffers(work: Work): Promise<JudgedOffer[]> {
  const [flow, stops, leavings] = await Promise.all([
    readFlow(work),
    readStops(work),
    readJudged(work, { from: daysFrom(work.at, -judgedDays), until: daysFrom(work.at, -ripeDays) }),
  ])
  const { leavers } = await readMargins(work, leavings)
  const worthOf = new Map(leavers.map(({ memberId, worth }) => [memberId, worth(work.at)]))
  return flow.offers.map((rule) => {
    const print = offerPrint(rule)
    const own = stops.filter((stop) => stop.print === print)
    const since = Math.max(0, ...own.flatMap(({ liftedAt }) => liftedAt?.getTime() ?? []))
    const counted = leavings.filter(({ at }) => at.getTime() >= since)
    const worths = (of: typeof counted) => of.map(({ memberId }) => worthOf.get(memberId)!)
    const madeTo = counted.filter(({ offers }) => offers.some((offer) => offerPrint(offer) === print))
    const isTaken = ({ offers }: (typeof counted)[number]) =>
      offers.some((offer) => offer.isTaken && offerPrint(offer) === print)
    const result = judgeOffer({
      made: worths(madeTo),
      taken: worths(madeTo.filter(isTaken)),
      withheld: worths(counted.filter(({ isHeldOut, withheld }) => isHeldOut && withheld.includes(print))),
    })
    const stop = own.find(({ liftedAt }) => liftedAt === null) ?? null
    return { ...result, ...{ code: rule.code, words: rule.words, kind: rule.terms.kind, print, stop } }
  })
}

/** Looks at offers once a week and stops those that lose money, with the figures that say so. Goes on while leavings are young enough. */
export const judgingSweep: DueSweep = {
  kind: judgeDue,
  async run(work) {
    const judged = await judgeOffers(work)
    for (const { code, print, stop, words: _words, kind: _kind, ...figures } of judged) {
      if (stop || figures.ground === null) continue
      if (!(await insertStop(work, { id: newId(), code, print, ground: figures.ground, figures }))) continue
      work.audit({
        action: 'retention.stop_offer',
        subject: { kind: 'cancel_flow', id: work.merchantId },
        changes: { offer: [code, null] },
        reason: figures.ground,
      })
    }
    const isLive = await hasLeavingsSince(work, daysFrom(work.at, -judgedDays))
    return isLive ? daysFrom(work.at, looksEveryDays) : null
  },
}

/** Lets an offer that was stopped go on: it is made again, and counted from now. */
export async function letOfferGoOn(work: Work, offerStopId: string): Promise<{ offerStopId: string }> {
  const code = await liftStop(work, offerStopId)
  if (code === undefined) throw new Refused('offer_stop_not_found')
  work.audit({
    action: 'retention.lift_stop',
    subject: { kind: 'cancel_flow', id: work.merchantId },
    changes: { offer: [null, code] },
  })
  return { offerStopId }
}
