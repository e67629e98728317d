import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { addDays } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { cancelPass, previewCancel } from './cancel-pass.ts'
import { extendPass } from './change-pass.ts'
import type { PlanTerms } from './plan-types.ts'
import { agreeToRenewal } from './renew-pass.ts'
import { passEndSweep } from './tell-ends.ts'

const today = '2026-03-01'
const on = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * 86_400_000))

async function sweep(work: TestWork, days: number) {
  const now = on(work, days)
  while ((await passEndSweep.run(now)) === now.at);
}

/** What was told so far, as `type daysLeft`. */
const told = (work: TestWork) =>
  work.events
    .filter(({ event }) => event.type === 'pass.ends_soon' || event.type === 'pass.expired')
    .map(({ event }) => `${event.type} ${String(event.data?.['daysLeft'] ?? event.data?.['day'])}`)

/** A pass from 1 March through 30 June: 121 days ahead. */
async function quarter(work: TestWork, given: Partial<PlanTerms> = {}, shop?: { storeId: string }) {
  const { storeId } = shop ?? (await makeShop(work))
  const { id: memberId } = await makeMember(work)
  const plan = await makePlan(work, { validity: { unit: 'month', count: 4 }, ...given })
  const pass = await makePass(work, { storeId, memberId, plan })
  return { ...pass, storeId, memberId, plan }
}

suite('telling of passes that end', () => {
  test(
    'a holder is told 30, 7 and 1 days before the last day and once when it is over, however often the sweep runs',
    inWork(async (work) => {
      await quarter(work)
      for (let day = 80; day <= 130; day++) for (let run = 0; run < 2; run++) await sweep(work, day)
      assert.deepEqual(told(work), [
        'pass.ends_soon 30',
        'pass.ends_soon 7',
        'pass.ends_soon 1',
        'pass.expired 2026-06-30',
      ])
    }),
  )

  test(
    'a step that was missed is told late while the next is not due; after the last day nothing is said to end soon',
    inWork(async (work) => {
      await quarter(work)
      await sweep(work, 121 - 12)
      await sweep(work, 122)
      assert.deepEqual(told(work), ['pass.ends_soon 12', 'pass.expired 2026-06-30'])
    }),
  )

  test(
    'with a clock that was put back nobody is told again',
    inWork(async (work) => {
      await quarter(work)
      await sweep(work, 114)
      await sweep(work, 95)
      await sweep(work, 114)
      assert.deepEqual(told(work), ['pass.ends_soon 7'])
    }),
  )

  test(
    'a server that was away for a week tells of nothing that is long over',
    inWork(async (work) => {
      await quarter(work)
      await sweep(work, 129)
      assert.deepEqual(told(work), [])
    }),
  )

  test(
    'who has more days is told again before the new end',
    inWork(async (work) => {
      const { passId } = await quarter(work)
      await sweep(work, 114)
      await extendPass(on(work, 114), { passId, days: 30, reason: '装修', extensionId: newId() })
      await sweep(work, 115)
      await sweep(work, 121)
      await sweep(work, 144)
      assert.deepEqual(told(work), ['pass.ends_soon 7', 'pass.ends_soon 30', 'pass.ends_soon 7'])
    }),
  )

  test(
    'nothing is said of a pass that was renewed, renews by itself, or was cancelled',
    inWork(async (work) => {
      const renewed = await quarter(work)
      await makePass(work, { ...renewed, renewsPassId: renewed.passId })
      const charged = await quarter(work, {}, renewed)
      await agreeToRenewal(work, { passId: charged.passId, priceCents: 160_000 })
      const left = await quarter(work, {}, renewed)
      const wish = { cause: 'member', time: 'period_end' } as const
      const { fingerprint } = await previewCancel(work, left.passId, wish)
      await cancelPass(work, { ...wish, passId: left.passId, fingerprint, reason: '搬家' })
      await sweep(work, 114)
      assert.deepEqual(told(work), [])
    }),
  )

  test(
    'a pass whose visits are all used is only told of when it is over',
    inWork(async (work) => {
      const pass = await quarter(work, { components: [makeComponent({ units: 1 })] })
      await makeUse(work, pass, { memberId: pass.memberId, storeId: pass.storeId })
      await sweep(work, 114)
      await sweep(work, 122)
      assert.deepEqual(told(work), ['pass.expired 2026-06-30'])
    }),
  )

  test(
    'who buys a week is not told on the same day that it ends in a week',
    inWork(async (work) => {
      const pass = await quarter(work, { validity: { unit: 'day', count: 7 } })
      for (let day = 0; day < 8; day++) await sweep(work, day)
      assert.deepEqual(told(work), ['pass.ends_soon 1', `pass.expired ${addDays(today, 6)}`])
      const [first] = work.events.filter(({ event }) => event.type === 'pass.ends_soon')
      assert.deepEqual(first!.event.subject, { kind: 'member', id: pass.memberId })
      assert.deepEqual(first!.event.data, {
        ...{ passId: pass.passId, planId: pass.plan.planId, day: addDays(today, 6), daysLeft: 1, step: 1 },
      })
    }),
  )
})
