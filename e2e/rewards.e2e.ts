import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { command } from './shop-commands.ts'
import { setUpShop } from './set-up-shop.ts'

/** The code that was sent last, as the outbox shows it while no gateway is set up; it takes a moment to get there. */
async function codeSent(owner: Page): Promise<string> {
  for (let tries = 0; tries < 50; tries++) {
    const { items } = await command<{ items: { id: string }[] }>(owner, 'GET', '/messages?topic=codes&limit=1')
    const shown =
      items[0] && (await command<{ words: { body: string } | null }>(owner, 'GET', `/messages/${items[0].id}`))
    const code = /\d{6}/.exec(shown?.words?.body ?? '')
    if (code) return code[0]
    await owner.waitForTimeout(100)
  }
  throw new Error('no code came to the outbox')
}

journey(
  'points are spent in the mall on the phone: a reward is redeemed and handed over for its code, a draw shows its odds',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const storeId = stores[0]!.id
    const member = { name: '李小红', phone: '13800000009' }
    const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', member)
    const gift = { storeId, deltaPoints: 500, reason: '开业赠送' }
    await command(page, 'POST', `/members/${memberId}/points-adjustments`, gift)

    await page.goto('/rewards')
    await page.getByRole('button', { name: '添加兑换品' }).first().click()
    const drawer = page.getByRole('dialog', { name: '添加兑换品' })
    await drawer.getByLabel('名称').fill('帆布袋')
    await drawer.getByLabel('所需积分').fill('200')
    await drawer.getByLabel(/^剩余数量/).fill('1')
    await stage.picture('new reward')
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByText('200 积分').waitFor()
    await stage.picture('rewards')
    await stage.checkAccessible()

    const prize = {
      name: '50 积分',
      kind: 'points',
      points: 50,
      couponTemplateId: null,
      rewardId: null,
      worthCents: 50,
    }
    await command(page, 'POST', '/draws', {
      ...{ name: '会员日抽奖', rules: '每人每天三次。', costPoints: 10, dayMost: 3 },
      startsAt: new Date(Date.now() - 60_000).toISOString(),
      endsAt: new Date(Date.now() + 86_400_000).toISOString(),
      prizes: [{ ...prize, oddsPpm: 1_000_000, total: 5 }],
    })
    await page.goto('/rewards/draws')
    await page.getByText('50 积分：100%，剩 5/5').waitFor()
    await stage.picture('draws')
    await stage.checkAccessible()

    const phone = await stage.openBrowser('phone')
    await phone.goto(`/m/join?s=${storeId}`)
    await phone.getByLabel('手机号').fill(member.phone)
    await phone.getByRole('button', { name: '获取验证码' }).click()
    await phone.getByLabel('验证码', { exact: true }).fill(await codeSent(page))
    await phone.getByRole('link', { name: /出示会员码/ }).waitFor()
    await phone.goto('/m/mall')
    await phone.getByRole('button', { name: /帆布袋/ }).click()
    await stage.picture('reward on the phone', phone)
    await phone.getByRole('button', { name: '确认兑换' }).click()
    const code = await phone.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/).innerText()
    await stage.picture('pick-up code', phone)
    await stage.checkAccessible(phone)

    await phone.goto('/m/draws')
    await phone.getByRole('button', { name: /抽一次/ }).click()
    await phone.getByText('恭喜，抽中「50 积分」').waitFor()
    await stage.picture('draw on the phone', phone)
    await stage.checkAccessible(phone)
    await phone.goto('/m/giving')
    await phone.getByRole('button', { name: '赠送' }).waitFor()
    await stage.checkAccessible(phone)

    await page.goto('/rewards/redemptions')
    await page.getByLabel('取货码').fill(code.toLowerCase())
    await page.getByRole('button', { name: '发放' }).click()
    await page.getByText('已发放 1 件').first().waitFor()
    await page.getByLabel('取货码').fill(code)
    await page.getByRole('button', { name: '发放' }).click()
    await page.getByText(/这条兑换已结束/).waitFor()
    await page.getByText('已完成').first().waitFor()
    await stage.picture('redemptions')
    await stage.checkAccessible()
    const { items } = await command<{ items: { unitsLeft: number }[] }>(page, 'GET', '/rewards')
    assert.deepEqual(
      items.map(({ unitsLeft }) => unitsLeft),
      [0],
    )
  },
)
