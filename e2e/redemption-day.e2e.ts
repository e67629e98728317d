import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { command } from './shop-commands.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { signInPhone } from './sign-in-phone.ts'

const set = '6901234500031'
const member = { name: '赵小梅', phone: '13800000007' }

journey(
  'a redemption day is looked at before it is published, is worth more at the till and in the mall, and a return gives it back',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '护理套装', '100', set)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const storeId = stores[0]!.id
    const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', member)
    const gift = { storeId, deltaPoints: 2_000, reason: '开业赠送' }
    await command(page, 'POST', `/members/${memberId}/points-adjustments`, gift)
    await command(page, 'PUT', '/points/redeem-rule', {
      ...{ version: 0, points: 100, worthCents: 100, minPoints: 0, stepPoints: 100, maxShareBps: 5_000 },
      ...{ returnedExpired: 'void', graceDays: 0 },
    })
    await command(page, 'POST', '/rewards', {
      ...{ kind: 'goods', name: '帆布袋', note: '', points: 500, cashCents: 0, couponTemplateId: null, storeIds: null },
      ...{ mayPickUp: true, mayDeliver: false, memberLimit: null, holdHours: 72, isEco: false, startsAt: null },
      ...{ endsAt: null, itemId: null, tillPay: 'no', minPurchaseCents: 0, unitsLeft: null, isRescueOnly: false },
    })

    await publishDay(stage)

    // The till says the day with the tender: 1,000 points pay 15 yuan instead of 10.
    await page.goto('/till')
    await page.waitForLoadState('networkidle')
    await page.getByRole('button', { name: /选择会员/ }).click()
    const choosing = page.getByRole('dialog')
    await choosing.getByRole('searchbox').or(choosing.getByRole('textbox')).first().fill(member.phone)
    await choosing.getByText(member.name).first().click()
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill(set)
    await input.press('Enter')
    await page.locator('.rg-till-pay:not([disabled])').click()
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByRole('button', { name: /可用 2,000 抵 ¥30.00 · 周年兑换日/ }).click()
    await paying.getByText('¥70.00').first().waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await stage.picture('redemption day at the till, dark')
    await stage.checkAccessible()
    await page.emulateMedia({ colorScheme: 'light' })
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByRole('button', { name: '下一单' }).click()

    // The sale says why its points paid more; what the day gave up stands beside it.
    await page.goto('/rewards/specials')
    await page
      .getByRole('row', { name: /周年兑换日/ })
      .getByText(/1,000 积分/)
      .waitFor()
    const { items } = await command<{ items: { id: string }[] }>(page, 'GET', `/sales?memberId=${memberId}&limit=1`)
    const saleId = items[0]!.id
    await page.goto(`/sales/${saleId}`)
    await page
      .getByText(/周年兑换日/)
      .first()
      .waitFor()
    await stage.picture('sale of a redemption day')
    await stage.checkAccessible()

    await onThePhone(stage, page)

    // Returned as a whole, points and the day's budget are there again.
    await returnWhole(page, saleId)
    await page.goto('/rewards/specials')
    await page
      .getByRole('row', { name: /周年兑换日/ })
      .getByText(/(^|[^0-9,])0 积分/)
      .waitFor()
  },
)

type Stage = Parameters<Parameters<typeof journey>[2]>[0]

/** Every day of the next weeks, a fifth off in the mall and half as much again at the till, within a budget. */
async function publishDay({ page, picture, checkAccessible }: Stage): Promise<void> {
  await page.goto('/rewards/specials')
  await page.getByRole('button', { name: '新建专场' }).first().click()
  const special = page.getByRole('dialog', { name: '新建专场' })
  await special.getByRole('button', { name: '兑换日' }).click()
  await special.getByLabel('名称').fill('周年兑换日')
  await special.getByLabel('每月几日').press('Backspace')
  await special.getByText('共 91 天').waitFor()
  await special.getByLabel('收银台抵现时积分值百分之几').fill('150')
  await special.getByLabel('让利预算（积分）').fill('5000')
  await special.getByText(/帆布袋 500 → 400/).waitFor()
  await special.getByText('5,000 积分 (¥50.00)').waitFor()
  await page.emulateMedia({ colorScheme: 'dark' })
  await picture('redemption day before it is published, dark')
  await checkAccessible(page)
  await page.emulateMedia({ colorScheme: 'light' })
  await special.getByRole('button', { name: '发布' }).click()
  await page
    .getByRole('row', { name: /周年兑换日/ })
    .getByText('今天生效')
    .waitFor()
}

async function onThePhone(stage: Stage, owner: Page): Promise<void> {
  const phone = await stage.openBrowser('phone')
  await signInPhone(phone, owner, member.phone)
  await phone.goto('/m/mall')
  await phone.getByText('今天兑换所需积分更少。').waitFor()
  await phone
    .getByRole('button', { name: /帆布袋/ })
    .getByText('400 积分')
    .waitFor()
  await phone.emulateMedia({ colorScheme: 'dark' })
  await stage.picture('redemption day on the phone, dark', phone)
  await stage.checkAccessible(phone)
  await phone.goto('/m/receipts')
  await phone.getByRole('link', { name: /护理套装/ }).click()
  await phone.getByText(/周年兑换日/).waitFor()
  await stage.picture('receipt of a redemption day on the phone, dark', phone)
  await stage.checkAccessible(phone)
}

async function returnWhole(owner: Page, saleId: string): Promise<void> {
  type Sale = { lines: { lineId: string; quantityMilli: number }[] }
  const sale = await command<Sale>(owner, 'GET', `/sales/${saleId}`)
  const lines = sale.lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli }))
  const path = `/sales/${saleId}/refunds`
  const { fingerprint } = await command<{ fingerprint: string }>(owner, 'POST', `${path}/quote`, { lines })
  await command(owner, 'POST', path, { lines, fingerprint, reason: '不合适' })
}
