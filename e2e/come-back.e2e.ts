import assert from 'node:assert/strict'
import { changePlan, sellPlanOnline } from '#modules/passes/save-plan.ts'
import { makeMember } from '#testing/make-member.ts'
import { makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { movedJourney, type MovedShop } from './moved-clock.ts'

/** A member with two passes of ten visits: of one eight are used, which is all that was paid for it; the other is new. */
function prepare({ storeId, inShop }: MovedShop) {
  return inShop(async (work) => {
    const { id: memberId } = await makeMember(work, { name: '林小雨', phone: '+8613900138001' })
    const used = await makePlan(work, { name: '瑜伽十次卡' })
    const pass = await makePass(work, { storeId, memberId, plan: used })
    for (let visit = 0; visit < 8; visit++) await makeUse(work, pass, { memberId, storeId })
    const fresh = await makePlan(work, { name: '面部护理十次卡', priceCents: 160_000 })
    await sellPlanOnline(work, { planId: fresh.planId, isOnline: true })
    await makePass(work, { storeId, memberId, plan: fresh })
    return { memberId, fresh }
  })
}

movedJourney(
  'who left brings the pass back on the phone as it was; one that was paid back is bought again at the old price',
  async (shop) => {
    const { memberId, fresh } = await prepare(shop)
    const phone = await shop.openPhone(memberId)
    const card = (name: string) => phone.locator('.rp-pass', { has: phone.getByRole('heading', { name }) })
    const leave = async (name: string) => {
      await phone.goto('/m/benefits')
      await card(name).getByRole('link', { name: '取消', exact: true }).click()
      await phone.getByRole('heading', { name: `取消 ${name}` }).waitFor()
      await phone.getByRole('button', { name: /^现在结束/ }).click()
      await phone.getByRole('button', { name: /^现在结束/, pressed: true }).waitFor()
    }

    // Nothing comes back for it, and that it can be brought back stands there before.
    await leave('瑜伽十次卡')
    await phone.getByText('30 天内可以在这里恢复').waitFor()
    await phone.getByRole('button', { name: '完成取消' }).click()
    await phone.getByRole('heading', { name: '已取消' }).waitFor()
    await phone.getByText(/可以恢复这张卡/).waitFor()
    await phone.getByRole('button', { name: '恢复这张卡' }).click()
    await phone.getByText('这次取消后来已收回').waitFor()
    await phone.goto('/m/benefits')
    await card('瑜伽十次卡').getByText('剩 2 / 10').waitFor()
    await phone.goto('/m/statement')
    await phone.getByText('用 1 次').first().waitFor()
    assert.equal(await phone.getByText('用 1 次').count(), 8, 'every visit is a line')

    // The other one is paid back; then it costs more, but not to who left.
    await leave('面部护理十次卡')
    await phone.getByRole('button', { name: '完成取消' }).click()
    await phone.getByRole('heading', { name: '已取消' }).waitFor()
    await shop.inShop((work) =>
      changePlan(work, fresh.planId, {
        ...{ kind: 'count', name: '面部护理十次卡', priceCents: 180_000, terms: fresh.terms, version: fresh.version },
      }),
    )
    await phone.reload()
    await phone.getByRole('link', { name: /重新购买/ }).click()
    await phone.getByText('按您购买时的价格').waitFor()
    await phone.getByText('¥1,600.00').first().waitFor()
    await phone.context().close()
  },
)
