import type { Page } from 'playwright-core'
import { happens } from './choose.ts'

/** One piece by its barcode, paid in cash exactly, and on to the next customer. Answers the number on the receipt. */
export async function sellAtTill(page: Page, barcode: string): Promise<string> {
  const input = page.getByRole('textbox', { name: /扫码/ })
  await input.fill(barcode)
  await input.press('Enter')
  await page.locator('.rg-till-pay:not([disabled])').click()
  await page.getByRole('dialog', { name: '收款' }).waitFor()
  await page.getByRole('button', { name: /确认收款/ }).click()
  const sold = page.locator('.rg-sold .rg-faint').first()
  // The dialog may move under the click as the line comes or goes; its key does not miss.
  if (!(await happens(sold.waitFor({ timeout: 10_000 })))) await page.keyboard.press('F9')
  const number = await sold.textContent()
  await page.getByRole('button', { name: '下一单' }).click()
  return number ?? ''
}

/** The till of a store, in a browser that is none of its own. */
export async function openTillOf(page: Page, store: string): Promise<void> {
  await page.goto('/till')
  const switcher = page.getByRole('button', { name: /^切换门店/ })
  await switcher.click()
  await page.getByRole('menuitem', { name: store }).click()
  await page.getByRole('button', { name: `切换门店，当前 ${store}` }).waitFor()
}
