import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'

const sheet = [
  '会员编号,姓名,手机号,生日,积分,本金,赠送金',
  'A001,王小明,13800000001,1990-05-01,120,300.00,60.00',
  'A002,林黛玉,13800000002,1992-02-30,80,0,0',
  'A003,薛宝钗,13800000003,1991-08-15,50,100.00,0',
].join('\n')

async function choose(page: Page, name: string, text: string): Promise<void> {
  await page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
}

journey('a sheet of members is tried, found wanting in one row, imported, and taken back', {}, async (stage) => {
  const { app, page } = stage
  await setUpShop(page, app.setupCode!)

  await page.goto('/imports/new?kind=members')
  await choose(page, '老系统会员.csv', sheet)
  await page.getByText('王小明').first().waitFor()
  await page.getByText('UTF-8').first().waitFor()
  await stage.picture('import columns')
  await stage.checkAccessible()
  await page.getByRole('button', { name: '试运行' }).click()

  // The try writes nothing, and says what is wrong with which row.
  await page.getByText(/有 1 行需要修改/).waitFor()
  await page.getByRole('row', { name: '3 生日 没有这一天' }).waitFor()
  await stage.picture('import tried')
  const listed = await page.request.get('/api/v1/members')
  assert.equal((await listed.json()).items.length, 0, 'a try leaves nothing behind')

  await page.getByRole('button', { name: '导入 2 位会员' }).click()
  await page.getByText(/导入完成。有 1 行没有导入/).waitFor()
  await stage.picture('import done')
  const imported = await (await page.request.get('/api/v1/members')).json()
  assert.deepEqual(imported.items.map(({ name }: { name: string }) => name).sort(), ['王小明', '薛宝钗'])
  await assertLedgerSound(app)

  await page.goto('/imports')
  await page.getByRole('link', { name: '老系统会员.csv' }).first().click()
  await page.getByRole('heading', { name: '导入结果' }).waitFor()
  await page.getByRole('button', { name: '撤销这次导入' }).click()
  await page.getByRole('dialog', { name: '撤销这次导入' }).getByRole('button', { name: '撤销导入' }).click()
  await page.getByText('这次导入的内容已全部收回。').waitFor()
  await stage.picture('import undone')
  const after = await (await page.request.get('/api/v1/members')).json()
  assert.equal(after.items.length, 0, 'nobody is left of it')
  await assertLedgerSound(app)
})

journey(
  'members come with their tags; all who match a filter are tagged at once, beyond the page, and the till knows',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    const people = Array.from(
      { length: 60 },
      (_, index) => `B${100 + index},会员${index},1380000${1000 + index},老街坊`,
    )

    await page.goto('/imports/new?kind=members')
    await choose(page, '带标签的会员.csv', ['会员编号,姓名,手机号,标签', ...people].join('\n'))
    await page.getByRole('button', { name: '试运行' }).click()
    await page.getByRole('button', { name: '导入 60 位会员' }).click()
    await page.getByText(/导入完成/).waitFor()

    await page.goto('/members', { waitUntil: 'networkidle' })
    await page.getByRole('checkbox', { name: '选择本页全部' }).check()
    await page.getByRole('button', { name: '选择全部符合条件的行' }).click()
    await page.getByText('已选全部符合条件的行').waitFor()
    await page.getByRole('button', { name: /打标签/ }).click()
    const dialog = page.getByRole('dialog', { name: '批量改标签' })
    const options = page.locator('.ant-select-dropdown:not(.ant-select-dropdown-hidden)')
    await dialog.getByRole('combobox', { name: '添加这些标签' }).fill('首批会员')
    await options.getByTitle('新建“首批会员”').click()
    await dialog.getByText(/改所有符合/).click()
    await dialog.getByRole('combobox', { name: '移除这些标签' }).click()
    await options.getByTitle('老街坊').click()
    await dialog.getByText(/改所有符合/).click()
    await stage.picture('tags of all who match')
    await dialog.getByRole('button', { name: '给 60 位会员改标签' }).click()
    await page.getByText('已更新 60 位会员的标签').waitFor()
    const { items } = await (await page.request.get('/api/v1/member-tags')).json()
    assert.deepEqual(
      items.map(({ name, members }: { name: string; members: number }) => `${name} ${members}`),
      ['老街坊 0', '首批会员 60'],
    )

    await page.goto('/till')
    await page.getByRole('button', { name: /选择会员/ }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('13800001007')
    await page.keyboard.press('Enter')
    const strip = page.locator('.rg-till-member')
    await strip.getByText('首批会员').waitFor()
    await strip.getByRole('button', { name: '修改' }).click()
    const tags = page.getByRole('dialog', { name: '会员7 的标签' })
    await tags.getByRole('combobox', { name: '标签' }).fill('怕辣')
    await options.getByTitle('新建“怕辣”').click()
    await strip.getByText('怕辣').waitFor()
    await stage.picture('tags at the till')
    await stage.checkAccessible()
  },
)
