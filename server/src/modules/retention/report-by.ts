import { lineSellers } from '#modules/cashier/line-sellers.ts'
import { userNames } from '#modules/identity/user-names.ts'
import { readStoreRegion } from '#modules/law-packs/store-law.ts'
import { ageOn } from '#modules/members/birthday-rules.ts'
import { memberTraits } from '#modules/members/member-traits.ts'
import { passSales } from '#modules/passes/pass-sales.ts'
import { planNames } from '#modules/passes/plan-names.ts'
import { todayOf } from '#modules/passes/today.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { ageBand, breakDown, type Breakdown, type BreakdownRow, unknownKey } from './report-by-rules.ts'
import { readRegionField } from './region-field.ts'
import { type LeavingFact, readLeavingFacts } from './report-queries.ts'

export type Period = { from: Date; until: Date }

/** A leaving's group: what it is counted under, and the name that people know it by. */
type GroupOf = (leaving: LeavingFact) => { key: string; name: string | null }

const unknown = { key: unknownKey, name: null }

/**
 * Leavings begun within days, by one side of them: the month, the plan, the store and its region, the member's age and region, who sold the
 * pass, the way they came. What nobody told is `unknown`. A handful of statements for however many.
 */
export async function readBreakdown(work: Work, by: Breakdown, period: Period): Promise<BreakdownRow[]> {
  const leavings = await readLeavingFacts(work, period)
  const groupOf = await groupings[by](work, leavings)
  return breakDown(
    by,
    leavings.map((leaving) => ({
      ...groupOf(leaving),
      ...{ reasonCode: leaving.reasonCode, refundCents: leaving.refundCents },
      isCancelled: leaving.doneAs === 'cancelled' && leaving.takenBackAt === null,
      isKept: leaving.doneAs === 'kept',
    })),
  )
}

const groupings: Record<Breakdown, (work: Work, leavings: readonly LeavingFact[]) => Promise<GroupOf>> = {
  async month(work) {
    const stores = await storeFacts(work)
    return ({ at, storeId }) => ({
      key: localDay(at, stores.get(storeId)?.timeZone ?? 'UTC').slice(0, 7),
      name: null,
    })
  },
  async plan(work, leavings) {
    const names = await planNames(
      work,
      leavings.map(({ planId }) => planId),
    )
    return ({ planId }) => ({ key: planId, name: names.get(planId) ?? null })
  },
  async store(work) {
    const stores = await storeFacts(work)
    return ({ storeId }) => ({ key: storeId, name: stores.get(storeId)?.name ?? null })
  },
  async age(work, leavings) {
    const traits = await traitsOf(work, leavings)
    const today = await todayOf(work)
    return ({ memberId }) => {
      const birthday = traits.get(memberId)?.birthday
      return { key: ageBand(birthday ? ageOn(birthday, today) : null), name: null }
    }
  },
  async region(work, leavings) {
    const { code } = await readRegionField(work)
    const traits = await traitsOf(work, leavings, code)
    return ({ memberId }) => {
      const region = traits.get(memberId)?.region
      return region ? { key: region, name: region } : unknown
    }
  },
  async storeRegion(work, leavings) {
    const storeIds = [...new Set(leavings.map(({ storeId }) => storeId))]
    const regions = await Promise.all(storeIds.map((id) => readStoreRegion(work, id)))
    const regionOf = new Map(storeIds.map((id, index) => [id, regions[index]!.region]))
    return ({ storeId }) => ({ key: regionOf.get(storeId)!, name: null })
  },
  async advisor(work, leavings) {
    const sales = await passSales(
      work,
      leavings.map(({ passId }) => passId),
    )
    const lines = sales.flatMap(({ saleId, lineId }) => (saleId && lineId ? [{ saleId, lineId }] : []))
    const sellers = await lineSellers(work, lines)
    const names = await userNames(work, [...new Set(sellers.values())])
    const lineOf = new Map(sales.map(({ passId, lineId }) => [passId, lineId]))
    return ({ passId }) => {
      const seller = sellers.get(lineOf.get(passId) ?? '')
      return seller ? { key: seller, name: names.get(seller) ?? null } : unknown
    }
  },
  async channel() {
    return ({ channel }) => ({ key: channel, name: null })
  },
}

function traitsOf(work: Work, leavings: readonly LeavingFact[], regionCode: string | null = null) {
  return memberTraits(
    work,
    leavings.map(({ memberId }) => memberId),
    regionCode,
  )
}
