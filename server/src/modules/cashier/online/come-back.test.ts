import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { cancelPass, previewCancel } from '#modules/passes/cancel-pass.ts'
import { changePlan, sellPlanOnline } from '#modules/passes/save-plan.ts'
import { passesOf } from '#modules/passes/show-passes.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop, type MadeShop } from '#testing/make-merchant.ts'
import { type MadePlan, makePass, makePlan } from '#testing/make-pass.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import { committed, testAt } from '#testing/work.ts'
import type { OnlineWish } from './online-order-rules.ts'
import { orderOnline } from './order-online.ts'
import { showOnlineOrder } from './show-online-order.ts'

let shop: MadeShop
let plan: MadePlan

const inDays = (days: number) => ({ at: new Date(testAt.getTime() + days * 86_400_000) })
const inShop = <T>(body: (work: Work) => Promise<T>, days = 0) => committed(shop.merchantId, body, inDays(days))

before(async () => {
  shop = await makeCommittedShop()
  plan = await inShop(async (work) => {
    const made = await makePlan(work, { priceCents: 99_00 })
    await sellPlanOnline(work, { planId: made.planId, isOnline: true })
    return made
  })
})

/** Somebody with stored value who left a pass of 99.00 today, with the money back. */
async function makeLeft(): Promise<{ memberId: string; passId: string }> {
  return inShop(async (work) => {
    const { id: memberId } = await makeMember(work)
    await makeStoredValue(work, memberId, 500_00)
    const { passId } = await makePass(work, { storeId: shop.storeId, memberId, plan })
    const wish = { cause: 'member', time: 'now' } as const
    const { fingerprint, refundCents } = await previewCancel(work, passId, wish)
    assert.equal(refundCents, plan.priceCents)
    await cancelPass(work, { passId, ...wish, fingerprint, reason: 'moved' })
    return { memberId, passId }
  })
}

async function reprice(priceCents: number): Promise<void> {
  const { planId, version, terms } = plan
  await inShop((work) => changePlan(work, planId, { kind: 'count', name: '十次卡', priceCents, terms, version }))
  plan = { ...plan, version: version + 1, priceCents }
}

test('who left buys the pass again for thirty days at what it cost then, never at more than it costs now, and from that day on', async () => {
  const { memberId, passId } = await makeLeft()
  await reprice(129_00)
  const wish = (): OnlineWish => ({
    ...{ kind: 'pass', storeId: shop.storeId, planId: plan.planId, version: plan.version, renewsPassId: passId },
  })
  const shownIn = (days: number) => inShop((work) => showOnlineOrder(work, { memberId, wish: wish() }), days)
  const shown = await shownIn(20)
  assert.deepEqual([shown.amountCents, shown.isPriceLocked, shown.startsDay], [99_00, true, '2026-03-21'])
  await assert.rejects(shownIn(31), { code: 'pass_ended' })

  await inShop(async (work) => {
    const { fingerprint } = await showOnlineOrder(work, { memberId, wish: wish() })
    await orderOnline(work, { orderId: newId(), memberId, wish: wish(), means: 'stored_value', fingerprint })
  }, 20)
  const held = await inShop((work) => passesOf(work, memberId, { isAll: true, today: '2026-03-21' }), 20)
  assert.deepEqual(
    held.map(({ state, startsDay, comeBackUntilDay }) => [state, startsDay, comeBackUntilDay]),
    [
      ['active', '2026-03-21', null],
      ['ended', '2026-03-01', '2026-03-31'],
    ],
  )

  const other = await makeLeft()
  await reprice(89_00)
  const cheaper = await inShop((work) =>
    showOnlineOrder(work, { memberId: other.memberId, wish: { ...wish(), renewsPassId: other.passId } as OnlineWish }),
  )
  assert.deepEqual([cheaper.amountCents, cheaper.isPriceLocked], [89_00, false])
})
