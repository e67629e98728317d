import type { Page } from 'playwright-core'
import { addDays, localDay } from '#shared/business-day.ts'
import { makeComponent, makeTerms } from '#testing/make-pass.ts'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'
import { signInPhone } from './sign-in-phone.ts'

const number = '13900138066'
const plan = {
  ...{ kind: 'count', name: '面部护理五次卡', priceCents: 19_900 },
  terms: makeTerms({ components: [makeComponent({ units: 5, listCents: 6_000 })], transfer: null, renewal: null }),
}
const zone = 'Asia/Shanghai'

/** The pass over the counter, in cash. */
async function sellPass(page: Page): Promise<void> {
  await page.goto('/till')
  await page.waitForLoadState('networkidle')
  await page.getByRole('button', { name: /选择会员/ }).click()
  const choosing = page.getByRole('dialog')
  await choosing
    .getByRole('combobox')
    .or(choosing.getByRole('searchbox'))
    .or(choosing.getByRole('textbox'))
    .first()
    .fill(number)
  await choosing.getByText('李梅').first().click()
  await page
    .getByRole('button', { name: new RegExp(plan.name) })
    .first()
    .click()
  await page.keyboard.press('F9')
  const paying = page.getByRole('dialog', { name: '收款' })
  await paying.getByLabel('实收现金').fill('199')
  await paying.getByRole('button', { name: /确认收款/ }).click()
  await page.getByText('已收款 ¥199.00').waitFor()
}

/** Asks for a time so many days ahead, on the bookings page. */
async function ask(phone: Page, daysAhead: number, clock: string): Promise<void> {
  await phone.getByRole('link', { name: '预约时间' }).click()
  await phone.getByLabel('日期').fill(addDays(localDay(new Date(), zone), daysAhead))
  await phone.getByLabel('时间').fill(clock)
  await phone.getByRole('button', { name: '提交预约' }).click()
}

journey(
  'a member asks for times on the phone with a visit of a pass kept for each; staff say yes, a freeze calls one off, the shop another',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    await command(page, 'POST', '/members', { name: '李梅', phone: number, homeStoreId: stores[0]!.id })
    await command(page, 'POST', '/pass-plans', plan)
    await sellPass(page)

    const phone = await stage.openBrowser('phone')
    await signInPhone(phone, page, number)
    await phone.goto('/m/bookings')
    await phone.getByText('还没有预约').waitFor()
    await phone.getByRole('link', { name: '预约时间' }).click()
    await phone.getByText(/面部护理：共 5 次 · 还剩 5 次/).waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal asks for a time', phone)
    await phone.getByRole('link', { name: '返回' }).click()
    await ask(phone, 2, '14:30')
    await phone.getByText('等待门店确认').waitFor()
    await ask(phone, 9, '10:00')
    await phone.getByText('等待门店确认').nth(1).waitFor()
    // The same moment twice is one too many, and says so.
    await ask(phone, 9, '10:00')
    await phone.getByText('您在这个时间已有预约').waitFor()
    await phone.goto('/m/bookings')
    await stage.checkAccessible(phone)
    await stage.picture('portal bookings wait', phone)
    await phone.goto('/m/benefits')
    await phone.getByText('剩 3 / 5').first().waitFor()

    // The shop says yes to the first.
    await page.goto('/passes/bookings?state=asked')
    await page.getByRole('button', { name: '确认时间' }).nth(1).waitFor()
    await stage.checkAccessible()
    await stage.picture('bookings that wait for the shop')
    await page.getByRole('button', { name: '确认时间' }).first().click()
    await page.getByRole('button', { name: '确认时间' }).nth(1).waitFor({ state: 'detached' })
    await phone.goto('/m/bookings')
    await phone.getByText('已确认', { exact: true }).waitFor()

    // A week of rest over the second: it is called off and its visit is back; the first stands.
    await page.getByRole('link', { name: plan.name }).first().click()
    await page.getByRole('button', { name: '停卡' }).click()
    const freezing = page.getByRole('dialog', { name: '停卡' })
    const today = localDay(new Date(), zone)
    await freezing.getByLabel('从', { exact: true }).fill(addDays(today, 7))
    await freezing.getByLabel('到（含）').fill(addDays(today, 13))
    await freezing.getByText('7 天', { exact: true }).waitFor()
    await freezing.getByLabel('原因').fill('出差')
    await freezing.getByRole('button', { name: '停卡' }).click()
    await page.getByText(/停卡 .* 至 .*到期日顺延至/).waitFor()
    await phone.goto('/m/bookings')
    await phone.getByText('因停卡取消').waitFor()
    await phone.getByText('已确认', { exact: true }).waitFor()
    await stage.picture('portal booking called off by a freeze', phone)

    // A third, which the member calls off; the visit is theirs again.
    await ask(phone, 3, '09:00')
    await phone.getByText('等待门店确认').waitFor()
    await phone.getByRole('button', { name: '取消预约' }).last().click()
    await phone.getByRole('dialog').getByRole('button', { name: '取消预约' }).click()
    await phone.getByText('您已取消').waitFor()

    // Nobody has come before the day; the shop cannot take the first after all: the visit is back.
    await page.goto('/passes/bookings?state=confirmed')
    await page.getByRole('button', { name: '处理' }).click()
    const settling = page.getByRole('dialog', { name: '处理' })
    await settling.getByText('预约当天到店后才能核销。').waitFor()
    await stage.checkAccessible()
    await stage.picture('a booking is settled')
    await settling.getByRole('button', { name: '门店取消，退回并顺延' }).click()
    await page.getByRole('button', { name: '处理' }).waitFor({ state: 'detached' })
    await phone.goto('/m/bookings')
    await phone.getByText('门店未能安排').waitFor()
    await phone.goto('/m/benefits')
    await phone.getByText('剩 5 / 5').first().waitFor()
    await assertLedgerSound(app)
  },
)
