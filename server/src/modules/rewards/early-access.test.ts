import assert from 'node:assert/strict'
import { test } from 'node:test'
import { freezePass, previewFreeze } from '#modules/passes/freeze-pass.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { givePoints, makeReward } from '#testing/make-reward.ts'
import { inWork, testAt } from '#testing/work.ts'
import { enterDraw, publishDraw } from './draw-prize.ts'
import { opensBy } from './early-access.ts'
import { redeemReward } from './redeem-reward.ts'
import { listRewards } from './reward-queries.ts'

const inHours = (hours: number) => new Date(testAt.getTime() + hours * 3_600_000)

async function makeEarly(work: Work) {
  const { storeId } = await makeShop(work)
  const plan = await makePlan(work, { benefits: [{ kind: 'early_access', hours: 24 }] })
  const { id: holder } = await makeMember(work)
  const { id: other } = await makeMember(work)
  const { passId } = await makePass(work, { storeId, memberId: holder, plan })
  for (const memberId of [holder, other]) await givePoints(work, memberId, storeId, 1_000)
  return { storeId, holder, other, passId }
}

const wish = (memberId: string, rewardId: string, storeId: string) => ({
  ...{ redemptionId: newId(), memberId, rewardId, storeId, quantity: 1, address: null, points: 100, cashCents: 0 },
})

test(
  'what opens tomorrow is open to who holds a pass with early access, and refused to all others; not a day before that',
  inWork(async (work) => {
    const { storeId, holder, other } = await makeEarly(work)
    const { id: soon } = await makeReward(work, { startsAt: inHours(23) })
    const { id: later } = await makeReward(work, { startsAt: inHours(25) })
    assert.deepEqual([await opensBy(work, holder), await opensBy(work, other)], [inHours(24), testAt])
    const shown = await listRewards(work, true, await opensBy(work, holder))
    assert.deepEqual(
      shown.map(({ id }) => id),
      [soon],
    )
    assert.deepEqual(await listRewards(work, true), [])
    await redeemReward(work, wish(holder, soon, storeId))
    await assert.rejects(redeemReward(work, wish(other, soon, storeId)), { code: 'reward_not_on' })
    await assert.rejects(redeemReward(work, wish(holder, later, storeId)), { code: 'reward_not_on' })

    const prize = { name: '50 积分', kind: 'points' as const, points: 50, couponTemplateId: null, rewardId: null }
    const { drawId } = await publishDraw(work, {
      ...{ drawId: newId(), name: '抽奖', rules: '每天一次', costPoints: 1, dayMost: 3 },
      ...{ startsAt: inHours(10), endsAt: inHours(20), prizes: [{ ...prize, worthCents: 50, oddsPpm: 1, total: 1 }] },
    })
    assert.equal((await enterDraw(work, { entryId: newId(), drawId, memberId: holder })).number, 1)
    await assert.rejects(enterDraw(work, { entryId: newId(), drawId, memberId: other }), { code: 'draw_not_on' })
  }),
)

test(
  'a pass that rests opens nothing earlier',
  inWork(async (work) => {
    const { holder, passId } = await makeEarly(work)
    const days = { fromDay: '2026-03-01', untilDay: '2026-03-10' }
    const { fingerprint } = await previewFreeze(work, passId, days)
    await freezePass(work, { passId, freezeId: newId(), ...days, fingerprint, reason: '出差' })
    assert.deepEqual(await opensBy(work, holder), testAt)
  }),
)
