import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { beginLeaving, finishLeaving, previewLeaving } from './leave.ts'

/** A pass of ten visits for 1,600.00, of which 600.00 came out of the purse and 1,000.00 in cash; a point for each yuan. */
async function holder(work: TestWork, used = 0) {
  const { storeId } = await makeShop(work)
  await setEarnPolicy(work, {
    rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
    expiry: { months: 12, round: 'month_end' },
  })
  const { id: memberId } = await makeMember(work)
  await makeStoredValue(work, memberId, 50_000, 10_000)
  const before = await holdings(work, memberId)
  const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work), storedCents: 60_000 })
  for (let visit = 0; visit < used; visit++) await makeUse(work, pass, { memberId, storeId })
  return { memberId, passId: pass.passId, before }
}

test(
  'before leaving one reads how the money comes back and which points go with it; exactly that happens, and the receipt says it again',
  inWork(async (work) => {
    const { memberId, passId, before } = await holder(work)
    const { quotes } = await previewLeaving(work, { passId, memberId })
    assert.deepEqual(quotes.now.back, {
      parts: [
        { way: 'stored_value', cents: 60_000 },
        { way: 'hand', cents: 100_000 },
      ],
      pointsTaken: 1_600,
    })
    assert.equal(quotes.atEnd?.back, null, 'used to its end nothing comes back, and no point goes')

    const { leaving } = await beginLeaving(work, { leavingId: newId(), passId, memberId, channel: 'portal' })
    const { fingerprint } = quotes.now
    const done = await finishLeaving(work, { leavingId: leaving.id, time: 'now', fingerprint })
    assert.equal(done.leaving.toHandOverCents, 100_000)
    assert.deepEqual(done.leaving.quote?.back, quotes.now.back)
    assert.deepEqual(await holdings(work, memberId), before, 'the purse and the points are as before the purchase')
  }),
)

test(
  'part of the pass was had: the parts add up to what comes back, and the points of the rest stay',
  inWork(async (work) => {
    const { memberId, passId } = await holder(work, 3)
    const { now } = (await previewLeaving(work, { passId, memberId })).quotes
    assert.equal(now.refundCents, 100_000)
    assert.equal(
      now.back?.parts.reduce((sum, { cents }) => sum + cents, 0),
      now.refundCents,
    )
    assert.equal(now.back?.pointsTaken, 1_000)
  }),
)
