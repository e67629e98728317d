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
