import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { addDays } from '#shared/business-day.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { caller, makeCommittedShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { committed } from '#testing/work.ts'
import { sellPlanOnline } from './save-plan.ts'

let app: App
before(async () => {
  app = await testApp()
})

/** A member on the phone with a pass that rests twice, thirty days in all, for 20.00 each time; used today. */
async function phoneOf(storedCents: number) {
  const { merchantId, storeId } = await makeCommittedShop()
  const { memberId, passId, headers } = await committed(merchantId, async (work) => {
    const { id } = await makeMember(work)
    if (storedCents > 0) await makeStoredValue(work, id, storedCents)
    const freeze = { maxDays: 30, maxTimes: 2, minDays: 3, feeCents: 2_000 }
    const pass = await makePass(work, { storeId, memberId: id, plan: await makePlan(work, { freeze }) })
    await makeUse(work, pass, { memberId: id, storeId })
    const dearer = await makePlan(work, { priceCents: 300_000, components: [makeComponent({ units: 20 })] })
    await sellPlanOnline(work, { planId: dearer.planId, isOnline: true })
    return { memberId: id, passId: pass.passId, headers: await makeMemberSession(work, id) }
  })
  const { call } = caller(app, headers)
  const stored = () => committed(merchantId, async (work) => (await holdings(work, memberId)).principalCents)
  const mine = async () => (await call({ url: '/me/passes' })).body.items[0]
  const quote = (fromDay: string, untilDay: string) =>
    call({ url: `/me/passes/${passId}/freeze-quote?fromDay=${fromDay}&untilDay=${untilDay}` })
  const freeze = async (fromDay: string, untilDay: string) => {
    const { fingerprint } = (await quote(fromDay, untilDay)).body
    const payload = { fromDay, untilDay, fingerprint }
    return call({ method: 'POST', url: `/me/passes/${passId}/freezes`, payload })
  }
  return { passId, merchantId, call, stored, mine, quote, freeze }
}

suite('days of rest on the phone', () => {
  test('a member rests their pass within its terms, pays what it costs, and ends the rest early', async () => {
    const { call, stored, mine, freeze, passId } = await phoneOf(5_000)
    const before = await mine()
    assert.deepEqual(before.freeze, { minDays: 3, feeCents: 2_000, leftDays: 30, leftTimes: 2 })
    const from = addDays(before.soldDay, 2)
    assert.equal((await freeze(from, addDays(from, 9))).status, 201)
    const resting = await mine()
    assert.deepEqual(
      [resting.endsDay, resting.freeze.leftDays, resting.freeze.leftTimes, await stored()],
      [addDays(before.endsDay, 10), 20, 1, 3_000],
    )
    const [{ freezeId }] = resting.freezes
    const url = `/me/passes/${passId}/freezes/${freezeId}`
    assert.equal((await call({ url: `${url}/thaw-quote` })).body.givenBackDays, 10)
    assert.equal((await call({ method: 'POST', url: `${url}/thaw` })).status, 200)
    assert.deepEqual([(await mine()).endsDay, (await mine()).freezes], [before.endsDay, []])
  })

  test('over a used day, over another rest, too long, too short or unpaid it is refused, and nothing happens', async () => {
    const { mine, quote, freeze, stored } = await phoneOf(3_000)
    const { soldDay: today, endsDay } = await mine()
    const code = async (from: number, until: number) => {
      const { status, body } = await quote(addDays(today, from), addDays(today, until))
      return status === 200 ? 'quoted' : body.code
    }
    assert.deepEqual(
      [await code(0, 5), await code(1, 2), await code(1, 31), await code(-3, 3), await code(5, 1)],
      ['freeze_over_used_day', 'freeze_too_short', 'freeze_days_used_up', 'freeze_in_past', 'freeze_days_invalid'],
    )
    assert.equal((await freeze(addDays(today, 1), addDays(today, 5))).status, 201)
    assert.equal(await code(5, 9), 'freeze_overlaps')
    const { status, body } = await freeze(addDays(today, 6), addDays(today, 9))
    assert.deepEqual([status, body.code], [409, 'balance_insufficient'])
    assert.deepEqual([(await mine()).endsDay, await stored()], [addDays(endsDay, 5), 1_000])
  })

  test('a member agrees on the phone that a pass renews by itself, at the price shown and told before, and stops it', async () => {
    const { passId, call, mine } = await phoneOf(0)
    const url = `/me/passes/${passId}/auto-renewal`
    const { body: shown } = await call({ url })
    const { endsDay, mayAutoRenew } = await mine()
    assert.deepEqual(
      [mayAutoRenew, shown.priceCents, shown.chargeDay, shown.noticeDay],
      [true, 160_000, endsDay, addDays(endsDay, -7)],
    )
    const agree = (priceCents: number) => call({ method: 'POST', url, payload: { priceCents } })
    assert.equal((await agree(150_000)).body.code, 'quote_changed')
    assert.equal((await agree(160_000)).status, 201)
    const agreed = await mine()
    assert.deepEqual([agreed.renewal.state, agreed.mayAutoRenew], ['planned', false])
    assert.equal((await call({ method: 'DELETE', url })).status, 200)
    assert.deepEqual([(await mine()).renewal.state, (await mine()).mayAutoRenew], ['stopped', true])
  })

  test('another’s pass does not exist; an own one lists what it may go for', async () => {
    const { passId, merchantId, call } = await phoneOf(0)
    const { body } = await call({ url: `/me/passes/${passId}/changes` })
    // One of ten visits for 1,600.00.
    assert.deepEqual([body.creditCents, body.items[0].dueCents], [144_000, 156_000])
    const stranger = await committed(merchantId, async (work) => makeMemberSession(work, (await makeMember(work)).id))
    const other = caller(app, stranger)
    for (const path of ['changes', 'auto-renewal', 'freeze-quote?fromDay=2026-03-05&untilDay=2026-03-09']) {
      const answer = await other.call({ url: `/me/passes/${passId}/${path}` })
      assert.deepEqual([answer.status, answer.body.code], [404, 'pass_not_found'])
    }
  })
})
