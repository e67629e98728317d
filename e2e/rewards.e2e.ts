import assert from 'node:assert/strict'
import { journey } from './harness.ts'
import { command } from './shop-commands.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { signInPhone } from './sign-in-phone.ts'

/** A pick-up code as its member shows it. */
const pickUpCode = /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}$/

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
    await page.getByRole('row', { name: '50 积分 100% 0 5 / 5' }).waitFor()
    await stage.picture('draws')
    await stage.checkAccessible()

    const phone = await stage.openBrowser('phone')
    await signInPhone(phone, page, member.phone)
    await phone.goto('/m/mall')
    await phone.getByRole('button', { name: /帆布袋/ }).click()
    await stage.picture('reward on the phone', phone)
    await phone.getByRole('button', { name: '确认兑换' }).click()
    const code = await phone.getByText(pickUpCode).innerText()
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

journey(
  'points about to end are rescued on the phone, a redemption day costs less, and goods for points and money are paid at the till',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '护手霜', '29.9', '6901234500093')
    await addProduct(page, '护理套装', '128', '6901234500031')
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const storeId = stores[0]!.id
    const member = { name: '王小兰', phone: '13800000008' }
    const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', member)
    // Points live for a month: all of hers end within 40 days.
    await command(page, 'PUT', '/points/rule', {
      ...{ version: 0, points: 1, perCents: 100, excludedTenders: ['points'], isTaxIncluded: true, pendingDays: 0 },
      expiry: { months: 1, round: 'day' },
    })
    const gift = { storeId, deltaPoints: 1_000, reason: '开业赠送' }
    await command(page, 'POST', `/members/${memberId}/points-adjustments`, gift)

    // Goods of the shelf: for points and money at the till, and one that a rescue alone shows.
    await page.goto('/rewards')
    await page.getByRole('button', { name: '添加兑换品' }).first().click()
    const drawer = page.getByRole('dialog', { name: '添加兑换品' })
    await drawer.getByLabel('名称').fill('护手霜换购')
    await drawer.getByLabel('搜索商品').fill('护手霜')
    await page.locator('.rg-item-option').filter({ hasText: '护手霜' }).click()
    await drawer.getByLabel('所需积分').fill('200')
    await drawer.getByLabel(/^加付金额(?!怎么付)/).fill('9.9')
    await drawer.getByLabel('加付金额怎么付').click()
    await page.getByText('只能在收银台付（换购）', { exact: true }).last().click()
    await drawer.getByLabel(/^同单消费满/).fill('100')
    await stage.picture('reward paid at the till')
    await drawer.getByRole('button', { name: '保存' }).click()
    await page.getByText('200 积分 + ¥9.90').waitFor()
    const terms = {
      ...{
        kind: 'goods',
        note: '',
        points: 400,
        cashCents: 0,
        couponTemplateId: null,
        storeIds: null,
        mayPickUp: true,
      },
      ...{ mayDeliver: false, memberLimit: null, holdHours: 72, isEco: false, startsAt: null, endsAt: null },
      ...{ itemId: null, tillPay: 'no', minPurchaseCents: 0, unitsLeft: null },
    }
    await command(page, 'POST', '/rewards', { ...terms, name: '香薰蜡烛', isRescueOnly: true })

    await page.goto('/rewards/specials')
    await page.getByRole('button', { name: '新建专场' }).first().click()
    const special = page.getByRole('dialog', { name: '新建专场' })
    await special.getByLabel('名称').fill('到期前特惠')
    await special.getByLabel('几天内到期').fill('40')
    await special.getByLabel('按原价的百分之几').fill('50')
    await special.getByText(/香薰蜡烛 400 → 200/).waitFor()
    await stage.picture('rescue before it is published')
    await stage.checkAccessible()
    await special.getByRole('button', { name: '发布' }).click()
    await page.getByRole('row', { name: /到期前特惠/ }).waitFor()
    await stage.picture('specials')
    await stage.checkAccessible()

    const phone = await stage.openBrowser('phone')
    await signInPhone(phone, page, member.phone)
    await phone.goto('/m/mall')
    await phone.getByText(/您有 1,000 积分将在 40 天内到期/).waitFor()
    await stage.picture('rescue on the phone', phone)
    await stage.checkAccessible(phone)
    await phone.getByRole('button', { name: /香薰蜡烛/ }).click()
    await phone.getByText('到期前特惠：少付 200 积分').waitFor()
    await stage.picture('rescued reward on the phone', phone)
    await phone.getByRole('button', { name: '确认兑换' }).click()
    const candle = await phone.getByText(pickUpCode).first().innerText()
    await phone.goto('/m/mall')
    await phone.getByRole('button', { name: /护手霜换购/ }).click()
    await phone.getByText(/收银时加付 ¥9.90/).waitFor()
    await stage.picture('paid at the till, on the phone', phone)
    await phone.getByRole('button', { name: '确认兑换' }).click()
    await phone.getByText(/收银时加付 ¥9.90/).waitFor()
    const cream = await phone.getByText(pickUpCode).first().innerText()
    await stage.checkAccessible(phone)

    // At the till: one code is handed over at once, the other is put into the sale with goods for over 100 yuan.
    await page.goto('/till')
    const mall = page.getByRole('dialog', { name: '积分兑换与取货' })
    await page.getByRole('button', { name: '兑换' }).click()
    await mall.getByLabel('取货码').fill(candle)
    await mall.getByRole('button', { name: '核对' }).click()
    await page.getByText('已发放 1 件').first().waitFor()
    await mall.getByLabel('取货码').fill(cream)
    await stage.picture('pick-up at the till')
    await stage.checkAccessible()
    await mall.getByRole('button', { name: '核对' }).click()
    await page.getByText('王小兰').first().waitFor()
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('6901234500031')
    await input.press('Enter')
    await page.locator('.rg-till-pay').getByText('¥137.90').waitFor()
    await stage.picture('exchange in the sale')
    await page.locator('.rg-till-pay:not([disabled])').click()
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    await page.getByRole('button', { name: /确认收款/ }).click()
    await page.getByRole('button', { name: '下一单' }).click()
    await phone.goto('/m/mall/redeemed')
    await phone.getByText('已完成').nth(1).waitFor()
  },
)
