import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { codeSent, command } from './shop-commands.ts'
import { setUpShop } from './set-up-shop.ts'

const giver = { name: '孙小玉', phone: '13800000005' }
const friend = { name: '周小云', phone: '13800000006' }

journey(
  'the shop sets the limits of gifts; points are given, sent back, taken, and donated with a certificate that everybody may check',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const storeId = stores[0]!.id
    const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', giver)
    await command(page, 'POST', '/members', friend)
    await command(page, 'POST', `/members/${memberId}/points-adjustments`, {
      ...{ storeId, deltaPoints: 1_000, reason: '开业赠送' },
    })

    // 300 a day at most, and at once: by what ships, an account has to be a month old.
    await page.goto('/rewards/giving')
    await page.getByLabel('每天最多').fill('300')
    await page.getByLabel('入会满几天可赠').fill('0')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存').first().waitFor()
    await page.getByLabel('项目名称').fill('乡村图书角')
    await page.getByRole('button', { name: '添加项目' }).click()
    await page.getByRole('row', { name: /乡村图书角/ }).waitFor()
    await page.emulateMedia({ colorScheme: 'dark' })
    await stage.picture('limits of gifts, dark')
    await stage.checkAccessible()

    const hers = await stage.openBrowser('phone')
    const code = await signIn(hers, page, storeId, giver.phone)
    await hers.goto('/m/giving')
    await give(hers, giver.phone, '100')
    await hers.getByText('不能送给自己').waitFor()
    await give(hers, friend.phone, '400')
    await hers.getByText('每天最多赠送 300 积分').waitFor()
    await stage.picture('gift over the limit of a day', hers)
    await give(hers, friend.phone, '200')
    await hers
      .getByText(/待领取/)
      .first()
      .waitFor()
    await stage.checkAccessible(hers)

    // The friend sends the first back and takes the second; what was taken cannot be given back to its giver.
    const theirs = await stage.openBrowser('phone')
    await signIn(theirs, page, storeId, friend.phone, code)
    await theirs.emulateMedia({ colorScheme: 'dark' })
    await theirs.goto('/m/giving')
    await theirs.getByText('收到 · 孙＊＊').waitFor() // who it is from, not who they are
    await stage.picture('gift that waits on the phone, dark', theirs)
    await stage.checkAccessible(theirs)
    await theirs.getByRole('button', { name: '退回' }).click()
    await theirs.getByText('已退回').waitFor()
    await give(hers, friend.phone, '250')
    // By its points: on her page the first still waits, which was sent back after she had opened it.
    await hers.getByText('250 积分', { exact: true }).waitFor()
    await hers.getByText('送出 · 周＊＊').first().waitFor()
    await theirs.reload()
    await theirs.getByRole('button', { name: '领取', exact: true }).click()
    await theirs.getByText('已领取').waitFor()
    await give(theirs, giver.phone, '50')
    await theirs.getByText('对方最近的赠送已到过您这里，不能再送回去').waitFor()
    await stage.picture('gift that would go back to its giver, dark', theirs)

    // A donation, its certificate, and whoever is handed the link.
    await hers.reload()
    const donating = hers.locator('form').filter({ has: hers.getByRole('button', { name: '捐赠' }) })
    await donating.getByLabel('积分数量').fill('300')
    await donating.getByRole('button', { name: '捐赠' }).click()
    await hers.getByText('300 积分 折合 ¥3.00').waitFor()
    await hers.getByRole('button', { name: '确认捐赠' }).click()
    await hers.getByRole('link', { name: /乡村图书角/ }).click()
    await hers.getByRole('heading', { name: '捐赠证书' }).waitFor()
    const link = await hers.locator('input[readonly]').inputValue()
    const anybody = await stage.openBrowser('phone')
    await anybody.goto(link)
    await anybody.getByText('至今 1 次捐赠，共 300 积分，折合 ¥3.00').waitFor()
    await stage.picture('certificate of a donation', anybody)
    await stage.checkAccessible(anybody)

    // What she has left: 1,000 less 250 given and 300 donated.
    await page.emulateMedia({ colorScheme: 'light' })
    await page.goto(`/members/${memberId}`)
    await page.getByText('450').first().waitFor()
    await page.goto('/rewards/giving')
    await page
      .getByRole('row', { name: /乡村图书角/ })
      .getByText(/300 积分/)
      .waitFor()
  },
)

async function signIn(phone: Page, owner: Page, storeId: string, number: string, before?: string): Promise<string> {
  await phone.goto(`/m/join?s=${storeId}`)
  await phone.getByLabel('手机号').fill(number)
  await phone.getByRole('button', { name: '获取验证码' }).click()
  await phone.getByRole('heading', { name: '输入验证码' }).waitFor()
  const code = await codeSent(owner, before)
  await phone.getByLabel('验证码', { exact: true }).fill(code)
  await phone.getByRole('link', { name: /出示会员码/ }).waitFor()
  return code
}

async function give(phone: Page, to: string, points: string): Promise<void> {
  const form = phone.locator('form').filter({ has: phone.getByRole('button', { name: '赠送', exact: true }) })
  await form.getByLabel('对方手机号').fill(to)
  await form.getByLabel('积分数量').fill(points)
  await form.getByRole('button', { name: '赠送', exact: true }).click()
}
