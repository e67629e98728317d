import type { Page } from 'playwright-core'
import { choose } from './choose.ts'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'

/** Enrols a member from the list of the console and ends on the member's page. */
async function enrol(page: Page, phone: string, name: string): Promise<void> {
  await page.goto('/members')
  await page.getByRole('button', { name: '新会员' }).first().click()
  const drawer = page.getByRole('dialog', { name: '新会员开卡' })
  await drawer.getByLabel('手机').fill(phone)
  await drawer.getByLabel(/^姓名/).fill(name)
  await drawer.getByRole('button', { name: '完成开卡' }).click()
  await page.getByText(/开卡成功/).waitFor()
  await page.getByRole('heading', { name, level: 1 }).waitFor()
}

journey(
  'a member’s life in the console: enrolled, described, asked for consent, merged and taken apart, and forgotten on request',
  { moves: true },
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)

    // What this shop wants to know beyond name and phone.
    await page.goto('/settings/member-fields')
    await page.getByRole('button', { name: '添加资料项' }).click()
    const field = page.getByRole('dialog', { name: '添加资料项' })
    await field.getByLabel('名称').fill('肤质')
    await choose(field.getByRole('combobox', { name: '类型' }), '单选')
    await field.getByRole('combobox', { name: '选项' }).fill('干性、油性、')
    await field.getByRole('button', { name: '添加资料项' }).click()
    await page.getByRole('cell', { name: '肤质' }).waitFor()
    await stage.picture('member fields')
    await stage.checkAccessible()

    // A new version of what members agree to; the first stays readable.
    await page.goto('/settings/consent-texts')
    await page.getByRole('button', { name: '发布新版' }).first().click()
    const publish = page.getByRole('dialog', { name: /发布新版/ })
    await publish.getByLabel('中文').fill('我同意晴天美容向我发送优惠信息，可随时撤回。')
    await publish.getByRole('button', { name: '发布第 2 版' }).click()
    await page.getByText('第 2 版已发布').waitFor()
    await page.getByRole('button', { name: '历史版本' }).first().click()
    await page
      .getByRole('dialog', { name: /历史版本/ })
      .getByText('系统自带')
      .waitFor()
    await stage.picture('consent texts')
    await page.keyboard.press('Escape')

    // Enrol, then fill in what was learnt.
    await enrol(page, '13900138001', '李梅')
    await page.getByRole('button', { name: '编辑' }).click()
    const edit = page.getByRole('dialog', { name: '编辑会员资料' })
    await edit.getByLabel(/^姓名/).fill('李小梅')
    await choose(edit.getByRole('combobox', { name: /肤质/ }), '油性')
    await edit.getByRole('button', { name: '保存' }).click()
    await page.getByRole('heading', { name: '李小梅', level: 1 }).waitFor()
    await page.getByRole('complementary', { name: '会员资料' }).getByText('油性').waitFor()

    // Consent is given to the text that is shown, and taken back in one click.
    await page.getByRole('tab', { name: '同意' }).click()
    await page.getByRole('button', { name: '登记同意' }).first().click()
    await page.getByText('我同意晴天美容向我发送优惠信息，可随时撤回。').waitFor()
    await page.getByRole('button', { name: '会员已同意' }).click()
    await page.getByText('已同意', { exact: true }).waitFor()
    await page.getByText(/第 2 版/).waitFor()
    await stage.picture('member with consent')
    await page.getByRole('button', { name: '撤回' }).click()
    await page.getByText('已撤回', { exact: true }).waitFor()
    const survivor = new URL(page.url()).pathname

    // The same person came in twice: two records become one, and one click takes them apart again.
    await enrol(page, '13900138002', '李小梅')
    const absorbed = new URL(page.url()).pathname.split('/').at(-1)!
    await page.goto(`/members/merge?survivor=${survivor.split('/').at(-1)}&absorbed=${absorbed}`)
    await page.getByText('合并后', { exact: true }).first().waitFor()
    await stage.picture('merge plan')
    await page.getByRole('button', { name: /并入/ }).click()
    await page.waitForURL(`**${survivor}`)
    await page.getByText('已并入的档案').waitFor()
    await page.getByRole('button', { name: '撤销合并' }).click()
    await page.getByText('已撤销合并，各归各位').waitFor()
    await page.goto(`/members/${absorbed}`)
    await page.getByRole('heading', { name: '李小梅', level: 1 }).waitFor()

    // Who wants to be forgotten is, after a time in which they may change their mind.
    await page.getByRole('button', { name: '更多' }).click()
    await page.getByRole('menuitem', { name: '删除个人信息' }).click()
    await page.getByRole('dialog', { name: '删除个人信息' }).getByRole('button', { name: '登记删除申请' }).click()
    await page.getByText(/会员已申请删除个人信息/).waitFor()
    await stage.picture('erasure asked for')
    await page.getByRole('button', { name: '撤回申请' }).click()
    await page.getByText(/会员已申请删除个人信息/).waitFor({ state: 'detached' })

    await assertLedgerSound(app)

    // The page of a member holds on a phone, too.
    const phone = await stage.openBrowser('phone')
    await phone.context().addCookies(await page.context().cookies())
    await phone.goto(survivor)
    await phone.getByRole('heading', { name: '李小梅', level: 1 }).waitFor()
    await stage.picture('member', phone)
    await stage.checkAccessible(phone)
  },
)
