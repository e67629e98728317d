import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import { couponTemplate, makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, signIn } from '#testing/make-merchant.ts'
import { testApp } from '#testing/app.ts'
import { committed, inWork, testAt } from '#testing/work.ts'
import { listMemberCoupons } from './coupon-queries.ts'
import { planCouponUse, whyNotUsable } from './coupon-rules.ts'
import { claimCoupon, issueCoupons } from './issue-coupons.ts'
import { hashLength } from './code-page-rules.ts'
import { codeSecretSweep, exportCodes, makeCodes } from './make-codes.ts'
import { openCode } from './open-code.ts'
import { changeTemplate, stopTemplate } from './save-template.ts'
import { listTemplates } from './template-queries.ts'
import { couponsOfSale, lockCoupons, returnCoupons, usableCoupons, writeCouponUses } from './use-coupons.ts'

const timeZone = 'Asia/Shanghai'
const dayMs = 86_400_000

/** Uses a coupon as a sale does. */
async function useCoupon(work: Work, storeId: string, memberId: string | null, couponId: string, offCents = 1_000) {
  const saleId = newId()
  const state = await lockCoupons(work, [couponId])
  const sale = { saleId, storeId, timeZone, memberId, at: work.at }
  await writeCouponUses(work, accept(planCouponUse(state, sale, [{ couponId, offCents }])))
  return saleId
}

const later = (work: Work, ms: number): Work => ({ ...work, at: new Date(work.at.getTime() + ms) })

const refusedWith = (code: string) => (error: { code?: string }) => error.code === code

test(
  'a coupon goes its way: issued, usable, used, returned with its old end, used again',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
    const [before] = await usableCoupons(work, { memberId, storeId, timeZone })
    assert.deepEqual([before!.coupon.couponId, before!.reason], [couponId, null])

    const saleId = await useCoupon(work, storeId, memberId, couponId)
    assert.deepEqual(await usableCoupons(work, { memberId, storeId, timeZone }), [])
    const [used] = await listMemberCoupons(work, { memberId, state: 'used', after: null, limit: 10 })
    assert.deepEqual([used!.saleId, used!.offCents], [saleId, 1_000])
    assert.equal((await couponsOfSale(work, saleId)).length, 1)

    const refundId = newId()
    assert.deepEqual(await returnCoupons(work, { saleId, refundId, timeZone }), { couponIds: [couponId] })
    assert.deepEqual(await returnCoupons(work, { saleId, refundId: newId(), timeZone }), { couponIds: [] })
    const [after] = await usableCoupons(work, { memberId, storeId, timeZone })
    assert.equal(after!.coupon.endsAt, before!.coupon.endsAt)
    await useCoupon(work, storeId, memberId, couponId)
    assert.deepEqual(
      work.emitted.filter((type) => type.startsWith('coupon.')),
      ['coupon.issued', 'coupon.used', 'coupon.returned', 'coupon.used'],
    )
    const [figures] = await listTemplates(work, { before: null, limit: 1 })
    assert.deepEqual([figures!.issued, figures!.used, figures!.uses, figures!.offCents], [1, 1, 1, 1_000])
  }),
)

test(
  'a template that changes leaves the coupons that are out as they were',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: templateId } = await makeCouponTemplate(work)
    await makeCoupon(work, memberId, templateId)
    const next = couponTemplate({ name: '二十元券', terms: { benefit: { kind: 'amount', offCents: 2_000 } } })
    await changeTemplate(work, { templateId, version: 1, ...next })
    await makeCoupon(work, memberId, templateId)
    const held = await usableCoupons(work, { memberId, storeId, timeZone })
    assert.deepEqual(
      held.map(({ coupon }) => [coupon.name, coupon.benefit]),
      [
        ['满减券', { kind: 'amount', offCents: 1_000 }],
        ['二十元券', { kind: 'amount', offCents: 2_000 }],
      ],
    )
    await assert.rejects(changeTemplate(work, { templateId, version: 1, ...next }), refusedWith('settings_changed'))
  }),
)

test(
  'a list is issued once, whoever has theirs already is passed over and named',
  inWork(async (work) => {
    await makeShop(work)
    const { id: templateId } = await makeCouponTemplate(work, { memberLimit: 1 })
    const members = [await makeMember(work), await makeMember(work), await makeMember(work)]
    const [a, b, c] = members.map(({ id }) => id)
    await makeCoupon(work, b!, templateId)
    const stranger = newId()
    const input = { issueId: newId(), templateId, memberIds: [a!, b!, c!, a!, stranger], reason: '三月关怀' }
    const first = await issueCoupons(work, input)
    assert.deepEqual(first.coupons.map(({ memberId }) => memberId).sort(), [a, c].sort())
    assert.deepEqual(first.skippedIds.sort(), [b, stranger].sort())
    const again = await issueCoupons(work, input)
    assert.deepEqual(
      again.coupons.map(({ couponId }) => couponId).sort(),
      first.coupons.map(({ couponId }) => couponId).sort(),
    )
    await assert.rejects(makeCoupon(work, a!, templateId), refusedWith('coupon_member_limit'))
    await assert.rejects(makeCoupon(work, stranger, templateId), refusedWith('member_not_found'))
  }),
)

test(
  'nothing is issued of a template that stopped, is over, has too few left or is not for taking',
  inWork(async (work) => {
    await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const attempt = async (templateId: string) => makeCoupon(work, memberId, templateId)
    const stopped = await makeCouponTemplate(work)
    await stopTemplate(work, stopped.id, true)
    await assert.rejects(attempt(stopped.id), refusedWith('coupon_template_stopped'))
    await stopTemplate(work, stopped.id, false)
    await attempt(stopped.id)
    const over = { kind: 'fixed', startsDay: '2026-02-01', endsDay: '2026-02-28' } as const
    await assert.rejects(
      attempt((await makeCouponTemplate(work, { validity: over })).id),
      refusedWith('coupon_template_over'),
    )
    const small = await makeCouponTemplate(work, { totalLimit: 1 })
    await attempt(small.id)
    await assert.rejects(attempt(small.id), refusedWith('coupon_pool_short'))
    await assert.rejects(
      claimCoupon(work, { issueId: newId(), templateId: stopped.id, memberId }),
      refusedWith('coupon_not_claimable'),
    )
    const free = await makeCouponTemplate(work, { isClaimable: true })
    assert.ok((await claimCoupon(work, { issueId: newId(), templateId: free.id, memberId })).couponId)
  }),
)

test(
  'a limit set later counts what is out already',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: templateId } = await makeCouponTemplate(work)
    const coupons = [await makeCoupon(work, memberId, templateId), await makeCoupon(work, memberId, templateId)]
    await useCoupon(work, storeId, memberId, coupons[0]!.id, 700)
    const limited = couponTemplate({ totalLimit: 2, budgetCents: 1_500 })
    await changeTemplate(work, { templateId, version: 1, ...limited })
    await assert.rejects(makeCoupon(work, memberId, templateId), refusedWith('coupon_pool_short'))
    const state = await lockCoupons(work, [coupons[1]!.id])
    assert.deepEqual([...state.budgets.values()], [{ budgetCents: 1_500, spentCents: 700 }])
    const tight = couponTemplate({ totalLimit: 1 })
    await assert.rejects(
      changeTemplate(work, { templateId, version: 2, ...tight }),
      refusedWith('invalid_coupon_limit'),
    )
  }),
)

test(
  'a returned coupon gives its amount back to the budget',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: templateId } = await makeCouponTemplate(work, { budgetCents: 1_000 })
    const { id: first } = await makeCoupon(work, memberId, templateId)
    const { id: second } = await makeCoupon(work, memberId, templateId)
    const saleId = await useCoupon(work, storeId, memberId, first)
    await assert.rejects(useCoupon(work, storeId, memberId, second), refusedWith('coupon_budget_spent'))
    await returnCoupons(work, { saleId, refundId: newId(), timeZone })
    await useCoupon(work, storeId, memberId, second)
  }),
)

test(
  'a coupon that ended during the refund is good for the days of grace, without grace it stays expired',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const ends = { kind: 'after_issue', startsAfterDays: 0, days: 1 } as const
    for (const returnGraceDays of [0, 3]) {
      const template = await makeCouponTemplate(work, { validity: ends, returnGraceDays })
      const { id: couponId } = await makeCoupon(work, memberId, template.id)
      const saleId = await useCoupon(work, storeId, memberId, couponId)
      const back = later(work, 5 * dayMs)
      await returnCoupons(back, { saleId, refundId: newId(), timeZone })
      const held = (await lockCoupons(back, [couponId])).coupons.get(couponId)!
      const reason = whyNotUsable(held.coupon, { storeId, timeZone, memberId, at: back.at })
      assert.equal(reason?.code, returnGraceDays === 0 ? 'coupon_expired' : undefined)
    }
  }),
)

test(
  'codes open once each, are exported as they were made, and are kept as hashes alone',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: templateId } = await makeCouponTemplate(work, { totalLimit: 50, memberLimit: 2 })
    const issueId = newId()
    await makeCodes(work, { issueId, templateId, quantity: 50, reason: '异业合作' })
    await assert.rejects(
      makeCodes(work, { issueId: newId(), templateId, quantity: 1, reason: '' }),
      refusedWith('coupon_pool_short'),
    )
    const text = [...(await exportCodes(work, issueId))].join('')
    const codes = text.trim().split('\r\n')
    assert.equal(new Set(codes).size, 50)
    const sorted = codes.toSorted()
    assert.notDeepEqual(codes, sorted)
    const rows = await work.tx
      .selectFrom('coupons.codePage')
      .selectAll()
      .where('merchantId', '=', work.merchantId)
      .execute()
    assert.equal(Buffer.concat(rows.map(({ hashes }) => hashes)).length, 50 * hashLength)
    assert.ok(!JSON.stringify(rows).includes(codes[0]!.replaceAll('-', '')))

    const { id: memberId } = await makeMember(work)
    const open = (index: number, who: string | null = memberId) =>
      openCode(work, { code: codes[index]!.toLowerCase(), memberId: who })
    const { couponId } = await open(0)
    assert.deepEqual(await open(0), { couponId })
    const other = await makeMember(work)
    await assert.rejects(open(0, other.id), refusedWith('coupon_of_another'))
    await open(1)
    await assert.rejects(open(2), refusedWith('coupon_member_limit'))
    const bearer = await open(3, null)
    await useCoupon(work, storeId, null, bearer.couponId)
    await assert.rejects(open(3, null), refusedWith('coupon_used'))
    await assert.rejects(openCode(work, { code: '0000000000000', memberId }), refusedWith('coupon_code_not_found'))
    await assert.rejects(openCode(work, { code: 'hello', memberId }), refusedWith('coupon_code_not_found'))
  }),
)

test(
  'codes can be fetched again for an hour after the first export, then the shop has forgotten them',
  inWork(async (work) => {
    await makeShop(work)
    const { id: templateId } = await makeCouponTemplate(work)
    const issueId = newId()
    await makeCodes(work, { issueId, templateId, quantity: 3, reason: '' })
    const first = [...(await exportCodes(work, issueId))].join('')
    assert.equal([...(await exportCodes(later(work, 3_599_999), issueId))].join(''), first)
    const over = later(work, 3_600_000)
    await assert.rejects(exportCodes(over, issueId), refusedWith('coupon_codes_exported'))
    assert.equal(await codeSecretSweep.run(over), null)
    await assert.rejects(exportCodes(work, issueId), refusedWith('coupon_codes_exported'))
    await assert.rejects(exportCodes(work, newId()), refusedWith('coupon_codes_not_found'))
  }),
)

test('the whole way over HTTP: template, issue, the till’s list, a guesser slowed down', async () => {
  const app = await testApp()
  const shop = await committed(newId(), async (work) => ({
    ...(await makeShop(work)),
    memberId: (await makeMember(work)).id,
    itemId: (await makeItem(work)).id,
  }))
  const { storeId, memberId, itemId } = shop
  const owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  const gift = couponTemplate({ terms: { benefit: { kind: 'gift', productId: itemId, quantity: 1 } } })
  const made = await owner.call({ method: 'POST', url: '/coupon-templates', payload: gift })
  assert.equal(made.status, 201)
  const { couponTemplateId } = made.body
  const issued = await owner.call({
    method: 'POST',
    url: `/coupon-templates/${couponTemplateId}/issues`,
    payload: { memberIds: [memberId], reason: '生日' },
  })
  assert.deepEqual([issued.status, issued.body.issued], [201, 1])
  const usable = await owner.call({ url: `/stores/${storeId}/members/${memberId}/usable-coupons` })
  assert.equal(usable.body.items[0].coupon.benefit.productId, itemId)
  const mine = await owner.call({ url: `/members/${memberId}/coupons?state=usable` })
  assert.equal(mine.body.items.length, 1)
  const unknown = couponTemplate({ terms: { benefit: { kind: 'gift', productId: newId(), quantity: 1 } } })
  assert.equal((await owner.call({ method: 'POST', url: '/coupon-templates', payload: unknown })).status, 404)

  const codes = await owner.call({
    method: 'POST',
    url: `/coupon-templates/${couponTemplateId}/codes`,
    payload: { quantity: 10, reason: '' },
  })
  const file = await app.inject({
    method: 'POST',
    url: `/api/v1/coupon-issues/${codes.body.couponIssueId}/codes-file`,
    headers: owner.headers,
  })
  assert.equal(file.body.trim().split('\r\n').length, 10)
  const guess = () =>
    owner.call({
      method: 'POST',
      url: '/coupon-codes/open',
      payload: { code: '7777-7777-77777', memberId: null, storeId },
    })
  // At once, since a try comes back every second: twice as many as are open, so that a busy machine gives no third answer.
  const answers = await Promise.all(Array.from({ length: 120 }, guess))
  assert.deepEqual(
    new Set(answers.map(({ body }) => body.code)),
    new Set(['coupon_code_not_found', 'too_many_requests']),
  )
})

test(
  'coupons of times long past and of other members are no business of this one',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
    const other = await makeMember(work)
    assert.deepEqual(await usableCoupons(work, { memberId: other.id, storeId, timeZone }), [])
    const afterwards = later(work, 40 * dayMs)
    assert.deepEqual(await usableCoupons(afterwards, { memberId, storeId, timeZone }), [])
    const expired = await listMemberCoupons(afterwards, { memberId, state: 'expired', after: null, limit: 10 })
    assert.deepEqual(
      expired.map(({ id }) => id),
      [couponId],
    )
    const state = await lockCoupons(work, [couponId, newId()])
    assert.equal(state.coupons.size, 1)
    const plan = planCouponUse(state, { saleId: newId(), storeId, timeZone, memberId, at: testAt }, [
      { couponId: newId(), offCents: 1 },
    ])
    assert.ok(isRefusal(plan) && plan.code === 'coupon_not_found')
  }),
)
