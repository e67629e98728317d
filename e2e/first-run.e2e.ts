import assert from 'node:assert/strict'
import { journey } from './harness.ts'
import { fillSetup } from './set-up-shop.ts'

journey(
  'the owner sets up the shop and comes back the next morning',
  { embedded: true, keepsPages: true },
  async (stage) => {
    const { app, page } = stage
    await page.goto('/')
    await page.getByRole('heading', { name: '开店设置' }).waitFor()
    await stage.picture('first run')
    await stage.checkAccessible()

    await fillSetup(page, app.setupCode!)
    await page.getByRole('button', { name: '开始使用' }).click()
    await page.getByText('王芳').first().waitFor()
    await stage.picture('home of a new shop')

    const tomorrow = await stage.openBrowser()
    await tomorrow.goto('/')
    await tomorrow.getByLabel('账号').fill('wangfang')
    await tomorrow.getByLabel('密码', { exact: true }).fill('jing tian mei rong 8')
    await stage.picture('sign in', tomorrow)
    await stage.checkAccessible(tomorrow)
    await tomorrow.getByRole('button', { name: '登录' }).click()
    await tomorrow.getByText('王芳').first().waitFor()
    await stage.checkAccessible(tomorrow)
  },
)

journey('a wrong setup code is refused in words, and what was typed stays', {}, async ({ page }) => {
  await page.goto('/')
  await fillSetup(page, 'WRONG-CODE')
  await page.getByRole('button', { name: '开始使用' }).click()
  await page.getByRole('alert').first().waitFor()
  assert.equal(await page.getByLabel('商户名称').inputValue(), '晴天美容')
})
