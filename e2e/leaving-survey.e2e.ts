import { choose } from './choose.ts'
import { journey } from './harness.ts'
import { join, openShop } from './leaving-shop.ts'
import { command } from './shop-commands.ts'

journey(
  'the shop asks questions of its own; a member leaves in three taps with an answer, staff read it and count it, and go back to an older version',
  {},
  async (stage) => {
    const { page } = stage
    const { storeId, sellPass } = await openShop(stage)

    const field = { code: 'quarter', label: '住在哪一带', kind: 'text', choices: [], isForTill: false }
    await command(page, 'POST', '/member-fields', field)

    // A question with two choices, made and published on the screen.
    await page.goto('/retention/flow')
    await page.getByRole('button', { name: '添加问题' }).click()
    const question = page.getByRole('listitem').filter({ hasText: '问题 1' }).first()
    for (const [index, words] of ['最想改变什么？', '上课时间', '教练'].entries()) {
      await question.getByLabel('会员看到的话（中文）').nth(index).fill(words)
      await question.getByLabel('会员看到的话（英文）').nth(index).fill(`In English ${index}`)
    }
    await stage.checkAccessible()
    await stage.picture('questions of the shop')
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText('新增问题：最想改变什么？').waitFor()

    const phone = await stage.openBrowser('phone')
    await join(phone, page, storeId)
    await sellPass('13900138001')
    await phone.goto('/m/benefits')
    await phone.getByRole('link', { name: '取消', exact: true }).click()
    // Seen before anything was asked or answered, and still in sight when the questions are open.
    const finish = phone.getByRole('button', { name: '完成取消' })
    await finish.waitFor()
    await phone.getByText('愿意多说几句吗？1 个问题，可以不答').click()
    await phone.getByRole('button', { name: '上课时间' }).click()
    await phone.getByRole('button', { name: '上课时间', pressed: true }).waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('a question beside the way out', phone)
    await finish.click()
    await phone.getByRole('heading', { name: '已取消' }).waitFor()

    // Somebody else says nothing on the way, and something after the receipt.
    const other = await stage.openBrowser('phone')
    await join(other, page, storeId, '13900138002')
    const { passId } = await sellPass('13900138002')
    await other.goto(`/m/passes/${passId}/leave`)
    await other.getByRole('button', { name: '用到到期' }).click()
    await other.getByRole('button', { name: '完成取消' }).click()
    await other.getByRole('heading', { name: '愿意的话，再告诉我们几句' }).waitFor()
    await other.getByRole('button', { name: '教练' }).click()
    await other.getByRole('button', { name: '发送', exact: true }).click()
    await other.getByText('谢谢，我们会认真看。').waitFor()
    await stage.checkAccessible(other)
    await stage.picture('answered after the receipt', other)

    // Until the period ends the way back is found again from what the member holds.
    await other.goto('/m/benefits')
    await other.getByRole('link', { name: '取消凭证 · 可以收回' }).click()
    await other.getByRole('button', { name: '收回取消，继续使用' }).click()
    await other.getByText('这次取消后来已收回').waitFor()

    // Staff: the list, the one, the sums.
    await page.goto('/retention/leavings')
    await page.getByRole('cell', { name: '已收回' }).waitFor()
    await stage.checkAccessible()
    await stage.picture('leavings one by one')
    await page.getByRole('row').filter({ hasText: '已退卡' }).getByRole('link').first().click()
    await page.getByRole('definition').filter({ hasText: '上课时间' }).waitFor()
    await page.getByText('第 1 版').waitFor()
    await stage.checkAccessible()
    await stage.picture('one leaving')
    await page.goto('/retention')
    const answers = page.getByRole('article', { name: '最想改变什么？' })
    await answers.getByText('2 次问到，2 次回答').waitFor()
    await page.waitForLoadState('networkidle')
    await stage.checkAccessible()
    await stage.picture('what members answered')

    // Where members live is what one of the shop's own fields says; whoever reads the figures sees which.
    await choose(page.getByRole('combobox', { name: '按角度看' }), '地区')
    await choose(page.getByRole('combobox', { name: '地区取自' }), '住在哪一带')
    await page.getByText('地区字段已保存').waitFor()
    await stage.checkAccessible()
    await stage.picture('the region is an own field')

    // A second version, and back to the first as a draft that becomes the third.
    await page.goto('/retention/flow')
    await page.getByLabel('再次提供间隔（天）').fill('90')
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText('再次提供间隔（天）：180 → 90').waitFor()
    await page.getByRole('link', { name: '2 次申请' }).waitFor()
    await page.getByRole('button', { name: '查看第 1 版' }).click()
    const old = page.getByRole('dialog', { name: '第 1 版' })
    await old.getByText('最想改变什么？').waitFor()
    await stage.checkAccessible()
    await stage.picture('an older version')
    await old.getByRole('button', { name: '以这一版为草稿' }).click()
    await old.waitFor({ state: 'hidden' })
    await page.getByRole('button', { name: '发布', exact: true }).click()
    await page.getByText('再次提供间隔（天）：90 → 180').waitFor()
  },
)

journey(
  'with the server down from the start a member still asks to leave two passes; both wait on the phone and are sent once',
  {},
  async (stage) => {
    const { page } = stage
    const { storeId, sellPass } = await openShop(stage)
    const device = await stage.openTill('phone')
    const phone = device.page()
    await join(phone, page, storeId)
    const { id, passId } = await sellPass('13900138001')
    const second = await sellPass('13900138001')
    // The phone has seen what there is; then the shop goes silent, and the page is opened afresh.
    await phone.goto('/m/benefits')
    await phone.getByRole('link', { name: '取消', exact: true }).nth(1).waitFor()
    await phone.evaluate('navigator.serviceWorker.ready.then(() => undefined)')
    await phone.reload({ waitUntil: 'networkidle' })
    await device.line.cut()
    for (const each of [passId, second.passId]) {
      await phone.goto(`/m/passes/${each}/leave`)
      await phone.getByText('现在连不上门店').waitFor()
      await stage.checkAccessible(phone)
      await phone.getByRole('button', { name: '完成取消' }).click()
      await phone.getByRole('heading', { name: '取消卡项' }).waitFor()
    }
    await phone.getByText('联网后会自动送达').nth(1).waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('two cancellations that wait', phone)
    await device.line.mend()
    await phone.getByText('已结束').nth(1).waitFor({ timeout: 40_000 })
    const { items } = await command<{ items: { doneAs: string }[] }>(page, 'GET', `/members/${id}/leavings`)
    if (items.map(({ doneAs }) => doneAs).join() !== 'cancelled,cancelled') throw new Error(JSON.stringify(items))
  },
)

journey('a renewal that runs by itself is stopped with one tap on the phone', {}, async (stage) => {
  const { page } = stage
  const { storeId, sellPass } = await openShop(stage)
  const phone = await stage.openBrowser('phone')
  await join(phone, page, storeId)
  const { passId } = await sellPass('13900138001')
  await command(page, 'POST', `/passes/${passId}/auto-renewal`, { priceCents: 160_000 })
  await phone.goto('/m/benefits')
  await phone.getByText('自动续费 ¥1,600.00').waitFor()
  await stage.checkAccessible(phone)
  await stage.picture('a renewal that can be stopped', phone)
  await phone.getByRole('button', { name: '停止自动续费' }).click()
  await phone.getByText('自动续费 ¥1,600.00').waitFor({ state: 'hidden' })
})
