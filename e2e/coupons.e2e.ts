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

journey(
  'a coupon is handed to all of whom something is true: how many they are and what it may cost stands there first',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const template = couponTemplate({
      name: '夏日回馈券',
      memberLimit: 1,
      terms: { benefit: { kind: 'amount', offCents: 2_000 } },
    })
    const { couponTemplateId } = await command<{ couponTemplateId: string }>(
      page,
      'POST',
      '/coupon-templates',
      template,
    )
    const born = (month: number) => ({ calendar: 'solar', year: 1990, month, date: 9, isLeapMonth: false })
    for (const [name, phone, month] of [
      ['林小雨', '13900138001', 7],
      ['周大海', '13900138002', 7],
      ['史湘云', '13900138003', 9],
    ] as const) {
      await command(page, 'POST', '/members', { name, phone, birthday: born(month) })
    }

    await page.goto(`/coupons/${couponTemplateId}`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: '发给会员' }).click()
    const drawer = page.getByRole('dialog', { name: '发给会员' })
    await drawer.getByText('按条件', { exact: true }).click()
    await drawer.getByRole('button', { name: '发给 3 位会员' }).waitFor()
    await drawer.getByRole('combobox', { name: '生日月份' }).click()
    await page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)').getByTitle('7月').click()
    await page.keyboard.press('Escape')
    const shown = drawer.getByRole('region', { name: '人数与成本' })
    await shown.getByText('2 人').waitFor()
    await shown.getByText('¥40.00').waitFor()
    await shown.getByRole('link', { name: '林小雨' }).waitFor()
    await stage.checkAccessible()
    await stage.picture('a coupon for an audience')
    await drawer.getByLabel(/原因/).fill('七月生日')
    await drawer.getByRole('button', { name: '发给 2 位会员' }).click()
    const issue = page.getByRole('listitem').filter({ hasText: '发给 2 位会员' })
    await issue.getByText(/7月生日 · 七月生日/).waitFor()

    // Who has theirs gets no second one: of three who are chosen one is left.
    await page.getByRole('button', { name: '发给会员' }).click()
    await drawer.getByText('按条件', { exact: true }).click()
    await drawer.getByText('符合条件 3 人，2 人已领满').waitFor()
    await drawer.getByRole('button', { name: '发给 1 位会员' }).click()
    await page
      .getByRole('listitem')
      .filter({ hasText: '发给 1 位会员' })
      .getByText(/全部会员/)
      .waitFor()
  },
)

journey(
  'members are tagged where the list finds them, and a coupon goes to those with a tag and a size of the shop’s own field',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await command(page, 'POST', '/member-fields', {
      ...{ code: 'shoe', label: '鞋码', kind: 'number', choices: [], isForTill: false },
    })
    for (const [name, phone, shoe] of [
      ['林小雨', '13900138001', 36],
      ['周大海', '13900138002', 43],
      ['史湘云', '13900138003', 37],
    ] as const) {
      await command(page, 'POST', '/members', { name, phone, custom: { shoe } })
    }
    const template = couponTemplate({ name: '跑鞋券', memberLimit: 1 })
    const { couponTemplateId } = await command<{ couponTemplateId: string }>(
      page,
      'POST',
      '/coupon-templates',
      template,
    )

    await page.goto('/members', { waitUntil: 'networkidle' })
    for (const name of ['林小雨', '周大海']) {
      await page.getByRole('row').filter({ hasText: name }).getByRole('checkbox').check()
    }
    await page.getByRole('button', { name: /打标签/ }).click()
    const tagging = page.getByRole('dialog', { name: '给 2 位会员改标签' })
    const options = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
    await tagging.getByRole('combobox', { name: '添加这些标签' }).fill('晨跑')
    await options.getByTitle('新建“晨跑”').click()
    await tagging.getByTitle('晨跑').waitFor()
    await stage.checkAccessible()
    await tagging.getByRole('button', { name: '给 2 位会员改标签' }).click()
    await page.getByRole('row').filter({ hasText: '周大海' }).getByText('晨跑').waitFor()

    // On the member's own page another one is put on, and the first is seen.
    await page.getByRole('link', { name: '林小雨' }).click()
    const tags = page.getByRole('region', { name: '标签' })
    await tags.getByText('晨跑').waitFor()
    await tags.getByRole('button', { name: /修改/ }).click()
    await tags.getByRole('combobox', { name: '标签' }).fill('靠窗')
    await options.getByTitle('新建“靠窗”').click()
    await tags.getByTitle('靠窗').waitFor()

    await page.goto(`/coupons/${couponTemplateId}`, { waitUntil: 'networkidle' })
    await page.getByRole('button', { name: '发给会员' }).click()
    const drawer = page.getByRole('dialog', { name: '发给会员' })
    await drawer.getByText('按条件', { exact: true }).click()
    await drawer.getByRole('button', { name: '发给 3 位会员' }).waitFor()
    await drawer.getByRole('combobox', { name: '有任一标签' }).click()
    await options.getByTitle('晨跑').click()
    await page.keyboard.press('Escape')
    await drawer.getByRole('button', { name: '发给 2 位会员' }).waitFor()
    await drawer.getByRole('group', { name: '鞋码' }).getByLabel('到').fill('40')
    await drawer.getByRole('group', { name: '鞋码' }).getByLabel('到').blur()
    await drawer.getByRole('link', { name: '周大海' }).waitFor({ state: 'hidden' })
    await stage.checkAccessible()
    await stage.picture('a coupon for a tag and a size')
    await drawer.getByRole('button', { name: '发给 1 位会员' }).click()
    const issue = page.getByRole('listitem').filter({ hasText: '发给 1 位会员' })
    await issue.getByText(/晨跑、鞋码：至 40/).waitFor()

    // Each coupon stands below with whose it is; the figure above is the way to those of its kind.
    await page.getByRole('link', { name: /^可用 1/ }).click()
    const issued = page.getByRole('table', { name: '每一张券' })
    await issued.getByRole('row').filter({ hasText: '林小雨' }).getByText('可用').waitFor()
    await stage.picture('each coupon of a kind')
    await stage.checkAccessible()
  },
)
