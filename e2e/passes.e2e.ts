import type { Page } from 'playwright-core'
import { journey } from './harness.ts'
import { assertLedgerSound } from './running-app.ts'
import { setUpShop } from './set-up-shop.ts'

journey(
  'a plan is made, sold at the till, used in two taps, frozen, given back for the part not had, and the ledger adds up',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)

    // A count pass of ten visits: the contract is read while it is typed.
    await page.goto('/passes')
    await page.getByRole('button', { name: '新建卡项' }).first().click()
    const editor = page.getByRole('dialog', { name: '新建卡项' })
    await editor.getByLabel('名称', { exact: true }).fill('面部护理十次卡')
    await editor.getByLabel('售价').fill('1600')
    await editor.getByLabel('项目名称').fill('面部护理')
    await editor.getByText('面部护理：共 10 次。').waitFor()
    await stage.checkAccessible()
    await stage.picture('plan with its contract')
    await editor.getByRole('button', { name: '新建卡项' }).click()
    await page.getByRole('heading', { name: '面部护理十次卡' }).waitFor()
    await stage.checkAccessible()

    // Sold at the till as any line; a stranger is refused, a member has it.
    await page.goto('/till')
    await page.waitForLoadState('networkidle')
    await enrolAtTill(page)
    await page
      .getByRole('button', { name: /面部护理十次卡/ })
      .first()
      .click()
    await page.keyboard.press('F9')
    const paying = page.getByRole('dialog', { name: '收款' })
    await paying.getByLabel('实收现金').fill('1600')
    await paying.getByRole('button', { name: /确认收款/ }).click()
    await page.getByText('已收款 ¥1,600.00').waitFor()
    await page.getByRole('button', { name: '下一单' }).click()

    // Used in two taps: the pass, the button.
    await attach(page)
    await page
      .getByRole('list', { name: '卡项' })
      .getByRole('button', { name: /面部护理十次卡/ })
      .click()
    const using = page.getByRole('dialog', { name: /核销/ })
    await using.getByText('推荐 · 只有这张可用').waitFor()
    await stage.checkAccessible()
    await using.getByRole('button', { name: '核销 1 次' }).click()
    await using.getByText('还剩 9 次').waitFor()
    await stage.picture('a visit on a pass')
    await using.getByRole('button', { name: '完成' }).click()

    // Ctrl-K finds the plan by its name and what a member holds by theirs. Its page: history; today was used and cannot
    // rest; from tomorrow on it does, and its end moves.
    await page.goto('/passes')
    await page.getByRole('heading', { name: '面部护理十次卡' }).waitFor()
    await page.keyboard.press('Control+k')
    const palette = page.getByRole('dialog')
    await palette.getByRole('combobox').fill('面部护理')
    await palette
      .getByRole('option', { name: /面部护理十次卡.*1,600/ })
      .first()
      .waitFor()
    await palette.getByRole('combobox').fill('王晓燕')
    await palette.getByRole('option', { name: /面部护理十次卡 · 王晓燕/ }).click()
    await page.getByText('核销 面部护理 1 次').waitFor()
    await stage.checkAccessible()
    await page.getByRole('button', { name: '停卡' }).click()
    const freezing = page.getByRole('dialog', { name: '停卡' })
    await freezing.getByText(/已使用过，停卡不能覆盖这一天/).waitFor()
    const from = freezing.getByLabel('从', { exact: true })
    await from.fill(dayAfter(await from.inputValue(), 1))
    const until = freezing.getByLabel('到（含）')
    await until.fill(dayAfter(await until.inputValue(), 3))
    await freezing.getByText('9 天', { exact: true }).waitFor()
    await freezing.getByLabel('原因').fill('出差')
    await stage.picture('a freeze before it is booked')
    await freezing.getByRole('button', { name: '停卡' }).click()
    await page.getByText(/停卡 .* 至 .*到期日顺延至/).waitFor()

    // Ended by the member's choice: 1,600 less one visit at the single price.
    await page.getByRole('button', { name: '退卡', exact: true }).click()
    const ending = page.getByRole('dialog', { name: '退卡' })
    await ending.getByText('面部护理：已用 1 / 10').waitFor()
    await ending.getByText('¥1,400.00').waitFor()
    await ending.getByLabel('原因', { exact: true }).fill('搬家')
    await stage.checkAccessible()
    await stage.picture('what ending a pass comes to')
    await ending.getByRole('button', { name: '确认退卡' }).click()
    await page.getByText('退卡，退款 ¥1,400.00', { exact: true }).waitFor()
    await page.getByRole('link', { name: '查看销售单' }).click()
    await page.getByText('¥1,400.00').first().waitFor()

    await assertLedgerSound(app)
  },
)

const phone = '13912345678'

async function enrolAtTill(page: Page): Promise<void> {
  await page.getByRole('button', { name: /选择会员/ }).click()
  await page.getByRole('button', { name: '新会员开卡' }).click()
  await page.getByLabel('手机号').fill(phone)
  await page.getByLabel(/^姓名/).fill('王晓燕')
  await page.getByRole('button', { name: '开卡并选用' }).click()
  await page.getByText('王晓燕').first().waitFor()
}

async function attach(page: Page): Promise<void> {
  await page.getByRole('button', { name: /选择会员/ }).click()
  const choosing = page.getByRole('dialog')
  await choosing
    .getByRole('combobox')
    .or(choosing.getByRole('textbox'))
    .or(choosing.getByRole('searchbox'))
    .first()
    .fill(phone)
  await choosing.getByText('王晓燕').first().click()
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
