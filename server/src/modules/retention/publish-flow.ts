import { packOn } from '#modules/law-packs/pack-rules.ts'
import { readStoreRegion } from '#modules/law-packs/store-law.ts'
import type { LawPack } from '#modules/law-packs/pack-types.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { Refused } from '#shared/refusal.ts'
import { insertFlow, readFlow } from './flow-queries.ts'
import { checkFlow, checkLawful } from './flow-rules.ts'
import type { Flow } from './flow-types.ts'

/** The packs that the shop's open stores stand under today, each once. */
export async function packsOfShop(work: Work): Promise<LawPack[]> {
  const stores = [...(await storeFacts(work)).values()].filter(({ closedAt }) => closedAt === null)
  const regions = await Promise.all(stores.map(({ id }) => readStoreRegion(work, id)))
  const packs = stores.map(({ timeZone }, index) => packOn(regions[index]!.region, localDay(work.at, timeZone)))
  return [...new Map(packs.map((pack) => [pack.id, pack])).values()]
}

/**
 * Publishes the next version of the way out; leavings under way stay on theirs. Refuses a save over a version that was published
 * meanwhile, what `checkFlow` refuses, and a flow that breaks the law of a store's region (`flow_breaks_law`, with the rule).
 */
export async function publishFlow(work: Work, { version, ...terms }: Flow): Promise<{ version: number }> {
  const before = await readFlow(work)
  if (before.version !== version) throw new Refused('flow_changed')
  const refusal = checkFlow(terms) ?? checkLawful(terms, await packsOfShop(work))
  if (refusal) throw new Refused(refusal.code, refusal.details)
  const next = version + 1
  if (!(await insertFlow(work, { ...terms, version: next }))) throw new Refused('flow_changed')
  work.audit({
    action: 'retention.manage',
    subject: { kind: 'cancel_flow', id: work.merchantId },
    changes: {
      version: [version, next],
      offers: [before.offers.map(({ code }) => code), terms.offers.map(({ code }) => code)],
      holdoutBps: [before.holdoutBps, terms.holdoutBps],
    },
  })
  return { version: next }
}
