import type { Page } from 'playwright-core'

/** The first run, typed as an owner would: merchant, first store, the owner's account. Ends on the new shop's home. */
export async function setUpShop(page: Page, setupCode: string): Promise<void> {
  await page.goto('/')
  await fillSetup(page, setupCode)
  await page.getByRole('button', { name: '开始使用' }).click()
  await page.getByText('王芳').first().waitFor()
}

/** Fills the form of the first run, and leaves it to the journey to send it. */
export async function fillSetup(page: Page, setupCode: string): Promise<void> {
  await page.getByLabel('安装码').fill(setupCode)
  await page.getByLabel('商户名称').fill('晴天美容')
  await page.getByLabel('首家门店').fill('人民路店')
  await page.getByLabel('姓名').fill('王芳')
  await page.getByLabel('登录账号').fill('wangfang')
  await page.getByLabel('密码', { exact: true }).fill('jing tian mei rong 8')
}

/** A product with its price and barcode, typed in the catalogue. */
export async function addProduct(page: Page, name: string, price: string, barcode: string): Promise<void> {
  await page.goto('/products?new=product')
  const drawer = page.getByRole('dialog', { name: '添加商品' })
  await drawer.getByLabel('名称', { exact: true }).fill(name)
  await drawer.getByLabel(/^售价/).fill(price)
  await drawer.getByLabel('条码').fill(barcode)
  await page.keyboard.press('Enter')
  await drawer.getByRole('button', { name: '添加商品' }).click()
  await page.getByRole('link', { name }).waitFor()
}
