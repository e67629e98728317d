import { readHeldPasses } from '#modules/passes/held-passes.ts'
import type { Work } from '#platform/work.ts'
import { isHeldOut } from './flow-rules.ts'
import type { FlowTerms } from './flow-types.ts'
import { readLeaversSince } from './leaving-list-queries.ts'
import { readCases } from './offer-cases.ts'
import { chooseOffers } from './offer-rules.ts'

const monthMs = 31 * 86_400_000
const most = 300

export type DryRun = {
  leavers: number
  offers: { code: string; made: number; costCents: number }[]
  without: { why: string; count: number }[]
}

/**
 * A draft tried on who set out to leave in the last month: which offers it would have made, what they would cost if all were taken, and
 * why others would have got none. Facts as they stand now; nothing is written. The latest 300 leavers at most.
 */
export async function tryFlow(work: Work, terms: FlowTerms): Promise<DryRun> {
  const leavers = await readLeaversSince(work, new Date(work.at.getTime() - monthMs), most)
  const held = new Map(
    (
      await readHeldPasses(
        work,
        leavers.map(({ passId }) => passId),
      )
    ).map((each) => [each.pass.id, each]),
  )
  const made = new Map<string, number>(terms.offers.map(({ code }) => [code, 0]))
  const without = new Map<string, number>()
  const asked = leavers.flatMap(({ passId, memberId, reasonCode }) => {
    const pass = held.get(passId)
    return pass ? [{ held: pass, reasonCode, isHeldOut: isHeldOut(terms, work.merchantId, memberId) }] : []
  })
  for (const facts of await readCases(work, terms, asked)) {
    const { main, fallback, why } = chooseOffers({ ...terms, version: 0 }, facts)
    for (const offer of [main, fallback]) if (offer) made.set(offer.code, made.get(offer.code)! + 1)
    if (why) without.set(why, (without.get(why) ?? 0) + 1)
  }
  const costOf = new Map(terms.offers.map(({ code, costCents }) => [code, costCents]))
  return {
    leavers: leavers.length,
    offers: [...made].map(([code, count]) => ({ code, made: count, costCents: count * costOf.get(code)! })),
    without: [...without].map(([why, count]) => ({ why, count })),
  }
}
