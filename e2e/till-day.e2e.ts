import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { Page } from 'playwright-core'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { systemClock } from '#platform/clock.ts'
import { always } from '#shared/recurring-times.ts'
import { startWechatPay } from '#testing/wechat-pay-simulator.ts'
import { bindTill, comeToTill, countDrawer, leaveTill, openShift } from './bound-till.ts'
import { choose } from './choose.ts'
import { journey, type Stage } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { setUpShop } from './set-up-shop.ts'
import { command, hire } from './shop-commands.ts'

const shampoo = { name: '山茶花洗发水', barcode: '6901234500062', cents: 6_800 }
const mask = { name: '保湿面膜', barcode: '6901234500031', cents: 5_950 }
const chen = { name: '陈静', loginName: 'chenjing', role: 'manager', pin: '258036' } as const
const he = { name: '何佳怡', loginName: 'hejiayi', role: 'cashier', pin: '741963' } as const
const paymentCode = '134567890123456789'

const wechat = await startWechatPay(systemClock)
after(() => wechat.stop())

/** What the shop has before the day begins: goods, a member with points and a coupon, a WeChat account, two people. */
async function prepareShop(owner: Page, url: string): Promise<void> {
  const { stores } = await command<{ stores: { id: string }[] }>(owner, 'GET', '/session')
  const storeId = stores[0]!.id
  for (const { name, barcode, cents } of [shampoo, mask]) {
    await command(owner, 'POST', '/items', { kind: 'product', name, listPriceCents: cents, barcodes: [barcode] })
  }
  const person = { name: '李梅', phone: '13900138001', homeStoreId: storeId }
  const { id: memberId } = await command<{ id: string }>(owner, 'POST', '/members', person)
  await command(owner, 'PUT', '/points/redeem-rule', {
    ...{ version: 0, points: 100, worthCents: 100, minPoints: 0, stepPoints: 100, maxShareBps: 5_000 },
    ...{ returnedExpired: 'as_new', graceDays: 0 },
  })
  const gift = { storeId, deltaPoints: 500, reason: '老会员迁入' }
  await command(owner, 'POST', `/members/${memberId}/points-adjustments`, gift)
  const { couponTemplateId } = await command<{ couponTemplateId: string }>(owner, 'POST', '/coupon-templates', {
    ...{ name: '满 100 减 10', note: '', isClaimable: false, totalLimit: null, memberLimit: 1, budgetCents: null },
    ...{ claimOpensAt: null, validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 }, returnGraceDays: 7 },
    terms: {
      ...{ benefit: { kind: 'amount', offCents: 1_000 }, thresholdCents: 10_000, scope: wholeCatalogue },
      ...{ storeIds: null, times: always, priority: 100 },
      stacking: { group: 'coupon', perSale: 1, withPromotions: true, withMemberPrice: true },
    },
  })
  const issue = { memberIds: [memberId], reason: '老会员关怀' }
  await command(owner, 'POST', `/coupon-templates/${couponTemplateId}/issues`, issue)
  const account = { provider: 'wechat_pay', name: '微信支付', baseUrl: wechat.url, fields: wechat.fields }
  await command(owner, 'POST', '/provider-accounts', account)
  await hire(owner, url, chen)
  await hire(owner, url, he)
}

async function scan(page: Page, ...barcodes: string[]): Promise<void> {
  const input = page.getByRole('textbox', { name: /扫码/ })
  for (const barcode of barcodes) {
    await input.fill(barcode)
    await input.press('Enter')
  }
}

/** Coupon, points, stored value, and a 付款码 whose provider does not answer at first. */
async function sellWithEverything({ picture, checkAccessible }: Stage, page: Page): Promise<void> {
  await page.getByRole('button', { name: /选择会员/ }).click()
  await page.getByLabel(/会员码、卡号/).fill('8001')
  await page.getByRole('dialog').getByText('李梅').first().click()
  await page.getByRole('button', { name: '充值' }).click()
  await page.getByRole('button', { name: /其他金额/ }).click()
  await page.getByLabel('充值金额').fill('200')
  await page.getByRole('button', { name: /确认收款并充值/ }).click()
  await page.getByRole('button', { name: '完成' }).click()
  await page.getByText('¥200.00').first().waitFor()

  await scan(page, shampoo.barcode, mask.barcode)
  await page.getByText('满 100 减 10').first().waitFor() // picked by itself: the only one that fits
  await picture('till day: cart with its coupon', page)
  await page.keyboard.press('F9')
  const pay = page.getByRole('dialog', { name: '收款' })
  await pay.getByRole('button', { name: /积分/ }).click()
  await pay.getByLabel('储值', { exact: true }).fill('50')
  wechat.books.behaviour.waits = 1
  let isAway = true
  wechat.books.trouble = () => (isAway ? 'hang' : null)
  await pay.getByRole('button', { name: /微信/ }).click()
  await pay.getByLabel('扫顾客的付款码').fill(paymentCode)
  await pay.getByLabel('扫顾客的付款码').press('Enter')
  await pay.getByText('正在请求收款…').waitFor()
  await pay.getByText('没有收到答复，正在再次查询…').waitFor({ timeout: 20_000 })
  await picture('till day: a payment that nobody answers for', page)
  await checkAccessible(page)
  isAway = false
  // The till asks by itself, too: when it was first, there is nothing left to press.
  const ask = pay.getByRole('button', { name: '立即查询' })
  await ask.click({ timeout: 3_000 }).catch(() => ask.waitFor({ state: 'hidden' }))
  await pay.getByText('已到账').first().waitFor({ timeout: 30_000 })
  await picture('till day: paid in four ways', page)
  await pay.getByRole('button', { name: /确认收款/ }).click()
  await page.getByText('已收款 ¥117.50').waitFor()
  await page.getByRole('button', { name: '下一单' }).click()
}

/** The mask goes back, a second bottle goes out: the money of WeChat stays as far as it was for the mask, the rest is paid in cash. */
async function exchangeMask({ picture, checkAccessible }: Stage, page: Page): Promise<number> {
  const { items } = await command<{ items: { receiptNumber: string }[] }>(page, 'GET', '/sales?limit=1')
  await page.goto('/sales')
  await page.getByRole('link', { name: items[0]!.receiptNumber }).click()
  await page.getByRole('button', { name: '退款' }).click()
  await page.getByRole('checkbox', { name: `退 ${mask.name}` }).check()
  await page.getByRole('button', { name: /换货：/ }).click()
  await page.getByRole('region', { name: '退回的商品' }).getByText(`${mask.name} × 1`).waitFor()
  await scan(page, shampoo.barcode)
  await page.getByRole('button', { name: /^补差价/ }).click()
  const pay = page.getByRole('dialog', { name: '收款' })
  await pay.getByText('原款抵付').first().waitFor()
  await picture('till day: an exchange', page)
  await checkAccessible(page)
  await pay
    .getByRole('button', { name: /确认换货/ })
    .last()
    .click()
  await page.getByRole('heading', { name: '已换货' }).waitFor()
  const sales = await command<{ items: { id: string }[] }>(page, 'GET', '/sales?limit=1')
  const taken = await command<{ tenders: { kind: string; amountCents: number }[] }>(
    page,
    'GET',
    `/sales/${sales.items[0]!.id}`,
  )
  await page.getByRole('button', { name: '下一单' }).click()
  return taken.tenders.find(({ kind }) => kind === 'cash')?.amountCents ?? 0
}

journey(
  'a till’s day: coupon, points, stored value and a payment that hangs; an exchange; a cut line and a power cut; handed over, counted, closed, verified',
  {},
  async (stage) => {
    const { app, page: owner, picture, checkAccessible } = stage
    await setUpShop(owner, app.setupCode!)
    await prepareShop(owner, app.url)
    const till = await stage.openTill()
    let page = till.page()
    await bindTill(page)
    await leaveTill(page)
    await comeToTill(page, chen)

    await openShift(page, 500)
    await page.goto('/till')
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await page.reload()
    await page.getByText('在线', { exact: true }).waitFor()
    await sellWithEverything(stage, page)
    const exchangedCents = await exchangeMask(stage, page)
    const heard = page.waitForResponse(/\/till\/contact/)
    await page.reload()
    await heard
    await page.waitForLoadState('networkidle')

    // The line is cut; the till sells on, loses its power, comes back without a server, sells on.
    await till.line.cut()
    const numbers = [await sellAtTill(page, shampoo.barcode)]
    await page.getByRole('button', { name: /离线/ }).waitFor()
    page = await till.powerCut()
    await page.context().clearCookies() // whether the browser had written the session down by then is chance
    await page.goto('/till')
    await page.getByText(/1 笔待上传/).waitFor()
    await picture('till day: sold without a line', page)
    await checkAccessible(page)
    numbers.push(await sellAtTill(page, shampoo.barcode))
    await till.line.mend()
    await page.getByRole('button', { name: /离线/ }).click()
    await page.getByRole('button', { name: '立即重试' }).click()
    await page.getByText('谁在收银？').waitFor()
    await comeToTill(page, chen)
    await page.getByText('在线', { exact: true }).waitFor()
    const sales = await command<{ items: { receiptNumber: string }[] }>(owner, 'GET', '/sales?limit=50')
    for (const number of numbers) {
      const arrived = sales.items.filter(({ receiptNumber }) => receiptNumber === number)
      assert.equal(arrived.length, 1, `${number} arrived once`)
    }
    const conflicts = await command<{ items: object[] }>(owner, 'GET', '/sale-conflicts?state=open')
    assert.deepEqual(conflicts.items, [], 'nothing for a person to decide')

    // Counted to the fen, handed over to one person named, who proves it is them.
    const drawerCents = 50_000 + 20_000 + exchangedCents + 2 * shampoo.cents
    await page.goto('/till/shift')
    await countDrawer(page, drawerCents)
    await page.getByText('账实相符').waitFor()
    await page.getByText('交班', { exact: true }).click()
    await choose(page.getByRole('combobox', { name: '接班人' }), he.name)
    await picture('till day: hand-over', page)
    await checkAccessible(page)
    await page.getByRole('button', { name: '交班并生成 Z 报表' }).click()
    await page
      .getByText(/钱箱已交给 何佳怡|等待 何佳怡 接班/)
      .first()
      .waitFor()
    await leaveTill(page)
    await comeToTill(page, he)
    await openShift(page, drawerCents / 100)
    await page.goto('/till')
    await sellAtTill(page, shampoo.barcode)
    await page.goto('/till/shift')
    await countDrawer(page, drawerCents + shampoo.cents)
    await page.getByText('账实相符').waitFor()
    await page.getByLabel('留存备用金').fill('500')
    await page.getByRole('button', { name: /结束班次并生成/ }).click()
    await page.getByRole('heading', { name: '交班报表 Z2' }).waitFor()
    await picture('till day: Z report', page)

    await owner.goto('/days')
    await owner.getByText('可以日结').waitFor()
    await owner.getByRole('button', { name: /^日结 / }).click()
    await owner.getByText('已日结').first().waitFor()
    await picture('till day: the day is closed')
    await checkAccessible()

    const verdict = await app.command('ledger', 'verify', '--json')
    assert.equal(verdict.code, 0, verdict.stderr)
    const { ok, firstBroken } = JSON.parse(verdict.stdout)
    assert.deepEqual({ ok, firstBroken }, { ok: true, firstBroken: null })
  },
)
