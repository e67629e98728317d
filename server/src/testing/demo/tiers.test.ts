import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { inWork } from '#testing/work.ts'
import { tellTiers } from './tiers.ts'

test(
  'the demo’s year of levels has rises, falls, a grace, a grant and gifts',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work)
    const on = (daysAgo: number) => work.as(work.actor, new Date(work.at.getTime() - daysAgo * 86_400_000))
    const memberIds: string[] = []
    for (let index = 0; index < 16; index++) {
      const birthday = { calendar: 'solar', year: 1990, month: 1 + (index % 12), date: 9, isLeapMonth: false } as const
      memberIds.push((await makeMember(on(360), { birthday })).id)
    }
    for (const [index, daysAgo] of [300, 200, 100, 40].entries()) {
      const items = [[itemId, 12]] as const
      for (const memberId of memberIds.slice(index * 2, index * 2 + 8)) {
        await makeSale(on(daysAgo), { storeId, memberId, items })
      }
    }
    await tellTiers({ memberIds, on })
    const causes = await work.send<{ cause: string }>(sql`
      select distinct cause from tiers.change where merchant_id = ${work.merchantId} order by cause`)
    assert.deepEqual(
      causes.map(({ cause }) => cause),
      ['earned', 'grant', 'import', 'review'],
    )
    assert.ok(work.emitted.includes('tier.grace_began'))
    assert.ok(work.emitted.includes('tier.gift_given'))
  }),
)
