import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { newId } from '#shared/ids.ts'
import { openLastingTill } from './bound-till.ts'
import { journey } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const tea = '6901234500062'

type Row = { sequence: number; saleId?: string; sale?: Record<string, unknown> }

/** As much of IndexedDB as is asked here: the pages' browser has it, the types of this program do not. */
type Asked<T> = EventTarget & { result: T; error: Error | null }
type Queue = { getAll(): Asked<Row[]>; put(row: Row): Asked<unknown>; count(): Asked<number> }
type QueueDatabase = {
  transaction(name: string, mode?: 'readwrite'): { objectStore(name: string): Queue }
  close(): void
}
declare const indexedDB: { open(name: string): Asked<QueueDatabase> }

/**
 * Spoils the queue of this browser as torn writes, old versions and failing disks do: between the three whole sales come records that
 * are cut, empty, changed or not to be sent at all, and the third loses its check sum, as one of an older till has none.
 */
async function spoilQueue(page: Page, ids: readonly string[]): Promise<void> {
  await page.evaluate(async ([cut, changed, zero, poisoned]) => {
    const asked = <T>(request: Asked<T>) =>
      new Promise<T>((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result))
        request.addEventListener('error', () => reject(request.error))
      })
    const database = await asked(indexedDB.open('regulars.till'))
    const queue = database.transaction('queue', 'readwrite').objectStore('queue')
    const [first, , third] = await asked(queue.getAll())
    const spoilt: Row[] = [
      { sequence: 0.5, saleId: cut!, sale: { saleId: cut, sequence: 0.5, receiptNumber: '01-01-000002' } },
      { sequence: 1.5 },
      { sequence: 2.25, saleId: changed!, sale: { ...first!.sale, saleId: changed, sequence: 2.25 } },
      { sequence: 2.5, saleId: zero!, sale: { ...first!.sale, saleId: zero, sequence: 2.5, note: 'a\0b' } },
      {
        sequence: 2.75,
        saleId: poisoned!,
        sale: JSON.parse(`{"saleId":"${poisoned}","sequence":2.75,"__proto__":{}}`),
      },
    ]
    delete third!.sale!['check']
    for (const row of [...spoilt, third!]) await asked(queue.put(row))
    database.close()
  }, ids)
}

/** How many records the queue of this browser holds. */
function queueLength(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const asked = <T>(request: Asked<T>) =>
      new Promise<T>((resolve) => request.addEventListener('success', () => resolve(request.result)))
    const database = await asked(indexedDB.open('regulars.till'))
    const count = await asked(database.transaction('queue').objectStore('queue').count())
    database.close()
    return count
  })
}

/** The numbers of the shop's sales, once so many have come: a slow line books the last of them behind the receipt. */
async function salesOnceThere(owner: Page, count: number): Promise<string[]> {
  for (let tries = 0; ; tries++) {
    const { items } = await command<{ items: { receiptNumber: string }[] }>(owner, 'GET', '/sales?limit=50')
    if (items.length >= count || tries === 50) return items.map(({ receiptNumber }) => receiptNumber).sort()
    await owner.waitForTimeout(200)
  }
}

journey(
  'a half-written queue: whole sales arrive, damaged ones reach a person, none is lost',
  {},
  async ({ app, page: owner, openTill, picture, checkAccessible }) => {
    await setUpShop(owner, app.setupCode!)
    await addProduct(owner, '茉莉花茶', '38', tea)
    const { page: tillPage, line } = await openTill()
    const page = tillPage()
    await openLastingTill(page)

    await line.cut()
    const numbers = [await sellAtTill(page, tea), await sellAtTill(page, tea), await sellAtTill(page, tea)]
    await spoilQueue(page, [newId(), newId(), newId(), newId()])
    await page.reload()
    await page.getByText(/8 笔待上传/).waitFor()
    // A damaged queue keeps nobody from selling.
    numbers.push(await sellAtTill(page, tea))

    await line.mend()
    await page.getByRole('button', { name: /离线/ }).click()
    await page.getByRole('button', { name: '立即重试' }).click()
    const chip = page.getByRole('button', { name: '1 张单据无法上传' })
    await chip.waitFor()
    await page.getByText('第 2.75 张单据损坏').waitFor()
    await picture('queue: a sale that the server does not take', page)
    await checkAccessible(page)
    await page.keyboard.press('Escape')

    // The till is online for all others: what it sells now is booked at once.
    numbers.push(await sellAtTill(page, tea))
    assert.deepEqual(await salesOnceThere(owner, numbers.length), numbers)
    assert.deepEqual(
      numbers,
      [1, 2, 3, 4, 5].map((counter) => `01-01-00000${counter}`),
    )

    await owner.goto('/sales/conflicts')
    await owner.getByText('单据损坏').nth(3).waitFor()
    assert.equal(await owner.getByText('单据损坏').count(), 4)
    await owner.getByText(/小票上可辨认：01-01-000002/).waitFor()
    await picture('queue: damaged sales wait for a person', owner)
    await checkAccessible(owner)

    // Whatever happens to the till, the one that the server does not take stays where it is, and is tried again.
    await page.reload()
    await chip.waitFor()
    assert.equal(await queueLength(page), 1)
    const verdict = await app.command('ledger', 'verify', '--json')
    assert.equal(verdict.code, 0, verdict.stderr)
  },
)
