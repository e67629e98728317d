import { journey } from './harness.ts'
import { addProduct, setUpShop } from './set-up-shop.ts'
import { sellAtTill } from './sell-at-till.ts'

journey(
  'a promotion is tried on what was sold before it is made, and changed from a later moment on',
  {},
  async (stage) => {
    const { app, page } = stage
    await setUpShop(page, app.setupCode!)
    await addProduct(page, '护理套装', '128', '6901234500031')
    await page.goto('/till')
    for (let sale = 0; sale < 2; sale++) await sellAtTill(page, '6901234500031')

    await page.goto('/promotions')
    await page.getByRole('button', { name: '添加促销' }).first().click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel('名称').fill('满 100 减 10')
    await drawer.getByRole('button', { name: '用上月销售试算' }).click()
    await drawer.getByText('共 2 单').waitFor()
    await drawer.getByText('¥20.00', { exact: true }).first().waitFor()
    await drawer.getByRole('row', { name: /护理套装/ }).waitFor()
    await stage.picture('promotion tried on last month')
    await stage.checkAccessible()
    await drawer.getByRole('combobox', { name: '互斥组（同组只取一个）' }).fill('周年庆')
    await drawer.getByText('整单', { exact: true }).click()
    await drawer.getByRole('spinbutton', { name: '计算顺序' }).fill('50')
    await drawer.getByRole('button', { name: '添加促销' }).click()
    await page.getByText('促销已添加').waitFor()

    await page.getByRole('link', { name: '满 100 减 10' }).click()
    await page.getByRole('button', { name: '修改促销' }).click()
    await drawer.getByLabel('名称').fill('满 100 减 10 周末版')
    await drawer.getByText('到时再生效').click()
    await drawer.getByLabel('生效时间', { exact: true }).fill('2030-01-05')
    await drawer.getByLabel('生效时间：几点').fill('18:30')
    await stage.picture('promotion changed from later on')
    await drawer.getByRole('button', { name: '保存，到时生效' }).click()
    await page.getByText('已保存，到时自动生效').waitFor()
    await page.getByText('第 2 版').waitFor()
    await page
      .getByText(/2030.*18:30/)
      .first()
      .waitFor()
    // Until then the name of now stands.
    await page.getByRole('heading', { name: '满 100 减 10', exact: true }).waitFor()
  },
)
