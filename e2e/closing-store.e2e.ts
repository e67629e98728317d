import assert from 'node:assert/strict'
import { addDays, localDay } from '#shared/business-day.ts'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { openTillOf } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'
import { signInPhone } from './sign-in-phone.ts'

journey(
  'a store that sold stored value closes by the law of its place: announced in time, refused too early; what it sold and another serves is invoiced between them',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '头皮护理', '60', '6901234500048')
    const { storeId } = await command<{ storeId: string }>(page, 'POST', '/stores', { name: '江边店' })
    const { items: stores } = await command<{ items: { id: string; name: string }[] }>(page, 'GET', '/stores')
    const home = stores.find(({ id }) => id !== storeId)!
    await command(page, 'PUT', `/stores/${storeId}/law-pack`, { region: 'CN-HL', version: 0 })
    const person = { name: '李梅', phone: '13900138001', homeStoreId: null }
    await command(page, 'POST', '/members', person)
    const offer = { name: '充一千送二百', principalCents: 100_000, bonusCents: 20_000 }
    await command(page, 'POST', '/top-up-offers', { ...offer, drawMode: 'proportional', bonusMonths: null })
    await command(page, 'PUT', `/stores/${storeId}/settlement-party`, { kind: 'franchise', version: 0 })

    // Bought by the river, spent at home.
    await openTillOf(page, '江边店')
    await chooseMember(page)
    await page.getByRole('button', { name: '充值' }).click()
    const toppingUp = page.getByRole('dialog', { name: '会员充值' })
    await toppingUp.getByText('充 ¥1,000').click()
    await toppingUp.getByRole('button', { name: /确认收款并充值/ }).click()
    await toppingUp.getByRole('button', { name: '完成' }).click()
    await openTillOf(page, home.name)
    await chooseMember(page)
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('6901234500048')
    await input.press('Enter')
    await page.getByRole('button', { name: /^收款.*¥60\.00/ }).click()
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByLabel('储值', { exact: true }).fill('60')
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥60.00').waitFor()

    // The sale says who invoices whom; the month shows it, to be recorded when it is over.
    const { items: sales } = await command<{ items: { id: string }[] }>(page, 'GET', '/sales')
    await page.goto(`/sales/${sales[0]!.id}`)
    await page.getByText('售卡、充值时已可开票').waitFor()
    await page.getByText(/其中 ¥50\.00 本金由江边店售出/).waitFor()
    await stage.picture('sale with its invoicing')
    await page.getByRole('link', { name: '查看本月结算开票' }).click()
    await page.getByRole('heading', { name: '总部（含直营） 向 江边店 开票' }).waitFor()
    await page.getByText('收到预付卡结算款').waitFor()
    await page.getByText('本月未结束').waitFor()
    const title = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: '江边店' }) })
    await title.getByLabel('名称').fill('江边护理有限公司')
    await title.getByLabel('税号').fill('91310000MA1FL00001')
    await title.getByRole('button', { name: '保存' }).click()
    await page.getByText(/税号不对/).waitFor()
    await stage.picture('invoices between stores')
    await stage.checkAccessible()

    // It owes 950 yuan of principal: not closed before its law's thirty days are over.
    await page.goto(`/settings/stores/${storeId}`)
    await page.getByRole('button', { name: '停业' }).click()
    await page.getByRole('heading', { name: '江边店停业' }).waitFor()
    await page.getByText('至少提前 30 天').waitFor()
    await page.getByText('申请后 15 天内退到账').waitFor()
    await page.getByRole('button', { name: '公告停业' }).click()
    const announcing = page.getByRole('dialog', { name: '公告停业' })
    await announcing.getByLabel('原因').fill('租约到期')
    await announcing.getByRole('button', { name: '公告停业' }).click()
    await page.getByText('已公告，通知 1 位会员').waitFor()
    await page.getByRole('button', { name: '登记申请' }).waitFor()
    await stage.picture('closing a store, announced')

    // The member reads it on the phone and asks for the money back.
    const phone = await stage.openBrowser('phone')
    await signInPhone(phone, page, '13900138001')
    await phone.goto('/m/stored-value')
    await phone.getByRole('heading', { name: '江边店将停业' }).waitFor()
    await phone.getByText(/您在该店购买的还有 ¥950\.00/).waitFor()
    await stage.picture('a closing store on the phone', phone)
    await phone.getByRole('button', { name: '申请退还' }).click()
    await phone.getByText(/最迟 .* 退到账/).waitFor()
    await stage.checkAccessible(phone)
    await phone.goto('/m/rules')
    await phone.getByRole('heading', { name: '积分规则' }).first().waitFor()
    await stage.picture('rules of points on the phone', phone)

    await page.reload()
    await page.getByText(/前退还/).waitFor()
    await stage.picture('closing a store')
    await stage.checkAccessible()
    await page.getByRole('button', { name: '停业', exact: true }).click()
    const closing = page.getByRole('dialog', { name: '停业' })
    await closing.getByRole('button', { name: /停业 江边店/ }).click()
    await closing.getByText(/还有 1 笔会员要求退还的没有退/).waitFor()
    const { notice } = await command<{ notice: { lastDay: string } }>(page, 'GET', `/stores/${storeId}/closing`)
    assert.equal(notice.lastDay, addDays(localDay(new Date(), 'Asia/Shanghai'), 30))
    await assertLedgerSound(app)
  },
)

async function chooseMember(page: Page): Promise<void> {
  await page.getByRole('button', { name: /选择会员/ }).click()
  await page.getByLabel(/会员码、卡号/).fill('8001')
  await page.getByRole('dialog').getByText('李梅').first().click()
}
