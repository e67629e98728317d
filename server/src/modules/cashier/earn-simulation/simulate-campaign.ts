import { earnBasisOf, pointsFor } from '#modules/cashier/pricing/tender-plan-rules.ts'
import { itemScopes } from '#modules/catalog/item-facts.ts'
import { readBirthdays } from '#modules/members/birthday-facts.ts'
import { memberTiers } from '#modules/members/member-tiers.ts'
import { checkCampaign, type CampaignDraft } from '#modules/points/campaign-save-rules.ts'
import type { Campaign } from '#modules/points/campaign-types.ts'
import { type LiveEarnPolicy, readEarnPolicy } from '#modules/points/earn-policy.ts'
import { readRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { costOfPoints, type PastSale, type SimulatedRow, startReplay } from '#modules/points/simulate-rules.ts'
import { type StoreFacts, storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { type PastSaleRow, readPastSales, readSpan } from './past-sale-queries.ts'

const dayMs = 86_400_000
/** A simulation is asked for while somebody waits: the newest sales, no more than these. */
const mostSales = 20_000
const pageSize = 1_000

export type SimulationWish = Omit<CampaignDraft, 'simulated'> & {
  /** The campaign that the draft is to be the next version of; null: a new one. */
  campaignId: string | null
  days: number
}

/** In place of the id that a draft does not have yet. */
const draftId = '00000000-0000-7000-8000-000000000000'

/**
 * What a draft would have given in the last days of real sales, beside what today's rules give: points, their cost by the redeem
 * rule, and whom it touches. Sales count as they were sold; members have the level of today. Reads only, page by page; beyond the
 * newest 20,000 sales it stops and says from when on it looked.
 */
export async function simulateCampaign(work: Work, { campaignId, days, ...draft }: SimulationWish) {
  const refusal = checkCampaign({ ...draft, simulated: null })
  if (refusal) accept(refusal)
  const from = new Date(work.at.getTime() - days * dayMs)
  const [policy, redeem, stores, span] = await Promise.all([
    readEarnPolicy(work),
    readRedeemPolicy(work),
    storeFacts(work),
    readSpan(work, { from, most: mostSales }),
  ])
  if (!policy) throw new Refused('campaign_without_base')
  const replay = startReplay({ rule: policy.rule, before: policy.campaigns, draft: campaignOf(draft, campaignId) })
  const since = span.firstAt ?? from
  let after: { at: Date; id: string } | null = null
  for (let left = span.sales; left > 0;) {
    const rows: PastSaleRow[] = await readPastSales(work, { from: since, after, limit: Math.min(left, pageSize) })
    if (rows.length === 0) break
    const page = await pastSalesOf(work, rows, policy, stores)
    replay.learn(page.birthdays)
    replay.take(page.sales)
    const last = rows.at(-1)!
    after = { at: last.at, id: last.id }
    left -= rows.length
  }
  const { byDay, byStore, byTier, ...sum } = replay.result()
  const costOf = (points: number) => costOfPoints(points, redeem?.rule ?? null)
  const withCost = <Key>(row: SimulatedRow<Key>) => ({ ...row, addedCents: costOf(row.afterPoints - row.beforePoints) })
  return {
    ...{ days, ...sum, isCut: span.sales === mostSales, since: since.toISOString() },
    beforeCents: costOf(sum.beforePoints),
    afterCents: costOf(sum.afterPoints),
    addedCents: costOf(sum.afterPoints - sum.beforePoints),
    byDay: byDay.map(({ key: day, ...row }) => ({ day, ...row })),
    byStore: byStore.map((row) => {
      const { key: storeId, ...rest } = withCost(row)
      return { storeId, storeName: stores.get(storeId)?.name ?? '', ...rest }
    }),
    byTier: byTier.map((row) => {
      const { key: tierId, ...rest } = withCost(row)
      return { tierId, ...rest }
    }),
  }
}

function campaignOf(draft: Omit<CampaignDraft, 'simulated'>, campaignId: string | null): Campaign {
  const { name, terms, startsAt, endsAt, budgetPoints } = draft
  return {
    ...terms,
    ...{ campaignId: campaignId ?? draftId, version: 0, name, budgetPoints },
    ...{ startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null },
  }
}

async function pastSalesOf(
  work: Work,
  rows: readonly PastSaleRow[],
  { rule }: LiveEarnPolicy,
  stores: ReadonlyMap<string, StoreFacts>,
) {
  const memberIds = [...new Set(rows.map(({ memberId }) => memberId))]
  const itemIds = [...new Set(rows.flatMap(({ lines }) => lines.map(({ itemId }) => itemId)))]
  const [tiers, birthdays, items] = await Promise.all([
    memberTiers(work, memberIds),
    readBirthdays(work, memberIds),
    itemScopes(work, itemIds),
  ])
  const sales = rows.map((row): PastSale => {
    const lines = row.lines.map(({ lineId, itemId, quantityMilli, isWeighed, ...line }) => ({
      ...{ lineId, productId: itemId, quantityMilli, isWeighed },
      categoryIds: items.get(itemId)?.categoryIds ?? [],
      basisCents: earnBasisOf(line, row.tenders, rule),
    }))
    const basisCents = lines.reduce((total, line) => total + line.basisCents, 0)
    return {
      ...{ saleId: row.id, at: row.happenedAt, storeId: row.storeId, memberId: row.memberId },
      ...{ lines, isFirstVisit: row.isFirstVisit, basePoints: pointsFor(basisCents, rule) },
      timeZone: stores.get(row.storeId)!.timeZone,
      channel: row.isOffline ? 'offline' : 'till',
      tierId: tiers.get(row.memberId) ?? null,
    }
  })
  return { sales, birthdays }
}
