import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mergeMembers, quoteMerge } from '#modules/member-lifecycle/merge-members.ts'
import { defineCustomField } from '#modules/members/define-custom-fields.ts'
import { archiveTag, defineTag } from '#modules/members/define-tags.ts'
import { tagMembers } from '#modules/members/tag-members.ts'
import { blockMember } from '#modules/members/block-member.ts'
import type { Work } from '#platform/work.ts'
import { localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeRefund } from '#testing/make-refund.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeProgramme, programmeTerms } from '#testing/make-tiers.ts'
import { inWork } from '#testing/work.ts'
import { weighAudience } from './audience-queries.ts'
import type { Audience } from './audience-rules.ts'
import { issueToAudience, quoteAudience } from './issue-to-audience.ts'
import { listIssues, readIssuedCoupons } from './issue-queries.ts'

const everybody: Audience = {
  ...{ tierIds: [], fields: [], birthdayMonths: [], storeIds: [], spendDays: 365 },
  ...{ minDaysSinceVisit: null, maxDaysSinceVisit: null, minSpendCents: null, maxSpendCents: null },
}

const refusedWith = (code: string) => (error: { code?: string }) => error.code === code
const tag = async (work: Work, name: string) => (await defineTag(work, { id: newId(), name })).tagId
const today = (work: Work) => localDay(work.at, 'Asia/Shanghai')
const daysAgo = (work: Work, days: number): Work => ({ ...work, at: new Date(work.at.getTime() - days * 86_400_000) })

/** Who is chosen, by their names, in alphabetical order. */
async function chosen(work: Work, names: ReadonlyMap<string, string>, given: Partial<Audience>): Promise<string> {
  const wish = { templateId: newId(), memberLimit: null, audience: { ...everybody, ...given }, today: today(work) }
  const { firstIds } = await weighAudience(work, wish, 100)
  return firstIds
    .map((id) => names.get(id) ?? '?')
    .toSorted()
    .join('')
}

test(
  'an audience is chosen by last visit and spend: what came back does not count, nor what is bought today',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work)
    const names = new Map<string, string>()
    const joined = daysAgo(work, 300)
    const member = async (name: string, at = joined) => {
      const { id } = await makeMember(at, { name })
      names.set(id, name)
      return id
    }
    const [a, b, c, d] = [await member('a'), await member('b'), await member('c'), await member('d')]
    await member('e', daysAgo(work, 5))
    const buy = (memberId: string, days: number, units: number) =>
      makeSale(daysAgo(work, days), { storeId, memberId, items: [[itemId, units]] })
    await buy(a, 200, 9)
    await buy(b, 60, 2)
    await buy(b, 10, 1)
    const whole = await buy(c, 40, 5)
    await makeRefund(daysAgo(work, 39), whole)
    await buy(a, 0, 50)

    assert.equal(await chosen(work, names, {}), 'abcde')
    assert.equal(await chosen(work, names, { minDaysSinceVisit: 40 }), 'acd')
    assert.equal(await chosen(work, names, { minDaysSinceVisit: 41 }), 'ad')
    assert.equal(await chosen(work, names, { maxDaysSinceVisit: 10 }), 'b')
    assert.equal(await chosen(work, names, { minDaysSinceVisit: 10, maxDaysSinceVisit: 60 }), 'bc')
    assert.equal(await chosen(work, names, { spendDays: 365, minSpendCents: 30_000 }), 'ab')
    assert.equal(await chosen(work, names, { spendDays: 90, minSpendCents: 1 }), 'b')
    assert.equal(await chosen(work, names, { spendDays: 30, maxSpendCents: 10_000, minSpendCents: 10_000 }), 'b')
    assert.equal(await chosen(work, names, { spendDays: 90, maxSpendCents: 0 }), 'acde')
    assert.equal(await chosen(work, names, { minDaysSinceVisit: 100, minSpendCents: 90_000 }), 'a')

    // Merged records are one person: what was bought on either is theirs.
    const quote = await quoteMerge(work, { survivorId: d, absorbedId: a })
    await mergeMembers(work, { id: newId(), survivorId: d, absorbedId: a, fingerprint: quote.fingerprint })
    assert.equal(await chosen(work, names, { minSpendCents: 90_000 }), 'd')
  }),
)

test(
  'an audience is chosen by level, birthday month, fields, home store and tags, all at once; who is blocked is nobody of it',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const field = { isForTill: false, choices: [] as string[] }
    await defineCustomField(work, {
      ...{ ...field, id: newId(), code: 'skin', label: '肤质', kind: 'choice', choices: ['干', '油'] },
    })
    await defineCustomField(work, { ...field, id: newId(), code: 'vip', label: '贵宾', kind: 'boolean' })
    const names = new Map<string, string>()
    const member = async (name: string, given: Parameters<typeof makeMember>[1]) => {
      const { id } = await makeMember(work, { name, ...given })
      names.set(id, name)
      return id
    }
    const birthday = (month: number, date: number) =>
      ({ calendar: 'solar', year: 1990, month, date, isLeapMonth: false }) as const
    const lunar = { calendar: 'lunar', year: 1990, month: 1, date: 1, isLeapMonth: false } as const
    const a = await member('a', {
      birthday: { ...birthday(2, 29), year: 1992 },
      custom: { skin: '干' },
      homeStoreId: storeId,
    })
    const b = await member('b', { birthday: lunar, custom: { skin: '油', vip: true } })
    const c = await member('c', { birthday: birthday(7, 1), custom: { skin: '干', vip: false } })
    await member('d', {})

    assert.equal(await chosen(work, names, { birthdayMonths: [2] }), 'ab')
    assert.equal(await chosen(work, names, { birthdayMonths: [2, 7] }), 'abc')
    assert.equal(await chosen(work, names, { fields: [{ code: 'skin', values: ['干'] }] }), 'ac')
    assert.equal(await chosen(work, names, { fields: [{ code: 'skin', values: ['干', '油'] }] }), 'abc')
    const dryAndNotVip = [
      { code: 'skin', values: ['干'] },
      { code: 'vip', values: [false] },
    ]
    assert.equal(await chosen(work, names, { fields: dryAndNotVip }), 'c')
    assert.equal(await chosen(work, names, { storeIds: [storeId] }), 'a')
    assert.equal(await chosen(work, names, { storeIds: [storeId], birthdayMonths: [7] }), '')

    const { id: itemId } = await makeItem(work, { listPriceCents: 400_000 })
    await makeSale(work, { storeId, memberId: c, items: [[itemId, 1]] })
    const terms = programmeTerms()
    await makeProgramme(work, terms)
    assert.equal(await chosen(work, names, { tierIds: [terms.ids[1]] }), 'c')
    assert.equal(await chosen(work, names, { tierIds: [null] }), 'abd')
    const [near, window] = [await tag(work, '住得近'), await tag(work, '靠窗')]
    await tagMembers(work, { id: newId(), memberIds: [a, b], addIds: [near], removeIds: [] })
    await tagMembers(work, { id: newId(), memberIds: [b, c], addIds: [window], removeIds: [] })
    assert.equal(await chosen(work, names, { tagIds: [near] }), 'ab')
    assert.equal(await chosen(work, names, { tagIds: [near, window] }), 'abc')
    assert.equal(await chosen(work, names, { withoutTagIds: [near] }), 'cd')
    assert.equal(await chosen(work, names, { tagIds: [window], withoutTagIds: [near] }), 'c')
    await archiveTag(work, { tagId: near })
    assert.equal(await chosen(work, names, { tagIds: [near] }), '')
    assert.equal(await chosen(work, names, { tierIds: [null, terms.ids[1]] }), 'abcd')
    await blockMember(work, { memberId: c, reason: '冒用他人身份' })
    assert.equal(await chosen(work, names, { tierIds: [terms.ids[1]] }), '')
  }),
)

test(
  'fields that are numbers and dates are asked by bounds, both in it; who said nothing, or something else, is not chosen',
  inWork(async (work) => {
    await makeShop(work)
    const field = { isForTill: false, choices: [] as string[] }
    await defineCustomField(work, { ...field, id: newId(), code: 'shoe', label: '鞋码', kind: 'number' })
    await defineCustomField(work, { ...field, id: newId(), code: 'wedding', label: '结婚纪念日', kind: 'date' })
    const names = new Map<string, string>()
    const member = async (name: string, custom: Record<string, string | number>) =>
      names.set((await makeMember(work, { name, custom })).id, name)
    await member('a', { shoe: 9, wedding: '2020-05-01' })
    await member('b', { shoe: 36.5, wedding: '2021-05-31' })
    await member('c', { shoe: 100 })
    await member('d', {})
    const by = (code: string, from: number | string | null, until: number | string | null) =>
      chosen(work, names, { ranges: [{ code, from, until }] })
    assert.deepEqual(
      [await by('shoe', 9, 36.5), await by('shoe', 10, null), await by('shoe', null, 99)],
      ['ab', 'bc', 'ab'],
    )
    assert.deepEqual([await by('wedding', '2020-05-02', null), await by('wedding', null, '2021-05-31')], ['b', 'ab'])
    assert.equal(await by('wedding', 0, null), '')
  }),
)

test(
  'what was shown is what is issued: the number and the cost first, then exactly these, and nobody when they have changed',
  inWork(async (work) => {
    await makeShop(work)
    const ids = [await makeMember(work, { name: '甲' }), await makeMember(work, { name: '乙' })].map(({ id }) => id)
    const { id: templateId } = await makeCouponTemplate(work, { memberLimit: 1, totalLimit: 2, budgetCents: 1_500 })
    await makeCoupon(work, ids[0]!, templateId)
    const wish = { templateId, audience: everybody }

    const quote = await quoteAudience(work, wish)
    assert.deepEqual([quote.members, quote.given, quote.leftInPool], [2, 1, 1])
    assert.deepEqual(quote.cost, { mostCents: 1_000, usualCents: null, usedBps: null })
    assert.deepEqual(
      quote.sample.map(({ name }) => name),
      ['乙'],
    )

    const { id: late } = await makeMember(work, { name: '丙' })
    const issue = { ...wish, issueId: newId(), reason: '回馈', fingerprint: quote.fingerprint }
    await assert.rejects(issueToAudience(work, issue), (error: { code?: string }) =>
      ['coupon_audience_changed', 'coupon_pool_short'].includes(error.code!),
    )
    await blockMember(work, { memberId: late, reason: '重复登记' })
    assert.deepEqual(await issueToAudience(work, issue), { issueId: issue.issueId, issued: 1, waiting: 0 })
    const issued = await readIssuedCoupons(work, issue.issueId)
    assert.deepEqual(
      issued.map(({ memberId }) => memberId),
      [ids[1]],
    )
    const [listed] = await listIssues(work, templateId)
    assert.deepEqual([listed!.quantity, listed!.audience, listed!.reason], [1, everybody, '回馈'])
    const next = await quoteAudience(work, wish)
    assert.equal(next.given, 0)
    await assert.rejects(
      issueToAudience(work, { ...issue, issueId: newId(), fingerprint: next.fingerprint }),
      refusedWith('coupon_audience_empty'),
    )
  }),
)

test(
  'what a coupon usually costs is told by those whose time is over: used ones that still run would make every coupon look used',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work)
    const members: string[] = []
    for (let count = 0; count < 20; count++) members.push((await makeMember(daysAgo(work, 90))).id)
    const { id: templateId } = await makeCouponTemplate(daysAgo(work, 90))
    const give = async (days: number, used: number) => {
      for (const [index, memberId] of members.entries()) {
        const { id } = await makeCoupon(daysAgo(work, days), memberId, templateId)
        const sale = { storeId, memberId, items: [[itemId, 1]] as const, couponIds: [id] }
        if (index < used) await makeSale(daysAgo(work, days - 1), sale)
      }
    }
    await give(5, 10)
    assert.equal((await quoteAudience(work, { templateId, audience: everybody })).cost.usualCents, null)
    await give(60, 5)
    const { given, cost } = await quoteAudience(work, { templateId, audience: everybody })
    assert.equal(given, 20)
    assert.deepEqual(cost, { mostCents: 20_000, usualCents: 5_000, usedBps: 2_500 })
  }),
)
