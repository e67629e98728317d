import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Birthday } from '#modules/members/birthday-rules.ts'
import { campaignTerms } from '#testing/make-campaign.ts'
import {
  applyCampaignUses,
  type CampaignState,
  earnRuleFor,
  type EarnOccasion,
  noCampaignState,
  planCampaignUses,
} from './campaign-open-rules.ts'
import type { Campaign } from './campaign-types.ts'
import type { EarnRule } from './earn-rules.ts'

const base: EarnRule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }

function campaign(terms: Parameters<typeof campaignTerms>[0] = {}, given: Partial<Campaign> = {}): Campaign {
  const head = { campaignId: 'a', version: 1, name: '活动', startsAt: '2026-01-01T00:00:00+00:00', endsAt: null }
  return { ...campaignTerms(terms), ...head, budgetPoints: null, ...given }
}

/** Sunday 8 March 2026, 14:00 in Shanghai. */
const sunday: EarnOccasion = {
  ...{ at: new Date('2026-03-08T06:00:00Z'), timeZone: 'Asia/Shanghai', storeId: 'north', channel: 'till' },
  ...{ memberId: 'm', tierId: null },
}

function capOn(terms: Campaign, state: CampaignState, occasion = sunday): number | null | 'shut' {
  const { campaigns } = earnRuleFor(base, [terms], state, occasion)
  return campaigns ? campaigns[0]!.capPoints : 'shut'
}

const isOpen = (terms: Campaign, occasion: Partial<EarnOccasion> = {}, state = noCampaignState()) =>
  capOn(terms, state, { ...sunday, ...occasion }) !== 'shut'

test('without a campaign that is open the rule is the very base rule', () => {
  const shut = campaign({ storeIds: ['south'] })
  assert.equal(earnRuleFor(base, [shut], noCampaignState(), sunday), base)
})

test('a campaign is open in its stores, channels, tiers, hours and between its instants', () => {
  assert.equal(isOpen(campaign({ storeIds: ['north'] })), true)
  assert.equal(isOpen(campaign({ channels: ['offline'] })), false)
  assert.equal(isOpen(campaign({ tierIds: ['gold'] })), false)
  assert.equal(isOpen(campaign({ tierIds: ['gold'] }), { tierId: 'gold' }), true)
  const sundays = campaign({ times: { weekdays: [7], monthDays: [], hours: [{ fromMinute: 840, untilMinute: 900 }] } })
  assert.equal(isOpen(sundays), true)
  assert.equal(isOpen(sundays, { at: new Date('2026-03-08T07:00:00Z') }), false)
  assert.equal(isOpen(campaign({}, { endsAt: '2026-03-08T06:00:00+00:00' })), false)
  assert.equal(isOpen(campaign({}, { startsAt: '2026-03-08T14:00:00+08:00' })), true)
})

test('a first visit is one, and after it none', () => {
  const welcome = campaign({ occasion: 'first_visit', give: { kind: 'fixed', points: 50 } })
  const state = { ...noCampaignState(), firstVisitors: new Set(['m']) }
  assert.equal(isOpen(welcome, {}, state), true)
  applyCampaignUses(state, 'm', [])
  assert.equal(isOpen(welcome, {}, state), false)
})

const solar = (month: number, date: number): Birthday => ({
  ...{ calendar: 'solar', year: null, month, date, isLeapMonth: false },
})
const lunar = (month: number, date: number): Birthday => ({ ...solar(month, date), calendar: 'lunar' })

const birthdays: { title: string; birthday: Birthday; occasion: Campaign['occasion']; day: string; open: boolean }[] = [
  { title: 'on the day', birthday: solar(3, 8), occasion: 'birthday_day', day: '2026-03-08', open: true },
  { title: 'not a day later', birthday: solar(3, 8), occasion: 'birthday_day', day: '2026-03-09', open: false },
  {
    title: '29 February on the 28th of a common year',
    birthday: solar(2, 29),
    occasion: 'birthday_day',
    day: '2026-02-28',
    open: true,
  },
  {
    title: '29 February on itself in a leap year',
    birthday: solar(2, 29),
    occasion: 'birthday_day',
    day: '2028-02-29',
    open: true,
  },
  { title: 'from the Monday', birthday: solar(3, 8), occasion: 'birthday_week', day: '2026-03-02', open: true },
  { title: 'to the Sunday', birthday: solar(3, 2), occasion: 'birthday_week', day: '2026-03-08', open: true },
  { title: 'not in the next week', birthday: solar(3, 8), occasion: 'birthday_week', day: '2026-03-09', open: false },
  { title: 'over the new year', birthday: solar(1, 2), occasion: 'birthday_week', day: '2026-12-29', open: true },
  { title: 'all month', birthday: solar(3, 31), occasion: 'birthday_month', day: '2026-03-01', open: true },
  // The 15th of the 8th lunar month is 25 September in 2026.
  { title: 'by the moon', birthday: lunar(8, 15), occasion: 'birthday_day', day: '2026-09-25', open: true },
  { title: 'not by the sun', birthday: lunar(8, 15), occasion: 'birthday_day', day: '2026-08-15', open: false },
]
for (const { title, birthday, occasion, day, open } of birthdays) {
  test(`a birthday campaign (${occasion}) ${open ? 'holds' : 'does not hold'} ${title}`, () => {
    const state = { ...noCampaignState(), birthdays: new Map([['m', birthday]]) }
    assert.equal(isOpen(campaign({ occasion }), { at: new Date(`${day}T06:00:00Z`) }, state), open)
  })
}

test('a birthday moved after it was had is not had again; next year’s is', () => {
  const moved = (day: string) => {
    const state = { ...noCampaignState(), birthdays: new Map([['m', solar(12, 10)]]) }
    state.birthdayUses = new Map([['m', ['2026-11-22']]])
    return isOpen(campaign({ occasion: 'birthday_day' }), { at: new Date(`${day}T06:00:00Z`) }, state)
  }
  assert.equal(moved('2026-12-10'), false)
  assert.equal(moved('2027-12-10'), true)
})

test('a birthday month doubles every sale, and with one use a birthday only the first', () => {
  const state = { ...noCampaignState(), birthdays: new Map([['m', solar(3, 20)]]) }
  const every = campaign({ occasion: 'birthday_month' })
  const once = campaign({ occasion: 'birthday_month', caps: { memberUses: { count: 1, per: 'year' } } })
  const gift = { ...once, campaignId: 'a', lineIds: [], capPoints: null, cappedBy: null, points: 5 }
  const uses = planCampaignUses([once], state, { ...sunday, saleId: 's' }, [gift])
  assert.deepEqual([uses[0]!.periods, uses[0]!.birthday], [['b2026-03-20'], '2026-03-20'])
  applyCampaignUses(state, 'm', uses)
  assert.equal(isOpen(every, {}, state), true)
  assert.equal(isOpen(once, {}, state), false)
})

test('what is left is the least of the caps, and the next sale of a batch finds it smaller', () => {
  const capped = campaign(
    { caps: { salePoints: 100, memberDayPoints: 60, memberMonthPoints: 500 } },
    { budgetPoints: 1_000 },
  )
  const state = { ...noCampaignState(), budgetLeft: new Map([['a', 1_000]]) }
  assert.equal(capOn(capped, state), 60)
  const gift = { ...capped, lineIds: [], capPoints: 60, cappedBy: null, points: 45 }
  applyCampaignUses(state, 'm', planCampaignUses([capped], state, { ...sunday, saleId: 's' }, [gift]))
  assert.equal(capOn(capped, state), 15)
  assert.equal(state.budgetLeft.get('a'), 955)
  assert.equal(capOn(capped, state, { ...sunday, memberId: 'n' }), 60)
  state.budgetLeft.set('a', 0)
  assert.equal(capOn(capped, state), 'shut')
})
