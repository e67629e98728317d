import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { sellRenewal } from '#modules/cashier/sale/sell-renewal.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { localDay } from '#shared/business-day.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { extendPass } from './change-pass.ts'
import { agreeToRenewal, renewalSweep, stopAutoRenewal } from './renew-pass.ts'
import { passesOf, showPass } from './show-passes.ts'
import { newId } from '#shared/ids.ts'

const dayMs = 86_400_000
const sweep = renewalSweep(sellRenewal)
const on = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * dayMs))

/** A monthly pass from 1 to 31 March that renews by itself. */
async function monthly(work: TestWork, storedCents: number) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  if (storedCents > 0) await makeStoredValue(work, memberId, storedCents)
  const plan = await makePlan(work, { validity: { unit: 'month', count: 1 }, priceCents: 30_000 })
  const pass = await makePass(work, { storeId, memberId, plan })
  return {
    memberId,
    passId: pass.passId,
    agree: () => agreeToRenewal(work, { passId: pass.passId, priceCents: 30_000 }),
  }
}

/** The sweep as it runs every minute, once at noon of each day. */
async function live(work: TestWork, fromDay: number, untilDay: number) {
  for (let day = fromDay; day <= untilDay; day++) {
    const now = on(work, day)
    while ((await sweep.run(now)) === now.at);
  }
}

suite('renewal that runs by itself', () => {
  test(
    'the member is told seven days before, charged out of stored value, and has the next pass from the day after',
    inWork(async (work) => {
      const { memberId, passId, agree } = await monthly(work, 50_000)
      assert.deepEqual(await agree(), { passId, chargeDay: '2026-03-31', noticeDay: '2026-03-24', priceCents: 30_000 })
      await live(work, 1, 22)
      assert.ok(!work.emitted.includes('pass.renewal_near'))
      await live(work, 23, 23)
      assert.equal(work.emitted.filter((type) => type === 'pass.renewal_near').length, 1)
      await live(work, 24, 30)
      const [next] = await passesOf(on(work, 30), memberId, { isAll: false, today: '2026-03-31' })
      assert.deepEqual(
        [next!.startsDay, next!.endsDay, next!.renewal?.chargeDay],
        ['2026-04-01', '2026-04-30', '2026-04-30'],
      )
      assert.equal((await showPass(work, passId)).renewal?.state, 'charged')
      assert.equal((await holdings(work, memberId)).storedCents, 20_000)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'stopped with one tap nothing is charged',
    inWork(async (work) => {
      const { memberId, passId, agree } = await monthly(work, 50_000)
      await agree()
      await live(work, 1, 25)
      await stopAutoRenewal(on(work, 25), passId)
      await live(work, 26, 31)
      assert.equal((await holdings(work, memberId)).storedCents, 50_000)
      await assert.rejects(stopAutoRenewal(on(work, 26), passId), { code: 'auto_renewal_not_on' })
    }),
  )

  test(
    'a charge that cannot be made waits for a person, and is not tried again',
    inWork(async (work) => {
      const { memberId, passId, agree } = await monthly(work, 10_000)
      await agree()
      await live(work, 1, 33)
      const shown = await showPass(on(work, 33), passId)
      assert.deepEqual([shown.renewal?.state, shown.renewal?.failedCode], ['failed', 'balance_insufficient'])
      assert.equal(work.emitted.filter((type) => type === 'pass.renewal_failed').length, 1)
      assert.equal((await holdings(work, memberId)).storedCents, 10_000)
    }),
  )

  test(
    'told late because the shop’s server was off, the charge waits the days of notice all the same',
    inWork(async (work) => {
      const { memberId, agree } = await monthly(work, 50_000)
      await agree()
      await live(work, 28, 34) // first run on 29 March: two days before the charge
      const { event } = work.events.find((each) => each.event.type === 'pass.renewal_near')!
      assert.equal(event.data?.['chargeDay'], '2026-04-05')
      assert.equal((await holdings(work, memberId)).storedCents, 50_000)
      await live(work, 35, 35)
      assert.equal((await holdings(work, memberId)).storedCents, 20_000)
    }),
  )

  test(
    'the charge moves with the end of the pass',
    inWork(async (work) => {
      const { passId, agree } = await monthly(work, 50_000)
      await agree()
      await extendPass(work, { passId, extensionId: newId(), days: 10, reason: '装修' })
      const { renewal, endsDay } = await showPass(work, passId)
      assert.deepEqual([endsDay, renewal?.chargeDay, renewal?.noticeDay], ['2026-04-10', '2026-04-10', '2026-04-03'])
    }),
  )

  test(
    'nobody agrees to another price than the one that holds, nor too late to be told',
    inWork(async (work) => {
      const { passId } = await monthly(work, 50_000)
      await assert.rejects(agreeToRenewal(work, { passId, priceCents: 1 }), { code: 'quote_changed' })
      const late = on(work, 26)
      assert.equal(localDay(late.at, 'Asia/Shanghai'), '2026-03-27')
      await assert.rejects(agreeToRenewal(late, { passId, priceCents: 30_000 }), { code: 'auto_renewal_too_late' })
    }),
  )
})
