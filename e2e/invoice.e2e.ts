import assert from 'node:assert/strict'
import { systemClock } from '#platform/clock.ts'
import { startInvoiceVendor } from '#testing/invoice-vendor-simulator.ts'
import { journey } from './harness.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'

const shopTaxNumber = '91350100M000100Y43'
const buyerTaxNumber = '91310000MA1FL0AB0T'

journey(
  'a company’s e-invoice: sold at the till, asked for on a phone, issued, found at the desk',
  {},
  async (stage) => {
    const { app, page } = stage
    const vendor = await startInvoiceVendor(systemClock)
    try {
      await setUpShop(page, app.setupCode!)
      await addProduct(page, '山茶花洗发水', '113', '6901234500062')

      // The shop connects its vendor.
      await page.goto('/settings/invoices')
      await page.getByLabel('接受开票申请').click()
      await page.getByLabel('本店税号').fill('91350100M000100Y44')
      await page.getByLabel('默认税收分类编码').fill('1070222')
      await page.getByLabel('服务商地址').fill(vendor.url)
      await page.getByLabel('应用编号').fill(vendor.appKey)
      await page.getByLabel('密钥').fill(vendor.secretKey)
      await page.getByRole('button', { name: '保存' }).click()
      await page.getByText(/税号不对/).waitFor()
      await page.getByLabel('本店税号').fill(shopTaxNumber)
      await page.getByRole('button', { name: '保存' }).click()
      await page.getByText('已保存，不再显示；留空则不变').waitFor()
      assert.equal(await page.getByLabel('密钥').inputValue(), '')
      await stage.picture('invoice settings')
      await stage.checkAccessible()

      await page.goto('/till')
      const input = page.getByRole('textbox', { name: /扫码/ })
      await input.fill('6901234500062')
      await input.press('Enter')
      await page.locator('.rg-till-pay:not([disabled])').click()
      await page.getByRole('dialog', { name: '收款' }).waitFor()
      await page.getByRole('button', { name: /确认收款/ }).click()
      const href = await page.getByRole('link', { name: '小票' }).getAttribute('href')
      assert.ok(href)

      // The customer, at home: the receipt, the form, a slip of the finger, the invoice.
      const phone = await stage.openBrowser('phone')
      await phone.goto(href)
      await phone.getByRole('button', { name: '申请电子发票' }).click()
      await phone.getByRole('radiogroup', { name: '抬头类型' }).getByText('企业').click()
      await phone.getByLabel('企业名称').fill('晴天商贸有限公司')
      await phone.getByLabel('税号').fill('91310000MA1FL0AB0P')
      await phone.getByLabel('接收邮箱').fill('caiwu@example.com')
      await phone.getByText(/税号不对/).waitFor()
      await stage.picture('asking for an invoice', phone)
      await stage.checkAccessible(phone)
      await phone.getByLabel('税号').fill('9131 0000 ma1f l0ab 0t')
      await phone.getByRole('button', { name: '提交申请' }).click()
      await phone.getByText('已开具').waitFor()
      await stage.picture('invoice issued', phone)
      await stage.checkAccessible(phone)

      const [issued] = vendor.invoices.values()
      assert.deepEqual(
        [issued!.total, issued!.buyer.name, issued!.buyer.taxNumber, issued!.seller.taxNumber],
        ['113.00', '晴天商贸有限公司', buyerTaxNumber, shopTaxNumber],
      )
      assert.equal(vendor.invoices.size, 1)

      await page.goto('/invoices?state=issued')
      await page.getByText(issued!.invoiceNumber).waitFor()
      await stage.picture('invoices')
      await stage.checkAccessible()
      await page
        .getByRole('link', { name: /202|分钟|刚刚|今天|:/ })
        .first()
        .click()
      await page.getByText('晴天商贸有限公司').waitFor()
      await stage.picture('invoice')
      await stage.checkAccessible()
    } finally {
      await vendor.stop()
    }
  },
)
