import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import { newId } from '#shared/ids.ts'
import { command } from './shop-commands.ts'

const owner = {
  merchantName: '晴天美容',
  storeName: '人民路店',
  ownerName: '王芳',
  loginName: 'wangfang',
  password: 'jing tian mei rong 8',
}

/** A new shop whose owner is signed in in the page's browser; no page of it is open yet. `typeSetUp` does the same by hand. */
export async function setUpShop(page: Page, setupCode: string): Promise<void> {
  const response = await page.request.post('/api/v1/setup', {
    headers: { 'x-requested-with': 'regulars', 'idempotency-key': newId() },
    data: { ...owner, setupCode, currency: 'CNY', timeZone: 'Asia/Shanghai', locale: 'zh-CN' },
  })
  assert.ok(response.ok(), `the shop is set up: ${response.status()} ${await response.text()}`)
}

/** The first run, typed as an owner would: merchant, first store, the owner's account. Ends on the new shop's home. */
export async function typeSetUp(page: Page, setupCode: string): Promise<void> {
  await page.goto('/')
  await fillSetup(page, setupCode)
  await page.getByRole('button', { name: '开始使用' }).click()
  await page.getByText(owner.ownerName).first().waitFor()
}

/** Fills the form of the first run, and leaves it to the journey to send it. */
export async function fillSetup(page: Page, setupCode: string): Promise<void> {
  await page.getByLabel('安装码').fill(setupCode)
  await page.getByLabel('商户名称').fill(owner.merchantName)
  await page.getByLabel('首家门店').fill(owner.storeName)
  await page.getByLabel('姓名').fill(owner.ownerName)
  await page.getByLabel('登录账号').fill(owner.loginName)
  await page.getByLabel('密码', { exact: true }).fill(owner.password)
}

/** A product with its price in yuan and its barcode. `typeProduct` does the same by hand. */
export async function addProduct(page: Page, name: string, price: string, barcode: string): Promise<void> {
  await command(page, 'POST', '/items', {
    ...{ kind: 'product', name, listPriceCents: Math.round(Number(price) * 100), barcodes: [barcode] },
    ...{ isDiscountable: true, earnsPoints: true, tracksStock: true, isWeighed: false },
  })
}

/** A product with its price and barcode, typed in the catalogue. */
export async function typeProduct(page: Page, name: string, price: string, barcode: string): Promise<void> {
  await page.goto('/products?new=product')
  const drawer = page.getByRole('dialog', { name: '添加商品' })
  await drawer.getByLabel('名称', { exact: true }).fill(name)
  await drawer.getByLabel(/^售价/).fill(price)
  await drawer.getByLabel('条码').fill(barcode)
  await page.keyboard.press('Enter')
  await drawer.getByRole('button', { name: '添加商品' }).click()
  await page.getByRole('link', { name }).waitFor()
}
