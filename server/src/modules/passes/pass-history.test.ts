import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { addDays, type Day } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeTerms, makeUse } from '#testing/make-pass.ts'
import { inWork, testAt, type TestWork } from '#testing/work.ts'
import { extendPass } from './change-pass.ts'
import { freezePass, previewFreeze, thawPass } from './freeze-pass.ts'
import { quoteFreeze, quoteThaw } from './freeze-rules.ts'
import { NaivePass } from './naive-pass.ts'
import { type Pass, refuseComponent, refusePass, type Taken } from './pass-rules.ts'
import { periodEnd } from './period-rules.ts'
import type { Quota } from './plan-types.ts'
import { showPass } from './show-passes.ts'
import { undoUse } from './use-pass.ts'

const start = '2026-03-01'
const goodDays = 40
const units = 12
const freezeTerms = { maxDays: 30, maxTimes: 4, minDays: 1, feeCents: 0 }

type Step =
  | { do: 'wait'; days: number }
  | { do: 'use' }
  | { do: 'undo' }
  | { do: 'freeze'; inDays: number; days: number }
  | { do: 'thaw' }
  | { do: 'extend'; days: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 6, arbitrary: fc.constant({ do: 'use' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'undo' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('freeze' as const),
      inDays: fc.integer({ min: 0, max: 8 }),
      days: fc.integer({ min: 1, max: 12 }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'thaw' as const }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('extend' as const), days: fc.integer({ min: 1, max: 5 }) }) },
)

const quota: fc.Arbitrary<Quota> = fc.record({
  units: fc.integer({ min: 1, max: 3 }),
  per: fc.constantFrom('day', 'week', 'month'),
  counting: fc.constantFrom('calendar', 'rolling'),
})

function freshPass(quotas: readonly Quota[]): Pass {
  const terms = makeTerms({
    components: [makeComponent({ units, quotas })],
    validity: { unit: 'day', count: goodDays },
    freeze: freezeTerms,
  })
  return {
    ...{
      id: newId(),
      planId: newId(),
      planVersion: 1,
      name: '卡',
      priceCents: 100,
      terms,
      memberId: 'm',
      saleId: null,
    },
    ...{ saleLineId: null, storeId: 's', soldAt: testAt, soldDay: start, zone: 'UTC', paidCents: 100, listCents: 100 },
    ...{
      refundPolicy: { version: 'cn', withdrawalDays: 7, merchant: 'proportional', member: 'list_price' },
      startsDay: start,
      latestStartDay: null,
      endsDay: periodEnd(start, terms.validity!),
    },
    ...{ extendedDays: 0, renewsPassId: null, cancelAskedAt: null, endedAt: null, endedAs: null, refundedCents: 0 },
    ...{ lastAt: testAt, freezes: [], familyIds: [] },
  }
}

/** The pure rules beside the paper card: what one lets, the other lets, and both end on the same day. */
function live(steps: readonly Step[], quotas: readonly Quota[]): void {
  let pass = freshPass(quotas)
  let today: Day = start
  const paper = new NaivePass({ start, goodDays, units, quotas })
  const taken: Taken[] = []
  const component = pass.terms.components[0]!
  for (const each of steps) {
    if (each.do === 'wait') today = addDays(today, each.days)
    if (each.do === 'use') {
      const visit = { at: new Date(`${today}T12:00:00Z`), day: today, zone: 'UTC', storeId: 's', memberId: 'm' }
      const whole = { ...visit, item: null, staffGrade: null, units: 1 }
      const left = units - taken.length
      const refusal = refusePass(pass, whole) ?? refuseComponent(pass, component, whole, { left, taken })
      assert.equal(refusal === undefined, paper.mayUse(today), `${today}: ${refusal?.code ?? 'let'}`)
      if (refusal) continue
      paper.use(today)
      taken.push({
        componentId: component.id,
        memberId: 'm',
        day: today,
        units: 1,
        isHeld: false,
        isAbsent: false,
        bookingId: null,
      })
    }
    if (each.do === 'undo' && taken.length > 0) paper.undo(taken.pop()!.day)
    if (each.do === 'freeze') {
      const wish = { fromDay: addDays(today, each.inDays), untilDay: addDays(today, each.inDays + each.days - 1) }
      const quote = quoteFreeze(pass, wish, taken, today)
      const isLet =
        today <= paper.lastDay() && paper.mayFreeze(wish.fromDay, wish.untilDay, freezeTerms, pass.freezes.length)
      assert.equal(!isRefusal(quote), isLet, `${JSON.stringify(wish)}: ${isRefusal(quote) ? quote.code : 'let'}`)
      if (isRefusal(quote)) continue
      paper.freeze(wish.fromDay, wish.untilDay)
      const freeze = { id: newId(), ...wish, askedUntilDay: wish.untilDay }
      pass = { ...pass, endsDay: quote.endsDay, freezes: [...pass.freezes, freeze] }
    }
    if (each.do === 'thaw') {
      const open = pass.freezes.find(({ untilDay }) => untilDay >= today)
      if (!open) continue
      const quote = quoteThaw(pass, open.id, today)
      assert.ok(!isRefusal(quote))
      paper.thaw(open.fromDay > today ? open.fromDay : today, open.untilDay)
      const rest = pass.freezes.filter(({ id }) => id !== open.id)
      const kept = quote.isCancelled ? rest : [...rest, { ...open, untilDay: quote.untilDay }]
      pass = { ...pass, endsDay: quote.endsDay, freezes: kept }
    }
    if (each.do === 'extend') {
      paper.extend(each.days)
      pass = { ...pass, endsDay: addDays(pass.endsDay!, each.days) }
    }
    assert.equal(pass.endsDay, paper.lastDay())
  }
}

test('whatever is used, frozen, thawed and extended, the rules let and end what a paper card does', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.array(quota, { maxLength: 2 }), (steps, quotas) =>
      live(steps, quotas),
    ),
    { numRuns: 2_000 },
  )
})

test(
  'and so do the use cases in the database, the ledger adding up',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const quotas: Quota[] = [{ units: 2, per: 'week', counting: 'rolling' }]
    const plan = await makePlan(work, {
      components: [makeComponent({ units, quotas })],
      validity: { unit: 'day', count: goodDays },
      freeze: freezeTerms,
    })
    const histories = fc.sample(fc.array(step, { minLength: 8, maxLength: 14 }), { numRuns: 8, seed: 20_260_301 })
    for (const history of histories) {
      const { id: memberId } = await makeMember(work)
      const pass = await makePass(work, { storeId, memberId, plan })
      const paper = new NaivePass({ start, goodDays, units, quotas })
      await liveInDatabase(work, { pass, paper, memberId, storeId }, history)
    }
    assert.ok((await verifyLedger(work)).ok)
  }),
)

type Lived = { pass: Awaited<ReturnType<typeof makePass>>; paper: NaivePass; memberId: string; storeId: string }

async function liveInDatabase(work: TestWork, { pass, paper, memberId, storeId }: Lived, steps: readonly Step[]) {
  let days = 0
  const uses: { useId: string; day: Day }[] = []
  const { passId } = pass
  for (const each of steps) {
    const now = work.as(work.actor, new Date(testAt.getTime() + days * 86_400_000))
    const today = addDays(start, days)
    if (each.do === 'wait') days += each.days
    if (each.do === 'use') {
      const attempt = makeUse(now, pass, { memberId, storeId })
      if (!paper.mayUse(today)) {
        await assert.rejects(attempt)
        continue
      }
      uses.push({ useId: (await attempt).useId, day: today })
      paper.use(today)
    }
    if (each.do === 'undo' && uses.length > 0 && today <= paper.lastDay()) {
      const { useId, day } = uses.pop()!
      await undoUse(now, { useId, reason: '点错了' })
      paper.undo(day)
    }
    if (each.do === 'freeze') {
      const wish = { fromDay: addDays(today, each.inDays), untilDay: addDays(today, each.inDays + each.days - 1) }
      const shown = await showPass(now, passId)
      const isLet =
        today <= paper.lastDay() && paper.mayFreeze(wish.fromDay, wish.untilDay, freezeTerms, shown.freezes.length)
      if (!isLet) {
        await assert.rejects(previewFreeze(now, passId, wish))
        continue
      }
      const { fingerprint } = await previewFreeze(now, passId, wish)
      await freezePass(now, { ...wish, passId, freezeId: newId(), reason: '出差', fingerprint })
      paper.freeze(wish.fromDay, wish.untilDay)
    }
    if (each.do === 'thaw') {
      const open = (await showPass(now, passId)).freezes.find(({ untilDay }) => untilDay >= today)
      if (!open) continue
      await thawPass(now, { passId, freezeId: open.freezeId })
      paper.thaw(open.fromDay > today ? open.fromDay : today, open.untilDay)
    }
    if (each.do === 'extend') {
      await extendPass(now, { passId, extensionId: newId(), days: each.days, reason: '补偿' })
      paper.extend(each.days)
    }
    const shown = await showPass(now, passId)
    assert.equal(shown.endsDay, paper.lastDay())
    if (today <= paper.lastDay()) assert.equal(shown.components[0]!.leftUnits, paper.leftUnits())
  }
}
