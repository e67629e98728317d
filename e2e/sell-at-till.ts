import type { Page } from 'playwright-core'

/** One piece by its barcode, paid in cash exactly, and on to the next customer. Answers the number on the receipt. */
export async function sellAtTill(page: Page, barcode: string): Promise<string> {
  const input = page.getByRole('textbox', { name: /扫码/ })
  await input.fill(barcode)
  await input.press('Enter')
  await page.locator('.rg-till-pay:not([disabled])').click()
  await page.getByRole('dialog', { name: '收款' }).waitFor()
  await page.getByRole('button', { name: /确认收款/ }).click()
  const number = await page.locator('.rg-sold .rg-faint').first().textContent()
  await page.getByRole('button', { name: '下一单' }).click()
  return number ?? ''
}
