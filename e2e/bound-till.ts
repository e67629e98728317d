import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { denominationsOf } from '#modules/cashier/shift/count-rules.ts'
import { choose } from './choose.ts'

export type Colleague = { name: string; pin: string }

/** The owner binds this browser as a till and stays signed in. */
export async function bindTill(page: Page): Promise<void> {
  await page.goto('/sign-in')
  await page.getByLabel('账号').fill('wangfang')
  await page.getByLabel('密码', { exact: true }).fill('jing tian mei rong 8')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByText('王芳').first().waitFor()
  await bindBrowser(page)
}

/** The browser of who is signed in becomes the store's till. */
export async function bindBrowser(page: Page): Promise<void> {
  await page.goto('/settings/devices')
  await page.getByRole('button', { name: '绑定本机' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('设备名称').fill('前台')
  await dialog.getByRole('button', { name: '绑定本机' }).click()
  await page.getByText(/已绑定，设备编号/).waitFor()
}

/** Signs out at the till: it asks who sells next. */
export async function leaveTill(page: Page): Promise<void> {
  await page.goto('/till')
  await page.waitForLoadState('networkidle') // the bar grows as answers come, and the menu moves with it
  await page.getByRole('button', { name: /的菜单/ }).click()
  await page.getByRole('menuitem', { name: '退出登录' }).click()
  await page.getByText('谁在收银？').waitFor()
}

/** The name, then six digits. */
export async function comeToTill(page: Page, { name, pin }: Colleague): Promise<void> {
  await page.getByRole('button', { name }).click()
  await page
    .getByLabel(/6 位 PIN/)
    .first()
    .waitFor()
  await page.keyboard.type(pin)
  await page.getByRole('textbox', { name: /扫码/ }).waitFor()
}

/** A shift with its float, on the shift's own page. */
export async function openShift(page: Page, floatYuan: number): Promise<void> {
  await page.goto('/till/shift')
  await page.getByLabel('备用金').fill(String(floatYuan))
  await page.getByRole('button', { name: '开班' }).click()
  await page.getByRole('heading', { name: '当前班次' }).waitFor()
}

/** Counts so much in the drawer, note by note, and hands the count in. */
export async function countDrawer(page: Page, cents: number): Promise<void> {
  await page.getByRole('button', { name: '清点并结束' }).click()
  let left = cents
  for (const valueCents of denominationsOf('CNY')) {
    const pieces = Math.floor(left / valueCents)
    left -= pieces * valueCents
    if (pieces > 0) await page.getByLabel(`¥${(valueCents / 100).toFixed(2)} 的张数`).fill(String(pieces))
  }
  assert.equal(left, 0, 'the sum can be laid out in notes and coins')
  await page.getByRole('button', { name: '提交清点' }).click()
}

/** A manager says yes on the cashier's own screen: who, their PIN, why. */
export async function approveByPin(page: Page, { name, pin }: Colleague, reason: string): Promise<void> {
  const dialog = page.getByRole('dialog', { name: /授权/ })
  await choose(dialog.getByRole('combobox', { name: '授权人' }), name)
  await dialog.locator('.rg-pin input').first().click()
  await page.keyboard.type(pin)
  await dialog.getByLabel('授权原因').fill(reason)
  await dialog.getByRole('button', { name: '授权此操作' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** A bound till with its shift open that has all it needs to sell on without a line. */
export async function openLastingTill(page: Page): Promise<void> {
  await bindTill(page)
  await openShift(page, 500)
  await page.goto('/till')
  await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await page.reload()
  await page.getByText('在线', { exact: true }).waitFor()
  await page.waitForLoadState('networkidle')
}
