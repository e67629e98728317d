import assert from 'node:assert/strict'
import { existsSync, statSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { journey, type Stage } from './harness.ts'
import { sellAtTill } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { codeSent, command } from './shop-commands.ts'

const mask = '6901234500031'

/** A shop that gives a point a yuan, with something to sell. */
async function openShop({ app, page }: Stage): Promise<{ storeId: string }> {
  await setUpShop(page, app.setupCode!)
  await addProduct(page, '保湿面膜', '59.5', mask)
  const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true, pendingDays: 0 }
  await command(page, 'PUT', '/points/rule', { version: 0, ...rule, expiry: { months: 12, round: 'day' } })
  const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
  return { storeId: stores[0]!.id }
}

/** The script that a first visit loads, as it travels; what comes from elsewhere is a trouble of its own. */
function weighScript(phone: Page): { bytes(): number; elsewhere: string[] } {
  const dist = path.resolve(import.meta.dirname, '../web/console/dist')
  const scripts = new Set<string>()
  const elsewhere: string[] = []
  phone.on('request', (request) => {
    const { hostname, pathname } = new URL(request.url())
    if (hostname !== 'localhost' && hostname !== '127.0.0.1') elsewhere.push(request.url())
    if (pathname.endsWith('.js') && !pathname.endsWith('/sw.js')) scripts.add(path.join(dist, pathname))
  })
  const sizeOf = (file: string) => statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size
  return { bytes: () => [...scripts].reduce((sum, file) => sum + sizeOf(file), 0), elsewhere }
}

/** Phone, code, and for somebody new a name: from the shop's QR code to the card. */
async function join(phone: Page, owner: Page, storeId: string, name: string, number: string): Promise<void> {
  await phone.goto(`/m/join?s=${storeId}`)
  await phone.getByLabel('手机号').fill(number)
  await phone.getByRole('button', { name: '获取验证码' }).click()
  await phone.getByRole('heading', { name: '输入验证码' }).waitFor()
  await phone.getByLabel('验证码', { exact: true }).fill(await codeSent(owner))
  await phone.getByRole('heading', { name: '加入晴天美容' }).waitFor()
  await phone.getByLabel(/怎么称呼您/).fill(name)
  await phone.getByRole('button', { name: '领取会员卡' }).click()
  await phone.getByRole('link', { name: /出示会员码/ }).waitFor()
}

/** Number and digits, as a scanner reads them. */
async function shownCode(phone: Page): Promise<string> {
  const digits = phone.getByTestId('member-code')
  await digits.getByText(/^\d{6}$/).waitFor()
  return (await digits.innerText()).replace(/\s/g, '')
}

journey(
  'somebody new scans the code in the shop, joins, pays with the turning code and sees points and receipt',
  {},
  async (stage) => {
    const { page } = stage
    const { storeId } = await openShop(stage)
    const phone = await stage.openBrowser('phone')

    const first = weighScript(phone)
    await phone.goto(`/m/join?s=${storeId}`)
    await phone.getByText('人民路店').waitFor()
    assert.ok(first.bytes() > 50_000 && first.bytes() <= 200_000, `${first.bytes()} bytes of script on a first visit`)
    assert.deepEqual(first.elsewhere, [])
    await stage.checkAccessible(phone)
    await stage.picture('portal door', phone)
    await phone.getByLabel('手机号').fill('139 0013 8001')
    await phone.getByRole('button', { name: '获取验证码' }).click()
    await phone.getByRole('heading', { name: '输入验证码' }).waitFor()
    await stage.checkAccessible(phone)
    const code = await codeSent(page)
    await phone.getByLabel('验证码', { exact: true }).fill(code === '000000' ? '111111' : '000000')
    await phone.getByText(/验证码不正确/).waitFor()
    await phone.getByLabel('验证码', { exact: true }).fill(code)
    await phone.getByRole('heading', { name: '加入晴天美容' }).waitFor()
    await phone.getByLabel(/怎么称呼您/).fill('林黛玉')
    const marketing = phone.getByRole('checkbox', { name: /优惠和活动/ })
    assert.equal(await marketing.isChecked(), false, 'nobody has agreed to anything yet')
    await marketing.check()
    await phone.getByRole('checkbox', { name: /同意积分规则/ }).check()
    await stage.checkAccessible(phone)
    await stage.picture('portal consents', phone)
    await phone.getByRole('button', { name: '领取会员卡' }).click()
    await phone.getByRole('link', { name: /出示会员码/ }).waitFor()
    await stage.checkAccessible(phone)

    // The card is shown, the till scans it.
    await phone.getByRole('link', { name: /出示会员码/ }).click()
    const shown = await shownCode(phone)
    await stage.checkAccessible(phone)
    await stage.picture('portal code', phone)
    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill(shown)
    await input.press('Enter')
    await page.getByText('林黛玉').first().waitFor()
    await sellAtTill(page, mask)

    // The same digits do not work a second time.
    await input.fill(shown)
    await input.press('Enter')
    await page
      .getByText(/已经用过/)
      .first()
      .waitFor()

    await phone.goto('/m/')
    await phone.getByText('59', { exact: true }).first().waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal home', phone)
    await phone.getByRole('link', { name: /保湿面膜/ }).click()
    await phone.getByText('¥59.50').first().waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal receipt', phone)
    await phone.getByRole('link', { name: '明细' }).click()
    await phone.getByText('+59').waitFor()
    await phone.getByText('积分余额 59').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal statement', phone)
    for (const [tab, heading] of [
      ['权益', '我的权益'],
      ['我的', '我的'],
    ]) {
      await phone.getByRole('navigation', { name: '主要页面' }).getByRole('link', { name: tab! }).click()
      await phone.getByRole('heading', { name: heading!, level: 1 }).waitFor()
      await phone.waitForLoadState('networkidle')
      await stage.checkAccessible(phone)
      await stage.picture(`portal ${heading}`, phone)
    }
    await phone.goto('/m/rules')
    await phone.getByText(/您已同意第 \d+ 版/).waitFor()
    const { items } = await command<{ items: { name: string; homeStoreId: string }[] }>(
      page,
      'GET',
      '/members?search=13900138001',
    )
    assert.deepEqual([items.length, items[0]!.homeStoreId], [1, storeId], 'one record, at home where the code hung')
  },
)

journey('the card turns without a line, in a browser that was closed and opened again', {}, async (stage) => {
  const { page } = stage
  const { storeId } = await openShop(stage)
  const device = await stage.openTill('phone')
  const phone = device.page()
  await join(phone, page, storeId, '史湘云', '13900138002')
  await phone.goto('/m/card')
  await shownCode(phone)
  await phone.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
  await phone.waitForLoadState('networkidle')
  await device.line.cut()
  const again = await device.powerCut()
  await again.goto('/m/card')
  await again.getByText('没有网络也能用').waitFor()
  const shown = await shownCode(again)
  await stage.picture('portal card without a line', again)
  await again.getByRole('link', { name: '明细' }).click()
  await again.getByRole('heading', { name: '没有网络' }).waitFor()

  await page.goto('/till')
  const input = page.getByRole('textbox', { name: /扫码/ })
  await input.fill(shown)
  await input.press('Enter')
  await page.getByText('史湘云').first().waitFor()
})

journey(
  'a member decides what to hear, takes a consent back, and leaves with some days to think it over',
  {},
  async (stage) => {
    const { page } = stage
    const { storeId } = await openShop(stage)
    const phone = await stage.openBrowser('phone')
    await join(phone, page, storeId, '薛宝钗', '13900138003')

    await phone.goto('/m/preferences')
    const reminder = phone.getByRole('switch', { name: '短信' }).nth(1)
    await reminder.waitFor()
    assert.equal(await reminder.isChecked(), true)
    const saved = phone.waitForResponse((response) => response.request().method() === 'PUT')
    await reminder.click()
    assert.equal((await saved).status(), 200)
    await phone.reload()
    await phone
      .getByRole('switch', { name: '短信' })
      .nth(1)
      .and(phone.getByRole('switch', { checked: false }))
      .waitFor()
    // An address is what somebody typed until its mailbox sends the code back.
    await phone.getByLabel('邮箱地址').fill('baochai@example.com')
    await phone.getByRole('button', { name: '保存' }).first().click()
    await phone.getByText(/邮箱还没有验证/).waitFor()
    const byPhone = await codeSent(page)
    await phone.getByRole('button', { name: '发送验证码' }).click()
    await phone.getByLabel('邮箱验证码').fill(await codeSent(page, byPhone))
    await phone.getByRole('button', { name: '验证邮箱' }).click()
    await phone.getByText('邮箱已验证').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal preferences', phone)

    // Giving and taking back are the same one touch.
    await phone.goto('/m/privacy')
    const marketing = phone.getByRole('switch', { name: /接收优惠信息/ })
    for (const isOn of [true, false]) {
      await marketing.click()
      const settled = { checked: isOn, disabled: false }
      await phone.getByRole('switch', { name: /接收优惠信息/, ...settled }).waitFor()
      await phone
        .getByRole('switch', { name: isOn ? /同意 *$/ : /收回 *$/, ...settled })
        .first()
        .waitFor()
    }
    await stage.checkAccessible(phone)
    await stage.picture('portal privacy', phone)
    const download = phone.waitForEvent('download')
    await phone.getByRole('link', { name: /数据文件/ }).click()
    assert.match((await download).suggestedFilename(), /^member-\d+\.json$/)

    await phone.getByRole('link', { name: /删除我的资料/ }).click()
    await phone.getByRole('button', { name: '提交删除申请' }).click()
    await phone.getByText(/将于 .* 删除/).waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('portal erasure', phone)
    await phone.getByRole('button', { name: /撤回申请/ }).click()
    await phone.getByRole('button', { name: '提交删除申请' }).waitFor()

    await phone.goto('/m/logins')
    await phone.getByText('就是这部').waitFor()
    await stage.checkAccessible(phone)
    await phone.goto('/m/me')
    await phone.getByRole('button', { name: '退出登录' }).click()
    await phone.getByRole('heading', { name: '会员登录 / 加入' }).waitFor()
    await phone.goto('/m/statement')
    await phone.getByRole('heading', { name: '会员登录 / 加入' }).waitFor()
  },
)
