import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeComponent, makePass, makePlan } from '#testing/make-pass.ts'
import { choose } from './choose.ts'
import { movedJourney, type MovedShop } from './moved-clock.ts'

/** A pass of five visits whose bookings are called off for nothing until three days before. */
function prepare({ storeId, inShop }: MovedShop) {
  return inShop(async (work) => {
    const member = await makeMember(work, { name: '李梅' })
    const plan = await makePlan(work, {
      ...{ name: '面部护理五次卡', priceCents: 90_000 },
      components: [makeComponent({ units: 5 })],
      booking: { freeHours: 72, absence: 'counts' },
    })
    await makePass(work, { storeId, memberId: member.id, plan })
    return { memberId: member.id, day: addDays(localDay(work.at, 'Asia/Shanghai'), 4) }
  })
}

async function book(page: Page, day: string, clock: string): Promise<void> {
  await page.getByRole('button', { name: '新预约' }).click()
  const booking = page.getByRole('dialog', { name: '新预约' })
  await choose(booking.getByLabel('会员', { exact: true }), '李梅')
  await choose(booking.getByLabel('项目', { exact: true }), '面部护理五次卡')
  await booking.getByText('预约开始 72 小时前可免费取消；之后取消或没有到店的，计次。').waitFor()
  await booking.getByLabel('时间', { exact: true }).fill(day)
  await booking.getByLabel('时间：几点').fill(clock)
  await booking.getByRole('button', { name: '新预约' }).click()
  await booking.waitFor({ state: 'detached' })
}

async function attachAtTill(page: Page): Promise<void> {
  await page.goto('/till')
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: /选择会员/ }).click()
  const choosing = page.getByRole('dialog')
  await choosing.getByRole('textbox').fill('李梅')
  await choosing.getByText('李梅').first().click()
}

/** The visit on the pass of the member at the till, proved by what they show or say. */
async function useAtTill(page: Page, proof: () => Promise<string>, isProved: string): Promise<void> {
  await page
    .getByRole('list', { name: '卡项' })
    .getByRole('button', { name: /面部护理五次卡/ })
    .click()
  const using = page.getByRole('dialog', { name: /核销/ })
  await using.getByLabel('扫会员码或卡，或输入核销密码').fill(await proof())
  await using.getByRole('button', { name: '验证' }).click()
  await using.getByText(isProved).waitFor()
  await using.getByRole('button', { name: '核销 1 次' }).click()
  await using.getByRole('button', { name: '完成' }).click()
}

movedJourney(
  'staff book for who calls; called off too late the visit counts, on the day it is used; visits are proved by number and by code',
  async (shop) => {
    const { memberId, day } = await prepare(shop)
    let page = await shop.openConsole()
    await page.goto('/passes/bookings')
    await book(page, day, '10:00')
    await page.getByText('已确认').waitFor()
    await book(page, day, '12:00')
    await page.getByText('已确认').nth(1).waitFor()

    // On the phone the member reads until when it costs nothing, and sets their number for the counter.
    let phone = await shop.openPhone(memberId)
    await phone.goto('/m/bookings')
    await phone
      .getByText(/前可免费取消/)
      .nth(1)
      .waitFor()
    await phone.goto('/m/pass-pin')
    await phone.getByLabel('新密码（4–6 位数字）').fill('2580')
    await phone.getByRole('button', { name: '保存密码' }).click()
    await phone.getByText('密码已保存').waitFor()

    // At the till: once by the number, once by the code that the phone shows now.
    await attachAtTill(page)
    await useAtTill(page, async () => '2580', '密码正确')
    await phone.goto('/m/card')
    const shown = phone.getByTestId('member-code')
    await shown.getByText(/^\d{6}$/).waitFor()
    const code = async () => ((await shown.textContent()) ?? '').replace(/\s/g, '')
    await useAtTill(page, code, '会员码已核对')
    await page.goto('/passes/sold')
    await page
      .getByRole('link', { name: /面部护理五次卡/ })
      .first()
      .click()
    await page
      .getByText(/会员码/)
      .first()
      .waitFor()
    await page.getByText(/密码/).first().waitFor()
    await page.context().close()
    await phone.context().close()

    // Two days on it is too late for nothing: the member is told so, and calls one off all the same.
    shop.moveDays(2)
    phone = await shop.openPhone(memberId)
    await phone.goto('/m/bookings')
    await phone.getByText('已过免费取消时间，现在取消或没有到店都计次').nth(1).waitFor()
    await phone.getByRole('button', { name: '取消预约' }).first().click()
    const asking = phone.getByRole('dialog')
    await asking.getByText('已过免费取消时间：现在取消，占用的次数会算作已使用。').waitFor()
    await asking.getByRole('button', { name: '仍要取消（计次）' }).click()
    await phone.getByText('过了免费取消时间，计 1 次').waitFor()
    await phone.context().close()

    // On the day the other comes.
    shop.moveDays(2)
    page = await shop.openConsole()
    await page.goto('/passes/bookings?state=confirmed')
    await page.getByRole('button', { name: '处理' }).click()
    await page.getByRole('dialog', { name: '处理' }).getByRole('button', { name: '已到店，核销' }).click()
    await page.getByRole('button', { name: '处理' }).waitFor({ state: 'detached' })
    phone = await shop.openPhone(memberId)
    await phone.goto('/m/benefits')
    await phone.getByText('剩 1 / 5').first().waitFor()
    assert.ok((await shop.inShop(verifyLedger)).ok)
  },
)
