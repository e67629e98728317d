import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lawPacks, packOf } from '#modules/law-packs/pack-rules.ts'
import { newId } from '#shared/ids.ts'
import { effectOf } from './effect-rules.ts'
import { checkFlow, checkLawful, isHeldOut, placeOfMember, shippedFlow } from './flow-rules.ts'
import { ageBand, breakDown } from './report-by-rules.ts'
import { meanEffect } from './effect-money-rules.ts'
import type { Flow, OfferRule, OfferTerms, Segment } from './flow-types.ts'
import { chooseOffers, type OfferCase } from './offer-rules.ts'

const words = { zh: '方案', en: 'Offer' }
const rule = (code: string, terms: OfferTerms, given: Partial<OfferRule> = {}): OfferRule => ({
  ...{ code, words, terms, reasons: [], minPaidCents: 0, minDaysHeld: 0, costCents: 0, maxCostBps: 10_000 },
  ...{ monthlyBudgetCents: null, validHours: 24 },
  ...given,
})
const freeze = rule('rest', { kind: 'freeze', days: 30 })
const longer = rule('longer', { kind: 'extension', days: 14 }, { reasons: ['no_time'] })
const advisor = rule('advisor', { kind: 'contact' })
const discount = rule('thirty_off', { kind: 'discount', templateId: newId() }, { costCents: 30_000, maxCostBps: 3_000 })
const flow: Flow = { ...shippedFlow, version: 3, offersAt: 'beside', offers: [freeze, longer, advisor, discount] }
const facts: OfferCase = {
  ...{ reasonCode: null, paidCents: 160_000, daysHeld: 100, planId: newId(), tierId: null },
  ...{ memberDays: 400, daysSinceVisit: 20 },
  can: { freeze: true, extend: true, transfer: true, changeTo: new Set<string>() },
  ...{ isHeldOut: false, daysSinceTaken: null, takenEver: 0, stayedForPrice: 0, spentCents: new Map() },
  stopped: new Set(),
}

const chosen: {
  when: string
  flow?: Partial<Flow>
  facts?: Partial<OfferCase>
  codes: (string | null)[]
  why: string | null
}[] = [
  { when: 'nobody says why', codes: ['rest', 'advisor'], why: null },
  {
    when: 'a pass cannot rest',
    facts: { can: { ...facts.can, freeze: false } },
    codes: ['advisor', 'thirty_off'],
    why: null,
  },
  {
    when: 'there is no time',
    facts: { reasonCode: 'no_time', can: { ...facts.can, freeze: false } },
    codes: ['longer', 'advisor'],
    why: null,
  },
  { when: 'somebody is held out', facts: { isHeldOut: true }, codes: [null, null], why: 'held_out' },
  {
    when: 'an offer was taken lately',
    facts: { daysSinceTaken: 179, takenEver: 1 },
    codes: [null, null],
    why: 'cooldown',
  },
  {
    when: 'the last one is half a year ago',
    facts: { daysSinceTaken: 180, takenEver: 1 },
    codes: ['rest', 'advisor'],
    why: null,
  },
  {
    when: 'as many were taken as ever may be',
    facts: { daysSinceTaken: 999, takenEver: 2 },
    codes: [null, null],
    why: 'lifetime_cap',
  },
  { when: 'offers stand nowhere', flow: { offersAt: 'none' }, codes: [null, null], why: 'nowhere' },
  { when: 'only the price is left', flow: { offers: [discount] }, codes: ['thirty_off', null], why: null },
  {
    when: 'the offer costs more than its share of what was paid',
    flow: { offers: [discount] },
    facts: { paidCents: 99_999 },
    codes: [null, null],
    why: 'cost',
  },
  {
    when: 'the month is spent',
    flow: { offers: [{ ...discount, monthlyBudgetCents: 50_000 }] },
    facts: { spentCents: new Map([['thirty_off', 20_001]]) },
    codes: [null, null],
    why: 'budget',
  },
  {
    when: 'somebody comes for the coupon',
    flow: { offers: [discount] },
    facts: { stayedForPrice: 2, takenEver: 1, daysSinceTaken: 400 },
    codes: [null, null],
    why: 'comes_for_price',
  },
]
for (const { when, flow: changed, facts: known, codes, why } of chosen) {
  test(`offers when ${when}: ${codes.filter(Boolean).join(' and ') || `none (${why})`}`, () => {
    const choice = chooseOffers({ ...flow, ...changed }, { ...facts, ...known })
    assert.deepEqual([choice.main?.code ?? null, choice.fallback?.code ?? null], codes)
    assert.equal(choice.why, why)
  })
}

const everybody: Segment = {
  ...{ tierIds: [], planIds: [], minMemberDays: 0, maxMemberDays: null, minDaysSinceVisit: 0 },
  ...{ maxDaysSinceVisit: null, maxPaidCents: null },
}
const gold = newId()
const segments: { of: string; segment: Partial<Segment>; facts?: Partial<OfferCase>; isIn: boolean }[] = [
  { of: 'everybody', segment: {}, isIn: true },
  { of: 'a level that the member has', segment: { tierIds: [gold] }, facts: { tierId: gold }, isIn: true },
  { of: 'a level that the member has not', segment: { tierIds: [gold] }, isIn: false },
  { of: 'who has no level', segment: { tierIds: ['base'] }, isIn: true },
  { of: 'another plan', segment: { planIds: [newId()] }, isIn: false },
  { of: 'this plan', segment: { planIds: [facts.planId] }, isIn: true },
  { of: 'members of at least so many days, to the day', segment: { minMemberDays: 400 }, isIn: true },
  { of: 'older members', segment: { minMemberDays: 401 }, isIn: false },
  { of: 'new members', segment: { maxMemberDays: 399 }, isIn: false },
  { of: 'who was here lately', segment: { maxDaysSinceVisit: 20 }, isIn: true },
  { of: 'who was not here for long', segment: { minDaysSinceVisit: 21 }, isIn: false },
  { of: 'small plans', segment: { maxPaidCents: 159_999 }, isIn: false },
]
for (const { of, segment, facts: known, isIn } of segments) {
  test(`an offer for ${of} is ${isIn ? '' : 'not '}made`, () => {
    const offers = [{ ...advisor, segment: { ...everybody, ...segment } }]
    const choice = chooseOffers({ ...flow, offers }, { ...facts, ...known })
    assert.deepEqual([choice.main?.code ?? null, choice.why], isIn ? ['advisor', null] : [null, 'segment'])
  })
}

test('a smaller plan is offered only where what comes back pays for it', () => {
  const smaller = newId()
  const offers = [rule('smaller', { kind: 'downgrade', planId: smaller })]
  const made = (changeTo: string[]) =>
    chooseOffers({ ...flow, offers }, { ...facts, can: { ...facts.can, changeTo: new Set(changeTo) } }).main?.code
  assert.deepEqual([made([smaller]), made([newId()]), made([])], ['smaller', undefined, undefined])
})

test('at most one main and one fallback of another kind, and a price cut never while something else fits', () => {
  const kinds = fc.constantFrom<OfferTerms>(
    { kind: 'freeze', days: 7 },
    { kind: 'extension', days: 7 },
    { kind: 'transfer' },
    { kind: 'contact' },
    { kind: 'gift', templateId: newId() },
    { kind: 'discount', templateId: newId() },
  )
  fc.assert(
    fc.property(fc.array(kinds, { maxLength: 8 }), fc.boolean(), (terms, mayFreeze) => {
      const offers = terms.map((one, index) => rule(`o${index}`, one))
      const published: Flow = { ...flow, offers }
      if (checkFlow(published)) return
      const { main, fallback } = chooseOffers(published, { ...facts, can: { ...facts.can, freeze: mayFreeze } })
      if (fallback) assert.notEqual(main?.terms.kind, fallback.terms.kind)
      if (!main) return assert.equal(fallback, null)
      const isPrice = main.terms.kind === 'gift' || main.terms.kind === 'discount'
      const others = offers.filter(
        ({ terms: { kind } }) => kind !== 'gift' && kind !== 'discount' && (kind !== 'freeze' || mayFreeze),
      )
      if (isPrice) assert.equal(others.length, 0)
    }),
  )
})

const broken: { of: string; flow: Partial<Flow>; code: string }[] = [
  { of: 'two offers of one code', flow: { offers: [freeze, freeze] }, code: 'flow_codes_doubled' },
  {
    of: 'an answer to an unknown reason',
    flow: { offers: [{ ...freeze, reasons: ['rain'] }] },
    code: 'flow_reason_unknown',
  },
  {
    of: 'an offer for nobody',
    flow: { offers: [{ ...freeze, segment: { ...everybody, minMemberDays: 30, maxMemberDays: 29 } }] },
    code: 'flow_segment_empty',
  },
  { of: 'a price cut before an advisor', flow: { offers: [discount, advisor] }, code: 'flow_price_offer_first' },
]
for (const { of, flow: changed, code } of broken) {
  test(`a flow with ${of} is refused: ${code}`, () => assert.equal(checkFlow({ ...flow, ...changed })?.code, code))
}

test('the flow that ships is lawful everywhere', () => {
  assert.equal(checkFlow(shippedFlow), null)
  assert.equal(checkLawful(shippedFlow, lawPacks), null)
})

const laws: { pack: string; flow: Partial<Flow>; rule: string | null }[] = [
  { pack: 'CN@2025-05-01', flow: {}, rule: null },
  { pack: 'CN@2025-05-01', flow: { asksReason: true }, rule: null },
  { pack: 'UK@2014-06-13', flow: { asksReason: true }, rule: null },
  { pack: 'UK-2027@2026-11-01', flow: {}, rule: null },
  { pack: 'UK-2027@2026-11-01', flow: { asksReason: true }, rule: 'no_reason_needed' },
  { pack: 'US@2010-12-29', flow: { asksReason: true }, rule: null },
  { pack: 'US-CA@2025-07-01', flow: {}, rule: null },
  { pack: 'US-CA@2025-07-01', flow: { asksReason: true }, rule: 'no_reason_needed' },
  { pack: 'EU@2026-06-19', flow: {}, rule: null },
  { pack: 'DE@2022-07-01', flow: {}, rule: 'offers_after_receipt' },
  { pack: 'DE@2022-07-01', flow: { offersAt: 'after_receipt' }, rule: null },
  { pack: 'DE@2022-07-01', flow: { offersAt: 'after_receipt', asksReason: true }, rule: 'no_reason_needed' },
  { pack: 'EU@2026-06-19', flow: { asksReason: true }, rule: 'no_reason_needed' },
]
for (const { pack, flow: changed, rule: broke } of laws) {
  test(`under ${pack} a flow with ${JSON.stringify(changed)} ${broke ? `breaks ${broke}` : 'is lawful'}`, () => {
    const refusal = checkLawful({ ...flow, ...changed }, [packOf(pack)])
    assert.equal(refusal?.details['rule'] ?? null, broke)
  })
}

test('the place of a member is the same for ever, even over members, and a smaller share keeps a part of the same people', () => {
  const merchantId = newId()
  const members = Array.from({ length: 4_000 }, newId)
  for (const memberId of members.slice(0, 50)) {
    assert.equal(placeOfMember(merchantId, memberId), placeOfMember(merchantId, memberId))
  }
  const heldOut = (holdoutBps: number) => new Set(members.filter((id) => isHeldOut({ holdoutBps }, merchantId, id)))
  const [five, twenty] = [heldOut(500), heldOut(2_000)]
  // Five of a hundred of 4,000 are 200; six standard deviations of the lot are 83.
  assert.ok(Math.abs(five.size - 200) < 83, String(five.size))
  for (const id of five) assert.ok(twenty.has(id))
})

test('what offers add, with Newcombe’s interval, as in his table (1998): 56 of 70 against 48 of 80', () => {
  const effect = effectOf({ stayed: 56, of: 70 }, { stayed: 48, of: 80 })
  assert.deepEqual([effect.differenceBps, effect.fromBps, effect.untilBps], [2_000, 524, 3_339])
  const none = effectOf({ stayed: 0, of: 10 }, { stayed: 0, of: 20 })
  assert.deepEqual([none.differenceBps, none.fromBps, none.untilBps], [0, -1_611, 2_775])
  assert.equal(effectOf({ stayed: 1, of: 1 }, { stayed: 0, of: 0 }).differenceBps, null)
})

test('the interval holds the truth in 95 of 100 runs of leavers whose true effect is known', () => {
  const random = mulberry(20_261_122)
  let held = 0
  const runs = 1_000
  for (let run = 0; run < runs; run++) {
    const draw = (of: number, chance: number) => ({
      of,
      stayed: Array.from({ length: of }, () => random() < chance).filter(Boolean).length,
    })
    const { fromBps, untilBps } = effectOf(draw(380, 0.42), draw(60, 0.3))
    if (fromBps! <= 1_200 && untilBps! >= 1_200) held++
  }
  // 95 % of 1,000, less four standard deviations of the count.
  assert.ok(held >= 922, String(held))
})

test('what offers add in money, with Welch’s interval: an example by hand, and nothing of one side', () => {
  // Means 300 and 200; variances 10,000 and 10,000 over three each: z · √(20,000 / 3) = 160.03.
  const effect = meanEffect([200, 300, 400], [100, 200, 300])
  assert.deepEqual(effect, {
    ...{ offeredCents: 300, heldOutCents: 200, differenceCents: 100, fromCents: -60, untilCents: 260 },
  })
  const alone = meanEffect([1, 4], [])
  assert.deepEqual([alone.offeredCents, alone.heldOutCents, alone.differenceCents], [3, null, null])
  assert.deepEqual(
    [meanEffect([5], [2]).differenceCents, meanEffect([5], [2]).fromCents],
    [3, null],
    'one value has no spread',
  )
})

test('a report by age adds up to what was counted, in order, with unknown ages last', () => {
  const leaving = (key: string, reasonCode: string | null, isKept = false) => ({
    ...{ key, name: null, reasonCode, isKept, isCancelled: !isKept, refundCents: isKept ? 0 : 100 },
  })
  const ages = [19, 20, 29, 30, 59, 60, 99, null].map((age) => ageBand(age))
  assert.deepEqual(ages, ['0-19', '20-29', '20-29', '30-39', '50-59', '60+', '60+', 'unknown'])
  const rows = breakDown('age', [
    ...[leaving('unknown', null), leaving('20-29', 'moved'), leaving('20-29', 'price', true)],
    ...[leaving('20-29', 'moved'), leaving('0-19', 'moved')],
  ])
  assert.deepEqual(
    rows.map(({ key, begun, cancelled, kept, refundCents }) => [key, begun, cancelled, kept, refundCents]),
    [
      ['0-19', 1, 1, 0, 100],
      ['20-29', 3, 2, 1, 200],
      ['unknown', 1, 1, 0, 100],
    ],
  )
  assert.deepEqual(rows[1]!.reasons, [
    { reasonCode: 'moved', count: 2 },
    { reasonCode: 'price', count: 1 },
  ])
})

/** A small generator with a seed. */
function mulberry(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
