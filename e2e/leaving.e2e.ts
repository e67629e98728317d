import assert from 'node:assert/strict'
import { journey } from './harness.ts'
import { join } from './leaving-shop.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

journey(
  'a member leaves on the phone in three taps: priced before, with a receipt that a stranger can check; the shop hands the money over',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const storeId = stores[0]!.id

    // A plan, sold at the till to a member who joined on the phone.
    await page.goto('/passes')
    await page.getByRole('button', { name: '新建卡项' }).first().click()
    const editor = page.getByRole('dialog', { name: '新建卡项' })
    await editor.getByLabel('名称', { exact: true }).fill('面部护理十次卡')
    await editor.getByLabel('售价').fill('1600')
    await editor.getByLabel('项目名称').fill('面部护理')
    await editor.getByText('面部护理：共 10 次。').waitFor()
    await editor.getByRole('button', { name: '新建卡项' }).click()
    await page.getByRole('heading', { name: '面部护理十次卡' }).waitFor()
    const phone = await stage.openBrowser('phone')
    await join(phone, page, storeId)
    await page.goto('/till')
    await page.waitForLoadState('networkidle')
    const input = page.getByRole('textbox', { name: /扫码，或输入/ })
    await input.fill('13900138001')
    await input.press('Enter')
    await page
      .getByRole('button', { name: /面部护理十次卡/ })
      .first()
      .click()
    await page.keyboard.press('F9')
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByLabel('实收现金').fill('1600')
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥1,600.00').waitFor()

    // Tap one: cancel. The sum and what goes stand there, and the way to finish, before anything is asked.
    await phone.goto('/m/benefits')
    await phone.getByRole('link', { name: '取消', exact: true }).click()
    await phone.getByRole('heading', { name: '取消 面部护理十次卡' }).waitFor()
    const finish = phone.getByRole('button', { name: '完成取消' })
    await finish.waitFor()
    await phone.getByText('无理由期内').waitFor()
    await phone.getByText('面部护理剩余的 10 次作废').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('the way out', phone)
    // Tap two, if one likes: why. Tap three: done.
    await phone.getByRole('button', { name: '搬家或换工作' }).click()
    await phone.getByRole('button', { name: '搬家或换工作', pressed: true }).waitFor()
    await finish.click()
    await phone.getByRole('heading', { name: '已取消' }).waitFor()
    await phone.getByText('请到门店领取').waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('left', phone)

    // Anybody who is handed the receipt can check it.
    const link = await phone.getByRole('link', { name: /凭证核验页/ }).getAttribute('href')
    const stranger = await stage.openBrowser('phone')
    await stranger.goto(link!)
    await stranger.getByText('这是门店账上的记录').waitFor()
    await stranger.getByText('¥1,600.00').first().waitFor()
    await stage.checkAccessible(stranger)

    // The pass is over on the phone, and the shop owes cash to a person.
    await phone.goto('/m/benefits')
    await phone.getByText('已结束').waitFor()
    assert.equal(await phone.getByRole('link', { name: '取消', exact: true }).count(), 0)
    await page.goto('/retention/calls')
    await page.getByText('¥1,600.00').first().waitFor()
    await stage.checkAccessible()
    await stage.picture('money to hand over')
    await assertLedgerSound(app)
  },
)
