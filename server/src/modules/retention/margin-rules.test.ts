import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeLife } from '#testing/make-life.ts'
import {
  type CostShares,
  type LeaverFacts,
  marginCents,
  marginOf,
  shippedCostShares,
  type TakenTerms,
} from './margin-rules.ts'

const window = { fromDay: '2026-01-11', days: 30 }
const itemCosts = new Map([['cream', 1_200]])
const margin = (facts: Partial<LeaverFacts>, shares: CostShares = shippedCostShares) =>
  marginOf({ lives: [], lines: [], offers: [], ...facts }, window, { shares, itemCosts })

const taken = (given: Partial<TakenTerms>): TakenTerms => ({
  ...{ passId: 'pass', day: '2026-01-11', terms: { kind: 'contact' }, costCents: 300, takings: [] },
  ...given,
})
const days = taken({ terms: { kind: 'extension', days: 10 }, costCents: 9_999 })
const coupon = taken({ terms: { kind: 'discount', templateId: 't' }, costCents: 9_999 })
const line = (itemId: string, itemKind: 'product' | 'service', netCents: number, day = '2026-01-20') => ({
  ...{ memberId: 'm', day, itemId, itemKind, netCents, quantityMilli: 2_000 },
})

test('goods at their cost where it is known, else by the share of their kind; nothing outside of the days', () => {
  const lines = [
    line('cream', 'product', 5_000),
    line('unknown', 'product', 1_000),
    line('massage', 'service', 2_000, '2026-02-09'),
    line('massage', 'service', 7_000, '2026-02-10'),
    line('massage', 'service', 7_000, '2026-01-10'),
  ]
  // Two creams cost 24.00; 60 % of 10.00 and 40 % of 20.00 are 14.00.
  const counted = margin({ lines })
  assert.deepEqual(counted, { revenueCents: 8_000, knownCostCents: 2_400, sharedCostCents: 1_400, offerCents: 0 })
  assert.equal(marginCents(counted), 4_200)
})

test('a pass earns while it is had, at its plan’s share or its cost of a visit', () => {
  const lives = [makeLife()]
  // Twenty of its thirty days are left of 30.00.
  assert.deepEqual(margin({ lives }), { revenueCents: 2_000, knownCostCents: 0, sharedCostCents: 800, offerCents: 0 })
  const half = { ...shippedCostShares, plans: [{ planId: 'plan', kind: 'share' as const, bps: 5_000 }] }
  assert.equal(margin({ lives }, half).sharedCostCents, 1_000)
  const uses = ['2026-01-05', '2026-01-15', '2026-01-16'].map((day) => ({ componentId: 'c', units: 1, day }))
  const visits = { ...shippedCostShares, plans: [{ planId: 'plan', kind: 'visit' as const, cents: 150 }] }
  const ten = margin({ lives: [makeLife({ units: 10, uses })] }, visits)
  // Two of ten units, and the seven that nobody came for when it ran out: 27.00 of 30.00, served twice.
  assert.deepEqual(ten, { revenueCents: 2_700, knownCostCents: 0, sharedCostCents: 300, offerCents: 0 })
})

test('days on top are charged whole when they are given, at what a day was sold for, and not what the flow guessed', () => {
  const lives = [makeLife({ endsDay: '2026-02-09', extendedDays: 10 })]
  // 30 days at 1.00, of which ten were free: 30.00 − 12.00 − 10.00.
  const counted = margin({ lives, offers: [days] })
  assert.deepEqual(counted, { revenueCents: 3_000, knownCostCents: 0, sharedCostCents: 1_200, offerCents: 1_000 })
  assert.equal(marginCents(counted), 800)
  const counting = margin({ lives: [makeLife({ units: 10, endsDay: '2026-02-19' })], offers: [days] })
  assert.equal(counting.offerCents, 9_999, 'units were paid for: what the flow says a day costs')
})

test('a coupon costs what it took off, once and when it did; one that was not used costs nothing', () => {
  const lines = [line('cream', 'product', 4_500)]
  const used = { ...coupon, takings: [{ day: '2026-01-20', offCents: 500 }] }
  // Sold for 50.00 less 5.00; two creams cost 24.00.
  const counted = margin({ lines, offers: [used] })
  assert.deepEqual(counted, { revenueCents: 5_000, knownCostCents: 2_400, sharedCostCents: 0, offerCents: 500 })
  assert.equal(marginCents(counted), 4_500 - 2_400)
  assert.equal(margin({ offers: [coupon] }).offerCents, 0)
  const late = { ...coupon, takings: [{ day: '2026-02-10', offCents: 500 }] }
  assert.deepEqual(margin({ offers: [late] }), {
    ...{ revenueCents: 0, knownCostCents: 0, sharedCostCents: 0, offerCents: 0 },
  })
})

test('an advisor costs what the flow says, when the offer is taken', () => {
  assert.equal(margin({ offers: [taken({})] }).offerCents, 300)
  assert.equal(margin({ offers: [taken({ day: '2026-02-10' })] }).offerCents, 0)
})

test('leaving at once, staying, and staying for days: the whole of each by hand', () => {
  const stays = margin({ lives: [makeLife()] })
  const ended = { endedAt: new Date('2026-01-11T12:00:00Z'), endedAs: 'refunded' as const, refundedCents: 1_900 }
  const leaves = margin({ lives: [makeLife(ended)] })
  const longer = margin({ lives: [makeLife({ endsDay: '2026-02-09', extendedDays: 10 })], offers: [days] })
  // 20.00 − 8.00; the eleventh day alone, 1.00 − 0.40; 30.00 − 12.00 − 10.00.
  assert.deepEqual([stays, leaves, longer].map(marginCents), [1_200, 60, 800])
})
