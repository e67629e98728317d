import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { openLastingTill } from './bound-till.ts'
import { journey } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'
import type { TillDevice } from './till-device.ts'

const tea = '6901234500062'
const upload = '/api/v1/till/offline-sales'

/** What the shop's books hold, in the order in which it was sold. */
async function receiptsIn(owner: Page): Promise<string[]> {
  const { items } = await command<{ items: { receiptNumber: string }[] }>(owner, 'GET', '/sales?limit=50')
  return items.map(({ receiptNumber }) => receiptNumber).reverse()
}

/** Tries now: the waits between tries grow with the time that the line was away. */
async function tryNow(page: Page): Promise<void> {
  await page.getByRole('button', { name: /离线/ }).click()
  await page.getByRole('button', { name: '立即重试' }).click()
}

/** The line is back, and the till dies while it hands in what it sold. Answers the page that it starts with. */
async function dieHandingIn(till: TillDevice, how: 'half_sent' | 'unanswered'): Promise<Page> {
  const isCaught = till.line.catchNext(upload, how)
  await till.line.mend()
  await tryNow(till.page())
  await isCaught
  return till.powerCut()
}

journey(
  'a till is killed while it hands in its queue, in the middle of a request and before an answer: all sales arrive once, in order',
  {},
  async ({ app, page: owner, openTill, picture }) => {
    await setUpShop(owner, app.setupCode!)
    await addProduct(owner, '茉莉花茶', '38', tea)
    const till = await openTill()
    let page = till.page()
    await openLastingTill(page)

    await till.line.cut()
    const numbers = [await sellAtTill(page, tea), await sellAtTill(page, tea), await sellAtTill(page, tea)]

    // The app has booked all three and said so, to nobody: the till still has them, and sells on.
    page = await dieHandingIn(till, 'unanswered')
    await till.line.cut()
    await page.goto('/till')
    await page.getByText(/3 笔待上传/).waitFor()
    assert.deepEqual(await receiptsIn(owner), numbers)
    await picture('killed while handing in: three sales that are booked and that the till still has', page)
    const booked = [...numbers]
    numbers.push(await sellAtTill(page, tea))

    // Handing in all four again, it dies in the middle of the request: nothing more is booked.
    page = await dieHandingIn(till, 'half_sent')
    assert.deepEqual(await receiptsIn(owner), booked)

    // The browser forgot who was signed in, as it may when it dies: the queue goes by the till's own key.
    await page.context().clearCookies()
    await page.goto('/till')
    await page.getByLabel('账号').fill('wangfang')
    await page.getByLabel('密码', { exact: true }).fill('jing tian mei rong 8')
    await page.getByRole('button', { name: '登录', exact: true }).click()
    await page.getByText('在线', { exact: true }).waitFor()
    numbers.push(await sellAtTill(page, tea))
    assert.deepEqual(
      numbers,
      [1, 2, 3, 4, 5].map((counter) => `01-01-00000${counter}`),
    )
    assert.deepEqual(await receiptsIn(owner), numbers)
    const { items: conflicts } = await command<{ items: object[] }>(owner, 'GET', '/sale-conflicts?state=open')
    assert.deepEqual(conflicts, [])
    const verdict = await app.command('ledger', 'verify', '--json')
    assert.equal(verdict.code, 0, verdict.stderr)
  },
)
