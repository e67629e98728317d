import type { Page } from 'playwright-core'
import { wholeCatalogue } from '#modules/catalog/item-scope-rules.ts'
import { newId } from '#shared/ids.ts'
import { bindTill, openShift } from './bound-till.ts'
import { journey } from './harness.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'
import { signInPhone } from './sign-in-phone.ts'

const holder = { name: '何小鱼', phone: '13800000003' }
const other = { name: '吕小光', phone: '13800000004' }
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()

journey(
  'new goods, a promotion and a coupon that open tomorrow are there today for who holds a pass with early access, and for nobody else',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '新春礼盒', '100', '6901234500031')
    const { stores } = await command<{ stores: { id: string }[] }>(page, 'GET', '/session')
    const storeId = stores[0]!.id
    const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', holder)
    await command(page, 'POST', '/members', other)
    await sellEarlyPass(page, { storeId, memberId })

    // The box is sold from a moment that the shop types; the promotion and the coupon open tomorrow, too.
    await page.goto('/products')
    await page.getByRole('link', { name: '新春礼盒' }).click()
    const editing = page.getByRole('dialog', { name: '修改商品' })
    const tomorrow = new Date(Date.now() + 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
    await editing.getByLabel('开售时间', { exact: true }).fill(tomorrow)
    await editing.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存“新春礼盒”').waitFor()
    await command(page, 'POST', '/promotions', promotion())
    const { couponTemplateId } = await command<{ couponTemplateId: string }>(
      page,
      'POST',
      '/coupon-templates',
      coupon(),
    )
    const link = `/coupon-templates/${couponTemplateId}/claim-link`
    const { path } = await command<{ path: string }>(page, 'GET', link)

    // At the till: who has no early access is told so and cannot pay; who has it pays tomorrow's price.
    await page.goto('/till')
    await page.waitForLoadState('networkidle')
    await page
      .getByRole('button', { name: /新春礼盒/ })
      .getByText(/开售/)
      .waitFor()
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('6901234500031')
    await input.press('Enter')
    await attach(page, other)
    await page.getByText(/“新春礼盒”还没开售/).waitFor()
    await page.locator('.rg-till-pay[disabled]').waitFor()
    await stage.picture('item that is not sold yet')
    await stage.checkAccessible()
    await attach(page, holder)
    await page.locator('.rg-till-pay:not([disabled])').getByText('¥80.00').waitFor()
    await stage.picture('item sold early')
    await page.locator('.rg-till-pay:not([disabled])').click()
    await page.getByRole('dialog', { name: '收款' }).waitFor()
    await page.getByRole('button', { name: /确认收款/ }).click()
    await page.getByRole('button', { name: '下一单' }).click()

    // The coupon's page says when it opens; to the holder it is open.
    const phone = await stage.openBrowser('phone')
    await phone.goto(path)
    await phone.getByText(/开始领取/).waitFor()
    await stage.picture('coupon that opens tomorrow', phone)
    await signInPhone(phone, page, holder.phone)
    await phone.goto(path)
    await phone.getByText('您的权益可提前 48 小时领取').waitFor()
    await stage.checkAccessible(phone)
    await phone.getByRole('button', { name: '领取' }).click()
    await phone.getByText('新春券').first().waitFor()
  },
)

journey(
  'a till without a line knows from what it keeps who comes earlier: the holder pays tomorrow’s price, everybody else today’s',
  {},
  async ({ app, page: owner, openTill, picture }) => {
    await setUpShop(owner, app.setupCode!)
    await addProduct(owner, '新春礼盒', '100', '6901234500031')
    const { stores } = await command<{ stores: { id: string }[] }>(owner, 'GET', '/session')
    const enrol = (who: typeof holder) => command<{ id: string }>(owner, 'POST', '/members', who)
    const [early, late] = [await enrol(holder), await enrol(other)]
    const numberOf = async ({ id }: { id: string }) =>
      (await command<{ number: string }>(owner, 'GET', `/members/${id}`)).number
    const numbers = { early: await numberOf(early), late: await numberOf(late) }
    await sellEarlyPass(owner, { storeId: stores[0]!.id, memberId: early.id })
    await command(owner, 'POST', '/promotions', promotion())
    const till = await openTill()
    const page = till.page()
    await bindTill(page)
    await openShift(page, 500)
    await page.goto('/till')
    await page.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    const heard = [/\/till\/members/, /\/till\/early-access/].map((url) => page.waitForResponse(url))
    await page.reload()
    await page.getByText('在线', { exact: true }).waitFor()
    await Promise.all(heard)
    await page.waitForLoadState('networkidle')

    await till.line.cut()
    const scan = async (code: string) => {
      const input = page.getByRole('textbox', { name: /扫码/ })
      await input.fill(code)
      await input.press('Enter')
    }
    await scan('6901234500031')
    await page.getByRole('button', { name: /^收款.*¥100\.00/ }).waitFor()
    await scan(numbers.early)
    await page.getByRole('button', { name: /^收款.*¥80\.00/ }).waitFor({ timeout: 30_000 })
    await picture('early access without a line', page)
    await page.getByRole('button', { name: '取消会员' }).click()
    await page.getByRole('button', { name: /^收款.*¥100\.00/ }).waitFor()
    await scan(numbers.late)
    await page.getByRole('button', { name: '取消会员' }).waitFor()
    await page.getByRole('button', { name: /^收款.*¥100\.00/ }).waitFor()
  },
)

async function attach(page: Page, { name, phone }: typeof holder): Promise<void> {
  await page.keyboard.press('F2')
  const choosing = page.getByRole('dialog')
  await choosing.getByRole('searchbox').or(choosing.getByRole('textbox')).first().fill(phone)
  await choosing.getByText(name).first().click()
  await choosing.waitFor({ state: 'hidden' })
}

/** A paid membership whose holders come two days earlier, sold in cash. */
async function sellEarlyPass(page: Page, { storeId, memberId }: { storeId: string; memberId: string }): Promise<void> {
  const always = { weekdays: [], monthDays: [], hours: [] }
  const care = { id: newId(), name: '护理', units: 10, listCents: 20_000, isGift: false, quotas: [] }
  const { planId } = await command<{ planId: string }>(page, 'POST', '/pass-plans', {
    ...{ kind: 'membership', name: '悦享会员', priceCents: 19_900 },
    terms: {
      components: [{ ...care, scope: wholeCatalogue, staffGrades: [], storeIds: null, times: always }],
      ...{ validity: { unit: 'year', count: 1 }, activation: { kind: 'on_sale' }, freeze: null, transfer: null },
      ...{ renewal: null, family: null, benefits: [{ kind: 'early_access', hours: 48 }] },
    },
  })
  const line = { lineId: newId(), productId: planId, quantityMilli: 1_000, plan: { version: 1 } }
  const tender = { tenderId: newId(), kind: 'cash', receivedCents: 19_900 }
  const sale = { storeId, memberId, lines: [line], tenders: [tender] }
  const { fingerprint } = await command<{ fingerprint: string }>(page, 'POST', '/sales/quote', sale)
  await command(page, 'POST', '/sales', { ...sale, fingerprint })
}

function promotion() {
  const steps = [{ thresholdCents: 10_000, offCents: 2_000 }]
  return {
    ...{ name: '新春满减', startsAt: inHours(30), endsAt: null, useLimit: null, memberLimit: null, budgetCents: null },
    terms: {
      ...{
        offer: { kind: 'threshold_off', steps, isRepeating: false, maxTimes: null },
        scope: wholeCatalogue,
        storeIds: null,
      },
      ...{ isMembersOnly: false, tierIds: null, times: { weekdays: [], monthDays: [], hours: [] }, priority: 100 },
      stacking: { group: null, per: 'line', withCoupons: true, withMemberPrice: true },
    },
  }
}

function coupon() {
  return {
    ...{ name: '新春券', note: '', validity: { kind: 'after_issue', startsAfterDays: 0, days: 30 }, isClaimable: true },
    ...{ claimOpensAt: inHours(30), totalLimit: null, memberLimit: 1, budgetCents: null, returnGraceDays: 7 },
    terms: {
      ...{
        benefit: { kind: 'amount', offCents: 1_000 },
        thresholdCents: 0,
        scope: wholeCatalogue,
        storeIds: null,
        priority: 100,
      },
      times: { weekdays: [], monthDays: [], hours: [] },
      stacking: { group: 'coupon', perSale: 1, withPromotions: true, withMemberPrice: true },
    },
  }
}
