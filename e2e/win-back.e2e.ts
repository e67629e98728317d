import assert from 'node:assert/strict'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { winBackSweep } from '#modules/retention/follow-ups.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { always } from '#shared/recurring-times.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeFlow } from '#testing/make-leaving.ts'
import { makeMember } from '#testing/make-member.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { movedJourney, type MovedShop } from './moved-clock.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const mask = '6901234500031'
/** A member with a pass; who leaves is called after a week, and gets ten yuan off the next visit after thirty days. */
function prepare({ storeId, inShop }: MovedShop) {
  return inShop(async (work) => {
    const template = await makeCouponTemplate(work, {
      ...{ name: '想您券', validity: { kind: 'after_issue', startsAfterDays: 0, days: 60 } },
      terms: { scope: wholeCatalogue, times: always },
    })
    await makeFlow(work, { offers: [], callBackDays: 7, winBack: { days: 30, templateId: template.id } })
    const member = await makeMember(work, { name: '林小雨', phone: '+8613900138001' })
    await makePass(work, { storeId, memberId: member.id, plan: await makePlan(work) })
    return member
  })
}

movedJourney(
  'who left is called, twice, gets a coupon to come back on its day, and pays with it at the till',
  async (shop) => {
    const member = await prepare(shop)
    const phone = await shop.openPhone(member.id)
    await phone.goto('/m/benefits')
    await phone.getByRole('link', { name: '取消', exact: true }).click()
    await phone.getByRole('button', { name: '没有时间来' }).click()
    await phone.getByRole('button', { name: '完成取消' }).click()
    await phone.getByRole('heading', { name: '已取消' }).waitFor()
    await phone.context().close()

    // A week later the call is due: nobody answers, so again in two days.
    shop.moveDays(8)
    let page = await shop.openConsole()
    await page.goto('/retention/calls')
    await page.getByText('已到时间').waitFor()
    await page.getByRole('button', { name: '记录结果' }).click()
    const drawer = page.getByRole('dialog', { name: '记录结果' })
    await drawer.getByRole('radio', { name: '没有联系上' }).check()
    const next = addDays(localDay(shop.now(), 'Asia/Shanghai'), 2)
    await drawer.getByLabel('下次日期').fill(next)
    await drawer.getByRole('textbox', { name: /备注/ }).fill('下午再打')
    await drawer.getByRole('button', { name: '保存' }).click()
    await drawer.waitFor({ state: 'hidden' })
    await page.getByText('下午再打').waitFor()
    await page.getByText('已到时间').waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '记录结果' }).click()
    await drawer.getByRole('radio', { name: '已联系上' }).check()
    await drawer.getByRole('textbox', { name: /备注/ }).fill('月底有空')
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByText('没有回访').waitFor()
    await page.getByText('已完成', { exact: true }).click()
    await page.getByText('月底有空').waitFor()

    // Not a day early.
    const couponsIn = async (state: 'usable' | 'used') => {
      const path = `/members/${member.id}/coupons?state=${state}`
      return (await command<{ items: { offCents: number | null }[] }>(page, 'GET', path)).items
    }
    await shop.runDue([winBackSweep])
    assert.deepEqual(await couponsIn('usable'), [])
    await page.context().close()
    shop.moveDays(23)
    await shop.runDue([winBackSweep])
    const again = await shop.openPhone(member.id)
    await again.goto('/m/coupons')
    await again.getByRole('heading', { name: '想您券' }).waitFor()
    await again.context().close()

    page = await shop.openConsole()
    assert.equal((await couponsIn('usable')).length, 1, 'one coupon, once')
    await addProduct(page, '保湿面膜', '59.5', mask)
    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('13900138001')
    await input.press('Enter')
    await page.getByText('林小雨').first().waitFor()
    await sellAtTill(page, mask)
    assert.deepEqual(
      (await couponsIn('used')).map(({ offCents }) => offCents),
      [1_000],
    )
  },
)
