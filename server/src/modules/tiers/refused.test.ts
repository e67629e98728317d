import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { inWork } from '#testing/work.ts'
import { addGrowth, grantTier } from './grant-tier.ts'
import { publishProgramme } from './publish-programme.ts'
import { reportBenefits } from './report-benefits.ts'

test(
  'without levels there is no growth to add and no benefit to report',
  inWork(async (work) => {
    await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const growth = { growthId: newId(), memberId, units: 10, reason: '补录' }
    await assert.rejects(addGrowth(work, growth), { code: 'tier_programme_not_found' })
    const days = { from: '2026-01-01', to: '2026-02-01' }
    await assert.rejects(reportBenefits(work, days), { code: 'tier_programme_not_found' })
  }),
)

test(
  'a level is granted above what somebody earned, not beside or below it',
  inWork(async (work) => {
    await makeShop(work)
    const terms = programmeTerms({ measure: 'growth', growth: { perCents: 100, perVisit: 0 } })
    await makeProgramme(work, terms)
    const { id: memberId } = await makeMember(work)
    await addGrowth(work, { growthId: newId(), memberId, units: 300_000, reason: '老会员' })
    const grant = (tierId: string) => ({ grantId: newId(), memberId, tierId, untilDay: '2026-12-31', reason: '试用' })
    for (const tierId of terms.ids.slice(0, 2)) {
      await assert.rejects(grantTier(work, grant(tierId)), { code: 'tier_grant_lower' })
    }
    await grantTier(work, grant(terms.ids[2]))
  }),
)

test(
  'a level’s prices are those of a list of its own, not of another level’s',
  inWork(async (work) => {
    await makeShop(work)
    const terms = programmeTerms()
    await makeProgramme(work, terms)
    const priceListId = newId()
    const list = {
      id: priceListId,
      name: '金卡价',
      kind: 'member' as const,
      storeId: null,
      startsAt: null,
      endsAt: null,
    }
    await createPriceList(work, { ...list, tierId: terms.ids[1], rateBps: 9_000 })
    const benefits = [{ kind: 'member_price' as const, benefitId: newId(), priceListId }]
    const withPrices = (index: number) => ({
      ...terms,
      levels: terms.levels.map((level, at) => (at === index ? { ...level, benefits } : level)),
    })
    const publish = (index: number) => {
      const { ids: _ids, ...rest } = withPrices(index)
      return publishProgramme(work, { version: 1, terms: rest })
    }
    await assert.rejects(publish(0), { code: 'tier_price_list_foreign' })
    await publish(1)
  }),
)
