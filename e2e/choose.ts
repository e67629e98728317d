import type { Locator } from 'playwright-core'

/**
 * Chooses from a select that closes with the choice. Its list slides open and may move under a click on a busy machine; who sees it
 * stay open clicks again.
 */
export async function choose(select: Locator, option: string): Promise<void> {
  const list = select.page().locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
  const entry = list.locator('.ant-select-item-option').filter({ hasText: option }).first()
  await select.click()
  await entry.waitFor()
  for (let tries = 0; tries < 5; tries++) {
    await entry.click({ timeout: 5_000 }).catch(() => undefined)
    if (await happens(list.waitFor({ state: 'hidden', timeout: 3_000 }))) return
  }
  throw new Error(`"${option}" could not be chosen`)
}

/** Whether what is waited for comes in its time. */
export function happens(waiting: Promise<unknown>): Promise<boolean> {
  return waiting.then(
    () => true,
    () => false,
  )
}
