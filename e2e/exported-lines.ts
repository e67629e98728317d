import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'

/** What the list at hand comes to as a CSV file, by its own button: line by line, the columns' names first. */
export async function exportedLines(page: Page): Promise<string[]> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /导出/ }).click()
  await page.getByRole('link', { name: /CSV/ }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  return text.replace('\uFEFF', '').trimEnd().split('\r\n')
}
