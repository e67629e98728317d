import assert from 'node:assert/strict'
import { before, suite, test } from 'node:test'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeMemberSession } from '#testing/make-member-session.ts'
import { caller, makeCommittedShop, type MadeShop, makeUser, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makePass, makePlan, makeTerms, type MadePass } from '#testing/make-pass.ts'
import { committed } from '#testing/work.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let memberId: string
let pass: MadePass

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  await committed(shop.merchantId, async (work) => {
    memberId = (await makeMember(work)).id
    pass = await makePass(work, { storeId: shop.storeId, memberId, plan: await makePlan(work) })
  })
})

const use = (who: SignedIn, key?: string) =>
  who.call({
    method: 'POST',
    url: `/passes/${pass.passId}/uses`,
    payload: { componentId: pass.componentIds[0], memberId, storeId: shop.storeId },
    ...(key ? { key } : {}),
  })

suite('passes over HTTP', () => {
  test('a visit sent twice under one key is one visit', async () => {
    const key = newId()
    const [first, second] = [await use(owner, key), await use(owner, key)]
    assert.deepEqual([first.status, second.status, first.body.leftUnits], [201, 201, 9])
    assert.deepEqual(first.body, second.body)
  })

  test('a visit is undone with a manager’s yes where the cashier may not alone', async () => {
    const { userId } = await committed(shop.merchantId, (work) => makeUser(work, { role: 'cashier' }))
    const cashier = await signIn(app, { merchantId: shop.merchantId, userId })
    const { body } = await use(cashier)
    const undo = await cashier.call({
      method: 'POST',
      url: `/pass-uses/${body.useId}/undo`,
      payload: { reason: '点错了' },
    })
    assert.deepEqual([undo.status, undo.body.code], [403, 'pass_undo_approval_needed'])
    const byOwner = await owner.call({
      method: 'POST',
      url: `/pass-uses/${body.useId}/undo`,
      payload: { reason: '点错了' },
    })
    assert.equal(byOwner.status, 200)
  })

  test('a plan is made, changed by version and taken off sale', async () => {
    const payload = { kind: 'count', name: '五次卡', priceCents: 90_000, terms: makeTerms() }
    const made = await owner.call({ method: 'POST', url: '/pass-plans', payload })
    assert.equal(made.status, 201)
    const { planId } = made.body
    const change = {
      method: 'POST',
      url: `/pass-plans/${planId}/versions`,
      payload: { ...payload, priceCents: 80_000, version: 1 },
    } as const
    assert.deepEqual((await owner.call(change)).body, { planId, version: 2 })
    assert.equal((await owner.call(change)).body.code, 'plan_changed')
    assert.equal((await owner.call({ method: 'POST', url: `/pass-plans/${planId}/stop` })).status, 200)
    const till = await owner.call({ url: '/till/pass-plans' })
    assert.ok(!till.body.items.some((plan: { planId: string }) => plan.planId === planId))
  })

  test('a price that is changed in the catalogue behind the plan’s back is refused', async () => {
    const { planId } = await committed(shop.merchantId, (work) => makePlan(work))
    const answer = await owner.call({
      method: 'PATCH',
      url: `/items/${planId}`,
      payload: { version: 1, listPriceCents: 1 },
    })
    assert.equal(answer.body.code, 'item_is_plan')
  })

  test('the end of a pass pays back through its sale, as it was shown', async () => {
    const wish = 'cause=merchant&time=now'
    const quote = await owner.call({ url: `/passes/${pass.passId}/cancel-quote?${wish}` })
    assert.equal(quote.body.refundCents, 144_000) // one of ten visits was had
    const payload = { cause: 'merchant', time: 'now', reason: '停业', fingerprint: quote.body.fingerprint }
    const ended = await owner.call({ method: 'POST', url: `/passes/${pass.passId}/cancellations`, payload })
    assert.deepEqual([ended.status, ended.body.refundCents], [201, 144_000])
    const sale = await owner.call({ url: `/sales/${pass.saleId}` })
    assert.equal(sale.body.refundedCents, 144_000)
    const again = await owner.call({ method: 'POST', url: `/passes/${pass.passId}/cancellations`, payload })
    assert.equal(again.body.code, 'pass_ended')
  })

  test('members see their own passes on their phone, and nobody else’s', async () => {
    const headers = await committed(shop.merchantId, (work) => makeMemberSession(work, memberId))
    const stranger = await committed(
      shop.merchantId,
      async (work) => makeMemberSession(work, (await makeMember(work)).id),
      { at: new Date() },
    )
    const mine = await caller(app, headers).call({ url: '/me/passes' })
    assert.deepEqual([mine.status, mine.body.items.length], [200, 1])
    assert.ok(mine.body.items[0].uses.length >= 1)
    const theirs = await caller(app, stranger).call({ url: `/me/passes/${pass.passId}/cancel-quote?time=now` })
    assert.deepEqual([theirs.status, theirs.body.code], [404, 'pass_not_found'])
  })
})
