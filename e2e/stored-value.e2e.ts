import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { openTillOf } from './sell-at-till.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { command } from './shop-commands.ts'

journey(
  'value bought in one store is spent in another: what they owe each other sums to zero; the rest is given back by a formula that is shown before and after',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '头皮护理', '60', '6901234500048')
    await command(page, 'POST', '/stores', { name: '江边店' })
    const person = { name: '李梅', phone: '13900138001', homeStoreId: null }
    const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', person)
    const offer = { name: '充一千送二百', principalCents: 100_000, bonusCents: 20_000 }
    await command(page, 'POST', '/top-up-offers', { ...offer, drawMode: 'proportional', bonusMonths: null })

    // The second store is somebody else's: it settles by itself.
    await page.goto('/top-ups/settlement')
    await page.getByText('这段时间没有储值往来').waitFor()
    await page.getByRole('radiogroup', { name: '江边店' }).getByText('加盟').click()
    await page.getByText('已保存').waitFor()

    // A thousand with two hundred on top, in the first store.
    await openTillOf(page, '人民路店')
    await chooseMember(page)
    await page.getByRole('button', { name: '充值' }).click()
    const toppingUp = page.getByRole('dialog', { name: '会员充值' })
    await toppingUp.getByText('充 ¥1,000').click()
    await toppingUp.getByRole('button', { name: /确认收款并充值/ }).click()
    await toppingUp.getByText('本金 ¥1,000.00 + 赠送 ¥200.00').waitFor()
    await toppingUp.getByRole('button', { name: '完成' }).click()

    // Sixty are spent in the second: fifty of the member's own, ten that were given.
    await openTillOf(page, '江边店')
    await chooseMember(page)
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill('6901234500048')
    await input.press('Enter')
    await page.getByRole('button', { name: /^收款.*¥60\.00/ }).click()
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByLabel('储值', { exact: true }).fill('60')
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥60.00').waitFor()
    await page.getByRole('button', { name: '下一单' }).click()

    await page.goto('/top-ups/settlement')
    const netting = page.getByRole('table').filter({ hasText: '结算方' })
    const second = netting.getByRole('row').filter({ hasText: '江边店' })
    for (const cents of ['¥50.00', '¥10.00', '-¥50.00']) await second.getByText(cents, { exact: true }).waitFor()
    const total = netting.getByRole('row').filter({ hasText: '合计' })
    await total.getByText('¥0.00', { exact: true }).last().waitFor()
    await stage.picture('settlement of two stores')
    await stage.checkAccessible()
    const [, ...rows] = await settlementFile(page)
    assert.deepEqual(
      rows.map((cells) => cells.slice(1)).toSorted(([a], [b]) => (a! < b! ? -1 : 1)),
      [
        ['总部 head office', '1000.00', '0.00', '0.00', '0.00', '50.00'],
        ['江边店', '0.00', '50.00', '0.00', '10.00', '-50.00'],
      ],
    )

    // The member would rather have the rest back, within the seven days: what was used counts at the discount it was bought at.
    await page.goto(`/members/${memberId}?tab=statement`)
    await page.getByRole('main').getByRole('link', { name: /充值/ }).first().click()
    await page.getByRole('heading', { name: '充值 ¥1,000.00' }).waitFor()
    await page.getByRole('button', { name: '退余额' }).click()
    const refund = page.getByRole('dialog', { name: '退储值余额' })
    await refund.getByText('本金 ¥1,000.00 − 已用 ¥60.00 × ¥1,000.00 ÷ ¥1,200.00 = ¥950.00').waitFor()
    // Who knew the goods before has no such right: then it counts at the list price.
    await refund.getByRole('checkbox', { name: /已获得过相同商品或服务/ }).check()
    await refund.getByText('本金 ¥1,000.00 − 已用 ¥60.00，不足则为零 = ¥940.00').waitFor()
    await refund.getByRole('checkbox', { name: /已获得过相同商品或服务/ }).uncheck()
    await refund.getByRole('button', { name: '确认退款 ¥950.00' }).waitFor()
    await stage.picture('refund of a top-up')
    await stage.checkAccessible()
    await refund.getByLabel('退款原因').fill('搬去外地')
    await refund.getByRole('button', { name: '确认退款 ¥950.00' }).click()
    await page.getByText('已退 ¥950.00').waitFor()

    // It says afterwards how it came about, and nothing is left.
    await page.getByRole('heading', { name: '余额已退' }).waitFor()
    await page.getByText('本金 ¥1,000.00 − 已用 ¥60.00 × ¥1,000.00 ÷ ¥1,200.00 = ¥950.00').waitFor()
    await page.getByText('搬去外地').waitFor()
    await stage.picture('top-up given back')
    await stage.checkAccessible()
    const { items } = await command<{ items: { asset: string; balanceUnits: number }[] }>(
      page,
      'GET',
      `/members/${memberId}/accounts`,
    )
    assert.deepEqual(
      items.filter(({ asset }) => asset.startsWith('stored')).map(({ balanceUnits }) => balanceUnits),
      [0, 0],
    )
    await assertLedgerSound(app)
  },
)

async function chooseMember(page: Page): Promise<void> {
  await page.getByRole('button', { name: /选择会员/ }).click()
  await page.getByLabel(/会员码、卡号/).fill('8001')
  await page.getByRole('dialog').getByText('李梅').first().click()
}

/** The file as the head office gets it, row by row. */
async function settlementFile(page: Page): Promise<string[][]> {
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载结算文件' }).click()
  const file = await download
  assert.match(file.suggestedFilename(), /^settlement-.*\.csv$/)
  const text = await readFile(await file.path(), 'utf8')
  return text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(','))
}
