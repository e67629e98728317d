import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { launchProfile } from '#e2e/browser.ts'
import { completeItems, saveItems } from '#modules/catalog/save-items.ts'
import { startSession } from '#modules/identity/start-session.ts'
import { registerDevice } from '#modules/identity/register-device.ts'
import { newId } from '#shared/ids.ts'
import type { BenchShop } from './bench-shop.ts'

/** So many products for sale, each with a code and a barcode. */
export async function fillCatalogue(shop: BenchShop, products: number): Promise<void> {
  for (let done = 0; done < products; done += 2_000) {
    await shop.inWork(async (work) => {
      const rows = Array.from({ length: Math.min(2_000, products - done) }, (_, i) => ({
        ...{ id: newId(), kind: 'product' as const, name: `山茶花洗发水 ${done + i}`, code: `P${done + i}` },
        ...{ listPriceCents: 1_000 + ((done + i) % 900), barcodes: [String(2_000_000_000_000 + done + i)] },
      }))
      await saveItems(work, await completeItems(work, rows))
    })
  }
}

export type TillKeys = { deviceKey: string; session: string }

/** A till of the shop, and a session of its owner on it. */
export async function bindTill(shop: BenchShop, name: string): Promise<TillKeys> {
  const { keys } = shop.database
  const device = { deviceId: newId(), storeId: shop.storeId, name }
  const { deviceKey } = await shop.inWork((work) => registerDevice(work, keys, device))
  const kept = await readFile(path.join(shop.dataDir, 'bench-shop.json'), 'utf8')
  const { userId } = JSON.parse(kept) as { userId: string }
  const start = { userId, deviceId: device.deviceId, ip: null, userAgent: 'bench', how: 'password' } as const
  const { token } = await shop.inWork((work) => startSession(work, keys, start))
  return { deviceKey, session: token }
}

/** The browser on its profile, opened or opened again, with the till's key and the cashier's session. */
export async function openTillBrowser(
  profile: string,
  url: string,
  { deviceKey, session }: TillKeys,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await launchProfile(profile, {
    baseURL: url,
    viewport: { width: 1280, height: 800 },
    locale: 'zh-CN',
  })
  context.setDefaultTimeout(120_000)
  await context.addCookies([{ name: 'regulars_session', value: session, url }])
  await context.addInitScript(`localStorage.setItem('regulars.deviceKey', ${JSON.stringify(deviceKey)})`)
  return { context, page: context.pages()[0] ?? (await context.newPage()) }
}

/** Opens the till; milliseconds until goods can be tapped. */
export async function startTill(page: Page): Promise<number> {
  const began = performance.now()
  await page.goto('/till')
  await page.locator('.rg-till-tile').first().waitFor()
  return performance.now() - began
}
