import assert from 'node:assert/strict'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { always } from '#shared/recurring-times.ts'
import { bindTill, openShift } from './bound-till.ts'
import { journey } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

const serum = '6901234500079'
const hour = 3_600_000

/** Runs before each page: this device's clock stands a day and two hours ahead. */
const aheadOfTime = `(() => {
  const Now = Date
  const ahead = ${26 * hour}
  globalThis.Date = class extends Now {
    constructor(...given) {
      if (given.length === 0) super(Now.now() + ahead)
      else super(...given)
    }
    static now() {
      return Now.now() + ahead
    }
  }
})()`

journey(
  'a till whose clock is a day ahead says so, and so does a browser that is none; it sells at the prices of today, also without a line, and dates its sales right',
  {},
  async ({ app, page: owner, openBrowser, openTill, picture, checkAccessible }) => {
    await setUpShop(owner, app.setupCode!)
    await addProduct(owner, '修护精华', '100', serum)
    await command(owner, 'POST', '/promotions', {
      ...{ name: '今日满减', useLimit: null, memberLimit: null, budgetCents: null },
      startsAt: new Date(Date.now() - hour).toISOString(),
      endsAt: new Date(Date.now() + 12 * hour).toISOString(),
      terms: {
        offer: {
          ...{ kind: 'threshold_off', steps: [{ thresholdCents: 10_000, offCents: 1_000 }] },
          ...{ isRepeating: false, maxTimes: null },
        },
        ...{ scope: wholeCatalogue, storeIds: null, isMembersOnly: false, tierIds: null, times: always, priority: 100 },
        stacking: { group: null, per: 'line', withCoupons: true, withMemberPrice: true },
      },
    })

    // A browser that is no till hears the time with every answer.
    const browser = await openBrowser()
    await browser.context().addCookies((await owner.context().storageState()).cookies)
    await browser.addInitScript(aheadOfTime)
    await browser.goto('/till')
    await browser.getByRole('button', { name: /时钟不准/ }).click()
    await browser.getByText(/本机时钟快了 26 小时/).waitFor()
    await picture('clock: a day ahead in a browser that is no till', browser)
    await checkAccessible(browser)
    await browser.keyboard.press('Escape')
    await browser.getByRole('textbox', { name: /扫码/ }).fill(serum)
    await browser.keyboard.press('Enter')
    await browser.getByRole('button', { name: /^收款.*¥90\.00/ }).waitFor()

    const till = await openTill()
    const page = till.page()
    await page.addInitScript(aheadOfTime)
    await bindTill(page)
    await openShift(page, 500)
    await page.goto('/till')
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await page.reload()
    await page.getByText(/时钟不准/).waitFor()
    await picture('clock: a day ahead', page)
    await checkAccessible(page)
    await page.getByRole('textbox', { name: /扫码/ }).fill(serum)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /^收款.*¥90\.00/ }).waitFor() // tomorrow it would be over
    await page.keyboard.press('F9')
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText('已收款 ¥90.00').waitFor()
    await page.getByRole('button', { name: '下一单' }).click()
    await page.waitForLoadState('networkidle')

    await till.line.cut()
    const number = await sellAtTill(page, serum)
    await till.line.mend()
    await page.getByRole('button', { name: /离线/ }).click()
    await page.getByRole('button', { name: '立即重试' }).click()
    await page.getByText(/在线/).first().waitFor()

    type Sale = { receiptNumber: string; happenedAt: string; netCents: number }
    const { items } = await command<{ items: Sale[] }>(owner, 'GET', '/sales?limit=10')
    const sale = items.find(({ receiptNumber }) => receiptNumber === number)
    assert.equal(sale?.netCents, 9_000)
    assert.ok(Math.abs(Date.parse(sale.happenedAt) - Date.now()) < hour, `sold at ${sale.happenedAt}`)
    const conflicts = await command<{ items: object[] }>(owner, 'GET', '/sale-conflicts?state=open')
    assert.deepEqual(conflicts.items, [])
  },
)
