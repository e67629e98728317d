import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { always } from '#shared/recurring-times.ts'
import { isRefusal } from '#shared/refusal.ts'
import { codeFrom, codeLength, printedCode, typedCode } from '#shared/secret-code.ts'
import {
  applyCouponUses,
  type CouponOccasion,
  type CouponState,
  type HeldCoupon,
  planCouponReturn,
  planCouponUse,
  whyNotUsable,
} from './coupon-rules.ts'
import type { Coupon } from './coupon-types.ts'
import { planIssue, type IssuingState } from './issue-rules.ts'
import { checkTemplate, couponPeriod } from './template-rules.ts'

const zone = 'Asia/Shanghai'
const coupon: Coupon = {
  couponId: 'c1',
  templateId: 't1',
  name: '满减券',
  memberId: 'm1',
  startsAt: '2026-03-01T00:00:00.000+08:00',
  endsAt: '2026-04-01T00:00:00.000+08:00',
  benefit: { kind: 'amount', offCents: 1_000 },
  thresholdCents: 0,
  scope: wholeCatalogue,
  storeIds: ['s1'],
  times: always,
  stacking: { group: 'coupon', perSale: 1, withPromotions: true, withMemberPrice: true },
  priority: 100,
}
const occasion: CouponOccasion = {
  storeId: 's1',
  timeZone: zone,
  memberId: 'm1',
  at: new Date('2026-03-10T12:00:00+08:00'),
}
const held = (given: Partial<HeldCoupon> = {}): HeldCoupon => ({
  coupon,
  status: 'unused',
  turn: 0,
  returnGraceDays: 0,
  ...given,
})
const stateOf = (coupons: HeldCoupon[], budget?: { budgetCents: number; spentCents: number }): CouponState => ({
  coupons: new Map(coupons.map((each) => [each.coupon.couponId, each])),
  budgets: new Map(budget ? [['t1', budget]] : []),
})

const reasons: { title: string; given?: Partial<Coupon>; on?: Partial<CouponOccasion>; code: string | undefined }[] = [
  { title: 'in its period, at its store, for its member', code: undefined },
  { title: 'at the instant it ends', on: { at: new Date('2026-04-01T00:00:00+08:00') }, code: 'coupon_expired' },
  { title: 'a millisecond before it ends', on: { at: new Date('2026-03-31T23:59:59.999+08:00') }, code: undefined },
  { title: 'before it begins', on: { at: new Date('2026-02-28T23:59:59+08:00') }, code: 'coupon_not_yet' },
  { title: 'by another member', on: { memberId: 'm2' }, code: 'coupon_of_another' },
  { title: 'by a stranger', on: { memberId: null }, code: 'coupon_of_another' },
  {
    title: 'by a stranger, when it is bound to nobody',
    given: { memberId: null },
    on: { memberId: null },
    code: undefined,
  },
  { title: 'in another store', on: { storeId: 's2' }, code: 'coupon_not_here' },
  { title: 'on a day it does not hold', given: { times: { ...always, weekdays: [1] } }, code: 'coupon_not_now' },
]
for (const { title, given, on, code } of reasons) {
  test(`a coupon ${title}: ${code ?? 'usable'}`, () => {
    assert.equal(whyNotUsable({ ...coupon, ...given }, { ...occasion, ...on })?.code, code)
  })
}

test('of two sales of one batch the second is refused the coupon of the first', () => {
  const state = stateOf([held()])
  const sale = (saleId: string) => planCouponUse(state, { ...occasion, saleId }, [{ couponId: 'c1', offCents: 900 }])
  const first = sale('a')
  assert.ok(!isRefusal(first))
  applyCouponUses(state, first)
  const second = sale('b')
  assert.ok(isRefusal(second))
  assert.equal(second.code, 'coupon_used')
})

test('a budget pays to its last cent, and two coupons of one sale share it', () => {
  const two = [held(), held({ coupon: { ...coupon, couponId: 'c2' } })]
  const plan = (budgetCents: number) =>
    planCouponUse(stateOf(two, { budgetCents, spentCents: 500 }), { ...occasion, saleId: 'a' }, [
      { couponId: 'c1', offCents: 1_000 },
      { couponId: 'c2', offCents: 1_000 },
    ])
  assert.ok(!isRefusal(plan(2_500)))
  const short = plan(2_499)
  assert.ok(isRefusal(short))
  assert.deepEqual([short.code, short.details], ['coupon_budget_spent', { couponId: 'c2', leftCents: 999 }])
})

test('a coupon given back keeps its end; one that ended meanwhile has the grace of its template, counted in days', () => {
  const uses = [{ couponId: 'c1', turn: 0, offCents: 1_000 }]
  const back = (at: string, returnGraceDays: number) =>
    planCouponReturn(new Map([['c1', held({ status: 'used', returnGraceDays })]]), uses, {
      at: new Date(at),
      timeZone: zone,
    })[0]!.endsAt.toISOString()
  assert.equal(back('2026-03-20T12:00:00+08:00', 7), '2026-03-31T16:00:00.000Z')
  assert.equal(back('2026-04-02T12:00:00+08:00', 7), '2026-04-09T16:00:00.000Z')
  assert.equal(back('2026-04-02T12:00:00+08:00', 0), '2026-03-31T16:00:00.000Z')
})

test('a coupon is given back once', () => {
  const uses = [{ couponId: 'c1', turn: 0, offCents: 1_000 }]
  const again = new Map([['c1', held({ status: 'unused', turn: 1 })]])
  assert.deepEqual(planCouponReturn(again, uses, { at: occasion.at, timeZone: zone }), [])
})

test('a fixed period ends with its last day in the shop’s zone; days after issue count the first', () => {
  const at = new Date('2026-03-10T20:00:00+08:00')
  const fixed = couponPeriod({ kind: 'fixed', startsDay: '2026-03-08', endsDay: '2026-03-10' }, at, zone)!
  assert.equal(fixed.endsAt.toISOString(), '2026-03-10T16:00:00.000Z')
  assert.equal(couponPeriod({ kind: 'fixed', startsDay: '2026-03-08', endsDay: '2026-03-09' }, at, zone), null)
  const week = couponPeriod({ kind: 'after_issue', startsAfterDays: 0, days: 7 }, at, zone)!
  assert.deepEqual([week.startsAt, week.endsAt.toISOString()], [at, '2026-03-16T16:00:00.000Z'])
  const tomorrow = couponPeriod({ kind: 'after_issue', startsAfterDays: 1, days: 1 }, at, zone)!
  assert.equal(tomorrow.startsAt.toISOString(), '2026-03-10T16:00:00.000Z')
  assert.equal(tomorrow.endsAt.toISOString(), '2026-03-11T16:00:00.000Z')
})

const { couponId: _, templateId: __, name: ___, memberId: ____, startsAt: _____, endsAt: ______, ...terms } = coupon
const template = {
  name: '满减券',
  note: '',
  terms,
  validity: { kind: 'after_issue', startsAfterDays: 0, days: 7 },
  isClaimable: true,
  claimOpensAt: null,
  totalLimit: null,
  memberLimit: null,
  budgetCents: null,
  returnGraceDays: 0,
} as const
test('a template whose days or hours run backwards, or whose budget pays for nothing, is refused', () => {
  const codeOf = (given: object) => checkTemplate({ ...template, ...given })?.code
  assert.equal(codeOf({}), undefined)
  assert.equal(
    codeOf({ validity: { kind: 'fixed', startsDay: '2026-03-02', endsDay: '2026-03-01' } }),
    'invalid_coupon_period',
  )
  const times = { ...always, hours: [{ fromMinute: 600, untilMinute: 600 }] }
  assert.equal(codeOf({ terms: { ...terms, times } }), 'invalid_coupon_hours')
  assert.equal(codeOf({ budgetCents: 999 }), 'invalid_coupon_budget')
})

const open: IssuingState = {
  isStopped: false,
  isClaimable: true,
  claimOpensAt: null,
  leftInPool: null,
  memberLimit: null,
  issuedTo: new Map(),
}
test('who has as many as one may have is passed over; a pool that is short refuses the whole list', () => {
  const members = { memberIds: ['a', 'b', 'c'], isClaim: false, isOver: false }
  const limited = planIssue({ ...open, memberLimit: 2, issuedTo: new Map([['b', 2]]) }, members)
  assert.deepEqual(limited, { memberIds: ['a', 'c'], skippedIds: ['b'] })
  const short = planIssue({ ...open, leftInPool: 2 }, members)
  assert.ok(isRefusal(short))
  assert.deepEqual(short.details, { left: 2 })
})

test('a code is read however it is typed, and nothing else is one', () => {
  const code = codeFrom(randomBytes(codeLength))
  assert.equal(code.length, 13)
  assert.equal(typedCode(` ${printedCode(code).toLowerCase()} `), code)
  assert.equal(typedCode('O1IL-0000-00000'), '0111000000000')
  assert.equal(typedCode(code.slice(1)), null)
  assert.equal(typedCode(`${code.slice(1)}U`), null)
})
