import { couponTemplate } from '#testing/make-coupon.ts'
import { journey } from './harness.ts'
import { setUpShop } from './set-up-shop.ts'
import { codeSent, command } from './shop-commands.ts'

journey(
  'a coupon is handed to chosen members, and claimed by who scans its code: somebody new joins and has it, once',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const template = couponTemplate({
      ...{ name: '春日满减券', isClaimable: true, memberLimit: 1, totalLimit: 3 },
      terms: { thresholdCents: 5_000 },
    })
    const { couponTemplateId } = await command<{ couponTemplateId: string }>(
      page,
      'POST',
      '/coupon-templates',
      template,
    )
    for (const [name, phone] of [
      ['林小雨', '13900138001'],
      ['周大海', '13900138002'],
    ]) {
      await command(page, 'POST', '/members', { name, phone })
    }

    await page.goto(`/coupons/${couponTemplateId}`)
    await page.getByRole('button', { name: '发给会员' }).click()
    const drawer = page.getByRole('dialog', { name: '发给会员' })
    for (const name of ['林小雨', '周大海']) {
      await drawer.getByRole('combobox', { name: '选择会员，可多选' }).fill(name)
      // What was found without a search goes first: the list moves as it does.
      const found = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden) .ant-select-item-option')
      await found.filter({ hasText: name }).waitFor()
      await found.nth(1).waitFor({ state: 'hidden' })
      await found.filter({ hasText: name }).click()
      await drawer.getByRole('listitem').filter({ hasText: name }).waitFor()
    }
    await drawer.getByLabel(/原因/).fill('春季回馈')
    await stage.checkAccessible()
    await stage.picture('a coupon for chosen members')
    await drawer.getByRole('button', { name: '发给 2 位会员' }).click()
    await page.getByRole('listitem').filter({ hasText: '发给 2 位会员' }).getByText('春季回馈').waitFor()

    // The page behind the code that hangs in the shop.
    const link = page.getByRole('link', { name: /\/m\/coupon\// })
    const phone = await stage.openBrowser('phone')
    await phone.goto((await link.getAttribute('href'))!)
    await phone.getByRole('heading', { name: '春日满减券' }).waitFor()
    await phone.getByText(/50/).first().waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('a coupon to claim', phone)
    await phone.getByRole('button', { name: '领取', exact: true }).click()
    await phone.getByLabel('手机号').fill('13900138003')
    await phone.getByRole('button', { name: '获取验证码' }).click()
    await phone.getByLabel('验证码', { exact: true }).fill(await codeSent(page))
    await phone.getByLabel(/怎么称呼您/).fill('史湘云')
    await phone.getByRole('button', { name: '领取会员卡' }).click()
    await phone.getByRole('button', { name: '领取', exact: true }).click()
    await phone.getByRole('heading', { name: '优惠券', level: 1 }).waitFor()
    await phone.getByRole('heading', { name: '春日满减券' }).waitFor()

    // Three were to be had: two were given, one was claimed.
    await phone.goto((await link.getAttribute('href'))!)
    await phone.getByText('已被领完').waitFor()
  },
)
