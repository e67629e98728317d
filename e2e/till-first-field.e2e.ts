import { journey } from './harness.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'

const tea = '6901234500062'

/** What opens by a key, and what the field takes that it opens with. */
const dialogs = [
  ['F2', '5'],
  ['F3', '5'],
  ['F4', '桌5'],
  ['F6', '茶'],
  ['F7', '5'],
  ['F8', '少冰'],
] as const

journey(
  'a key opens a dialog of the till and the next keys are in its field; a coupon’s code that is scanned needs no field to be chosen',
  {},
  async ({ app, page }) => {
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '茉莉花茶', '38', tea)
    await page.goto('/till')
    const input = page.getByRole('textbox', { name: /扫码/ })
    await input.fill(tea)
    await input.press('Enter')
    await page.locator('.rg-till-line-row').waitFor()
    const dialog = page.getByRole('dialog')
    for (const [key, typed] of dialogs) {
      await page.keyboard.press(key)
      await dialog.locator('input:focus, textarea:focus').waitFor()
      await page.keyboard.type(typed)
      await page.waitForFunction(`document.activeElement.value === ${JSON.stringify(typed)}`)
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    }

    await page.keyboard.press('F5')
    await dialog.getByRole('button', { name: '完成' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type('NOSUCHCODE')
    await page.keyboard.press('Enter')
    await dialog.getByRole('alert').waitFor()
    await page.waitForFunction(`document.activeElement.value === 'NOSUCHCODE'`)
  },
)
