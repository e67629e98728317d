import assert from 'node:assert/strict'
import { after } from 'node:test'
import type { Page } from 'playwright-core'
import { systemClock } from '#platform/clock.ts'
import { makeComponent, makeTerms } from '#testing/make-pass.ts'
import { startWechatPay } from '#testing/wechat-pay-simulator.ts'
import { journey } from './harness.ts'
import { setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'
import { signInPhone } from './sign-in-phone.ts'

const wechat = await startWechatPay(systemClock)
after(() => wechat.stop())

const number = '13900138077'
const plan = {
  ...{ kind: 'count', name: '面部护理五次卡', priceCents: 19_900 },
  terms: makeTerms({
    components: [makeComponent({ units: 5, listCents: 6_000 })],
    validity: { unit: 'day', count: 20 },
    ...{ freeze: null, transfer: null },
    renewal: { lockDays: 30, isAuto: false, noticeDays: 7 },
  }),
}

/** A shop that is paid through WeChat, with two amounts and a pass that members buy on the phone, and one of its members. */
async function openShop(owner: Page, setupCode: string): Promise<{ planId: string }> {
  await setUpShop(owner, setupCode)
  const { stores } = await command<{ stores: { id: string }[] }>(owner, 'GET', '/session')
  await command(owner, 'POST', '/members', { name: '李梅', phone: number, homeStoreId: stores[0]!.id })
  const account = { provider: 'wechat_pay', name: '微信支付', baseUrl: wechat.url, fields: wechat.fields }
  await command(owner, 'POST', '/provider-accounts', account)
  for (const [name, principalCents, bonusCents] of [
    ['充 300 送 30', 30_000, 3_000],
    ['充 500 送 80', 50_000, 8_000],
  ] as const) {
    const terms = { name, principalCents, bonusCents, drawMode: 'proportional', bonusMonths: 6 }
    await command(owner, 'POST', '/top-up-offers', terms)
  }
  return command<{ planId: string }>(owner, 'POST', '/pass-plans', plan)
}

/** Reads the terms and agrees to them, and pays as named. */
async function agreeAndPay(phone: Page, means: string, amount: string): Promise<void> {
  await phone.getByRole('heading', { name: '您将同意的条款' }).waitFor()
  await phone.getByRole('radio', { name: means }).check()
  const pay = phone.getByRole('button', { name: `支付 ${amount}` })
  assert.equal(await pay.isDisabled(), true, 'nothing is paid before it is agreed to')
  await phone.getByRole('checkbox', { name: '我已阅读并同意以上条款' }).check()
  await pay.click()
}

journey(
  'a member tops up on the phone, buys a pass with it and renews it early at its old price, though the phone is put away while paying',
  {},
  async (stage) => {
    const { app, page } = stage
    const { planId } = await openShop(page, app.setupCode!)
    // The shop says what its members buy by themselves.
    await page.goto('/top-ups/offers')
    await page.getByRole('button', { name: '上架到会员手机' }).first().click()
    await page.getByRole('button', { name: '从会员手机下架' }).waitFor()
    await page.getByRole('button', { name: '上架到会员手机' }).click()
    await page.getByRole('button', { name: '上架到会员手机' }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: '设置自选金额' }).click()
    await page.getByLabel('最高金额').fill('2000')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await page.getByText('会员可在手机上以「自选金额」充值 ¥10.00 至 ¥2,000.00').waitFor()
    await stage.picture('own amounts on phones', page)
    await page.goto('/passes')
    await page.getByRole('button', { name: '上架到会员手机' }).click()
    await page.getByRole('button', { name: '从会员手机下架' }).waitFor()
    await stage.checkAccessible()

    const phone = await stage.openBrowser('phone')
    await signInPhone(phone, page, number)

    // Topped up: terms, agreement, the provider's own page, back here, booked.
    await phone.goto('/m/stored-value')
    await phone.getByRole('link', { name: '线上充值' }).click()
    await phone.getByRole('button', { name: /¥300\.00/ }).click()
    await phone.getByText('支付 ¥300.00，到账本金 ¥300.00、赠送金 ¥30.00。').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal top-up', phone)
    await agreeAndPay(phone, '微信支付', '¥300.00')
    const toProvider = phone.getByRole('link', { name: '去微信支付付款' })
    await toProvider.waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal order waits', phone)
    await toProvider.click()
    await phone.getByRole('button', { name: '确认付款' }).click()
    await phone.getByRole('heading', { name: '已到账' }).waitFor({ timeout: 30_000 })
    await stage.checkAccessible(phone)
    await stage.picture('portal order booked', phone)

    // An amount of one's own: what it brings is said while it is typed; beyond the limits there is nothing to pay.
    await phone.goto('/m/stored-value/top-up')
    await phone.getByRole('button', { name: /自选金额/ }).click()
    const amount = phone.getByLabel('充值金额', { exact: true })
    await amount.fill('5')
    await phone.getByText('可充 ¥10.00 至 ¥2,000.00').waitFor()
    await amount.fill('480')
    await phone.getByText('送 ¥30.00 · 再充 ¥20.00 可送 ¥80.00').waitFor()
    await phone.getByText('赠送金按已达到的方案「充 300 送 30」计算。').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal own amount', phone)
    await agreeAndPay(phone, '微信支付', '¥480.00')
    await phone.getByRole('link', { name: '去微信支付付款' }).click()
    await phone.getByRole('button', { name: '确认付款' }).click()
    await phone.getByRole('heading', { name: '已到账' }).waitFor({ timeout: 30_000 })

    // What was agreed, and what the rest would pay today, stays to be read.
    await phone.goto('/m/stored-value')
    await phone.getByRole('link', { name: /充值记录与条款/ }).click()
    await phone.getByRole('link', { name: /¥300\.00 \+ ¥30\.00/ }).click()
    await phone.getByText('支付 ¥300.00，到账本金 ¥300.00、赠送金 ¥30.00。').waitFor()
    await phone.getByText('本金 ¥300.00 − 已用 ¥0.00 × ¥300.00 ÷ ¥330.00 = ¥300.00').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('terms of a top-up on the phone', phone)

    // Called off: nothing is booked, nothing is owed.
    await phone.goto('/m/stored-value/top-up')
    await phone.getByRole('button', { name: /¥500\.00/ }).click()
    await agreeAndPay(phone, '微信支付', '¥500.00')
    await phone.getByRole('button', { name: '取消付款' }).click()
    await phone.getByRole('heading', { name: '没有付款' }).waitFor({ timeout: 30_000 })
    await stage.picture('portal order unpaid', phone)

    // A pass out of what was topped up, at once.
    await phone.goto('/m/benefits')
    await phone.getByText('¥840.00').first().waitFor()
    await phone.getByRole('link', { name: '选购卡项' }).click()
    await stage.checkAccessible(phone)
    await stage.picture('portal plans', phone)
    await phone.getByRole('link', { name: /面部护理五次卡/ }).click()
    await phone.getByText('面部护理：共 5 次。').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal pass contract', phone)
    await agreeAndPay(phone, '储值余额', '¥199.00')
    await phone.getByRole('heading', { name: '已到账' }).waitFor()
    await phone.getByRole('link', { name: '查看小票' }).click()
    await phone.getByText('面部护理五次卡').first().waitFor()

    // Dearer by now, it is renewed at the price it was bought for; the phone is put away and the money comes.
    await command(page, 'POST', `/pass-plans/${planId}/versions`, { ...plan, priceCents: 25_900, version: 1 })
    await phone.goto('/m/benefits')
    await phone.getByRole('link', { name: '续卡' }).click()
    await phone.getByText('按您购买时的价格').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal renewal', phone)
    await agreeAndPay(phone, '微信支付', '¥199.00')
    await phone.getByRole('link', { name: '去微信支付付款' }).waitFor()
    await phone.goto('about:blank')
    const trade = [...wechat.books.trades.values()].find(
      ({ amountCents, state }) => amountCents === 19_900 && state === 'waiting',
    )
    wechat.books.pay(trade!, systemClock.now())
    for (let passes = 0, tries = 0; passes < 2; tries++) {
      assert.ok(tries < 300, 'the renewal is booked while nobody looks')
      await page.waitForTimeout(200)
      passes = (await command<{ items: object[] }>(page, 'GET', `/passes?planId=${planId}`)).items.length
    }
    await phone.goto('/m/benefits')
    await phone.getByText('未开始').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal benefits after buying', phone)
    await phone.goto('/m/statement')
    await phone.getByText('充值').first().waitFor()
    await stage.picture('portal statement after buying', phone)
  },
)
