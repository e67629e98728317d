import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

journey(
  'an owner tries levels on the shop’s own members, publishes them, and a member rises at the till and claims a gift',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '保湿面膜', '59.5', '6901234500031')
    const regular = await command<{ id: string }>(page, 'POST', '/members', {
      ...{ name: '陈静', phone: '13900000001', source: 'console' },
    })
    await command(page, 'POST', '/coupon-templates', coupon)

    // Somebody who bought before there were levels.
    await page.goto('/till')
    await attach(page, '13900000001', '陈静')
    await sellAtTill(page, '6901234500031')

    await page.goto('/tiers')
    await page.getByRole('button', { name: '设置等级方案' }).click()
    await page.getByRole('heading', { name: '设置等级方案' }).waitFor()
    const units = page.getByLabel('消费满')
    await units.nth(0).fill('50')
    await units.nth(1).fill('110')
    // A level that asks for less than the one below it cannot be published.
    await units.nth(2).fill('60')
    await page.getByText('每一级的门槛要比下一级高').waitFor()
    assert.ok(await page.getByRole('button', { name: '发布' }).isDisabled())
    await units.nth(2).fill('1000')
    await page.getByRole('button', { name: '加权益' }).nth(2).click()
    await page.getByRole('menuitem', { name: '定期礼' }).click()
    await page.getByRole('group', { name: '定期礼' }).waitFor()
    // The trial run knows the sale: one member would be on silver at once.
    await page.getByRole('button', { name: /普通会员 → 银卡/ }).click()
    await page.getByRole('dialog', { name: '这些会员' }).getByRole('link', { name: '陈静' }).waitFor()
    await stage.picture('tier simulation')
    await stage.checkAccessible()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: '发布' }).click()
    await page.getByText('新方案已发布').waitFor()
    await stage.checkAccessible()

    // Put into force by the clock's work; the member's page says so, with what is missing for gold.
    await untilShown(page, `/members/${regular.id}?tab=tier`, '再有 ¥50.50 升到金卡')
    await stage.picture('member tier')
    await stage.checkAccessible()

    // The second purchase lifts to gold; the till shows it, and the gift of the month is claimed.
    await page.goto('/till')
    await attach(page, '13900000001', '陈静')
    await page.locator('.rg-till-member .rg-tier').getByText('银卡').waitFor()
    await sellAtTill(page, '6901234500031')
    await untilShown(page, `/members/${regular.id}?tab=tier`, '银卡 → 金卡')
    await page.goto('/till')
    await attach(page, '13900000001', '陈静')
    await page.getByRole('button', { name: /领 新客礼券/ }).click()
    await page.getByText('已领取，可直接使用').waitFor()
    await stage.picture('tier gift at the till')
    await stage.checkAccessible()

    await page.goto('/tiers?tab=benefits')
    await page.getByText('人数太少').first().waitFor()
    await stage.checkAccessible()
  },
)

const coupon = {
  ...{ name: '新客礼券', note: '', isClaimable: false, totalLimit: null, memberLimit: null, budgetCents: null },
  ...{ claimOpensAt: null, returnGraceDays: 0, validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 } },
  terms: {
    ...{ benefit: { kind: 'amount', offCents: 500 }, thresholdCents: 0, storeIds: null, priority: 100 },
    scope: { of: 'all', productIds: [], categoryIds: [], excludedProductIds: [], excludedCategoryIds: [] },
    times: { weekdays: [], monthDays: [], hours: [] },
    stacking: { group: null, perSale: 1, withPromotions: true, withMemberPrice: true },
  },
}

/** Whose sale it is: found by the phone, as a cashier would. */
async function attach(page: Page, phone: string, name: string): Promise<void> {
  await page.locator('.rg-till-member-none').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill(phone)
  await dialog.getByText(name).first().click()
  await page.locator('.rg-till-member strong').getByText(name).waitFor()
}

/** Looks again until the work behind the screens has come to it. */
async function untilShown(page: Page, path: string, text: string): Promise<void> {
  for (let tries = 0; tries < 90; tries++) {
    await page.goto(path, { waitUntil: 'networkidle' })
    if (await page.getByText(text).first().isVisible()) return
    await page.waitForTimeout(1_000)
  }
  assert.fail(`${path} never showed ${text}`)
}
