import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Birthday } from '#modules/members/birthday-rules.ts'
import { updateMember } from '#modules/members/update-member.ts'
import { newId } from '#shared/ids.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { readGifts } from './gift-queries.ts'
import { nextPeriod, periodOf } from './gift-rules.ts'
import { claimGift } from './give-gifts.ts'
import { grantTier } from './grant-tier.ts'
import { birthdayGiftSweep, periodGiftSweep } from './hand-out-gifts.ts'
import type { Benefit } from './programme-rules.ts'

const at = (work: TestWork, day: string) => work.as(work.actor, new Date(`${day}T04:00:00Z`))
const solar = (month: number, date: number) => ({
  calendar: 'solar' as const,
  year: 1990,
  month,
  date,
  isLeapMonth: false,
})
const gifts = (work: TestWork, memberId: string) => readGifts(work, [memberId], '2000-01-01')

/** A programme whose silver level gives this, and a member granted silver. */
async function silverWith(work: TestWork, of: (templateId: string) => Benefit, birthday: Birthday = solar(6, 15)) {
  await makeShop(work)
  const { id: templateId } = await makeCouponTemplate(work)
  const terms = programmeTerms()
  const benefit = of(templateId)
  await makeProgramme(work, {
    ...terms,
    levels: terms.levels.map((level, index) => (index === 0 ? { ...level, benefits: [benefit] } : level)),
  })
  const { id } = await makeMember(work, { birthday })
  const promote = () =>
    grantTier(work, { grantId: newId(), memberId: id, tierId: terms.ids[0], untilDay: '2028-12-31', reason: '试用' })
  return { memberId: id, benefitId: benefit.benefitId, templateId, promote }
}

const coupon = (templateId: string) => ({ benefitId: newId(), templateId, quantity: 2, costCents: 500 })

test('periods begin with the month, the quarter or the year', () => {
  assert.deepEqual(
    (['month', 'quarter', 'year'] as const).map((every) => [
      periodOf('2026-12-31', every),
      nextPeriod(periodOf('2026-12-31', every), every),
    ]),
    [
      ['2026-12-01', '2027-01-01'],
      ['2026-10-01', '2027-01-01'],
      ['2026-01-01', '2027-01-01'],
    ],
  )
})

test(
  'a quota gift is claimed one by one, and the next period brings it again',
  inWork(async (work) => {
    const { memberId, benefitId, promote } = await silverWith(work, (templateId) => ({
      ...{ kind: 'gift', every: 'month', isAutomatic: false },
      ...coupon(templateId),
    }))
    const claim = (day: string) => claimGift(at(work, day), { memberId, benefitId, storeId: null })
    await assert.rejects(claim('2026-03-01'), { code: 'tier_benefit_not_found' })
    await promote()
    assert.equal((await claim('2026-03-01')).left, 1)
    assert.equal((await claim('2026-03-31')).left, 0)
    await assert.rejects(claim('2026-03-31'), { code: 'tier_gift_taken', details: { renewsOn: '2026-04-01' } })
    assert.equal((await claim('2026-04-01')).left, 1)
  }),
)

test(
  'a gift that comes by itself comes with the rise and on the first morning of each period, once',
  inWork(async (work) => {
    const { memberId, benefitId, promote } = await silverWith(work, (templateId) => ({
      ...{ kind: 'gift', every: 'quarter', isAutomatic: true },
      ...coupon(templateId),
    }))
    await promote()
    assert.deepEqual(
      (await gifts(work, memberId)).map(({ period, couponIds }) => [period, couponIds.length]),
      [['2026-01-01', 2]],
    )
    await assert.rejects(claimGift(work, { memberId, benefitId, storeId: null }), { code: 'tier_gift_automatic' })
    const run = async (day: string) => {
      let next = await periodGiftSweep.run(at(work, day))
      while (next && next <= at(work, day).at) next = await periodGiftSweep.run(at(work, day))
      return next
    }
    assert.equal((await run('2026-03-02'))?.toISOString(), '2026-03-31T16:00:00.000Z')
    assert.equal((await gifts(work, memberId)).length, 1)
    await run('2026-04-01')
    await run('2026-04-01')
    assert.equal((await gifts(work, memberId)).length, 2)
  }),
)

test(
  'reaching a level is answered once a year, and a template that ran dry stops nobody from rising',
  inWork(async (work) => {
    const { memberId, promote } = await silverWith(work, (templateId) => ({
      ...{ kind: 'upgrade_gift' },
      ...coupon(templateId),
    }))
    await promote()
    assert.equal((await gifts(work, memberId))[0]!.couponIds.length, 2)
    const dry = await makeCouponTemplate(work, { totalLimit: 1 })
    const terms = programmeTerms()
    const benefit = { kind: 'upgrade_gift' as const, ...coupon(dry.id), quantity: 1 }
    await makeProgramme(work, {
      ...terms,
      levels: terms.levels.map((level) => ({ ...level, benefits: level === terms.levels[2] ? [benefit] : [] })),
    })
    const grant = { tierId: terms.ids[2], untilDay: '2026-12-31', reason: '试用' }
    for (const each of [await makeMember(work), await makeMember(work)]) {
      await grantTier(work, { grantId: newId(), memberId: each.id, ...grant })
    }
    assert.ok(work.emitted.includes('tier.gift_missed'))
  }),
)

test(
  'a birthday gift comes so many days before, once a year, whatever becomes of the birthday',
  inWork(async (work) => {
    const { memberId, promote } = await silverWith(work, (templateId) => ({
      ...{ kind: 'birthday_gift', daysBefore: 7 },
      ...coupon(templateId),
    }))
    await promote()
    const morning = async (day: string) => {
      await birthdayGiftSweep.run(at(work, day))
      return (await gifts(work, memberId)).length
    }
    assert.equal(await morning('2026-06-07'), 0)
    assert.equal(await morning('2026-06-08'), 1)
    assert.equal(await morning('2026-06-09'), 1)
    await updateMember(at(work, '2026-07-01'), { memberId, version: 1, changes: { birthday: solar(7, 3) } })
    assert.equal(await morning('2026-07-02'), 1)
  }),
)

for (const [calendar, birthday, keptOn] of [
  ['29 February is kept on the 28th of other years', { ...solar(2, 29), year: 1992 }, '2027-02-28'],
  [
    'a lunar birthday is kept on its solar day',
    { calendar: 'lunar', year: 1990, month: 8, date: 15, isLeapMonth: false },
    '2026-09-25',
  ],
] as const) {
  test(
    calendar,
    inWork(async (work) => {
      const { memberId, promote } = await silverWith(
        work,
        (templateId) => ({ kind: 'birthday_gift', daysBefore: 0, ...coupon(templateId) }),
        birthday,
      )
      await promote()
      await birthdayGiftSweep.run(at(work, keptOn))
      assert.deepEqual(
        (await gifts(work, memberId)).map(({ period }) => period),
        [keptOn],
      )
    }),
  )
}
