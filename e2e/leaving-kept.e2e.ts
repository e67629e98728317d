import assert from 'node:assert/strict'
import { choose } from './choose.ts'
import { journey } from './harness.ts'
import { enrol, join, openShop, publishOffers } from './leaving-shop.ts'
import { codeSent, command } from './shop-commands.ts'

const rest = { code: 'rest', words: { zh: '先休息三十天', en: 'Rest first' }, terms: { kind: 'freeze', days: 30 } }
const give = { code: 'give', words: { zh: '转给家人朋友', en: 'Give it away' }, terms: { kind: 'transfer' } }

journey(
  'a member rests instead of leaving; another hands the pass on by a link, and somebody else has it',
  {},
  async (stage) => {
    const { page } = stage
    const { storeId, sellPass } = await openShop(stage)
    await publishOffers(page, [rest, give])
    const phone = await stage.openBrowser('phone')
    await join(phone, page, storeId)
    await sellPass('13900138001')

    await phone.goto('/m/benefits')
    await phone.getByRole('link', { name: '取消', exact: true }).click()
    await phone.getByRole('button', { name: '没有时间来' }).click()
    const offer = phone.getByRole('region', { name: '也可以' }).filter({ hasText: '先休息三十天' })
    await offer.waitFor()
    await phone.getByRole('button', { name: '完成取消' }).waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('offers beside the way out', phone)
    await offer.getByRole('button', { name: '就这样，先不取消' }).click()
    await phone.getByRole('heading', { name: '我的权益' }).waitFor()
    await phone.getByText('面部护理十次卡').first().waitFor()

    const giver = await stage.openBrowser('phone')
    await join(giver, page, storeId, '13900138002')
    const { passId } = await sellPass('13900138002')
    await giver.goto(`/m/passes/${passId}/leave`)
    await giver.getByRole('button', { name: '搬家或换工作' }).click()
    const handOn = giver.getByRole('region', { name: '也可以' }).filter({ hasText: '转给家人朋友' })
    await handOn.getByRole('button', { name: '就这样，先不取消' }).click()
    await giver.getByText('正在转赠').waitFor()
    await giver.getByRole('button', { name: '发送链接' }).waitFor()
    await stage.checkAccessible(giver)
    await stage.picture('a pass on its way to somebody', giver)
    const { items } = await command<{ items: { token: string }[] }>(giver, 'GET', '/me/pass-gifts')
    await phone.goto(`/m/pass-gift/${items[0]!.token}`)
    await phone.getByRole('heading', { name: '面部护理十次卡' }).waitFor()
    await stage.checkAccessible(phone)
    await stage.picture('a pass for you', phone)
    await phone.getByRole('button', { name: '领取' }).click()
    await phone.getByRole('heading', { name: '我的权益' }).waitFor()
    await phone.getByRole('heading', { name: '面部护理十次卡' }).nth(1).waitFor()
    await giver.goto(`/m/pass-gift/${items[0]!.token}`)
    await giver.getByText('这张卡已被领取').waitFor()

    // What that is worth is margin: with whose cost shares, the page says; the shop sets its own.
    await page.goto('/retention')
    await page.getByText(/系统默认比例估算：卡 40%/).waitFor()
    await page.getByRole('button', { name: '成本口径' }).click()
    const shares = page.getByRole('dialog', { name: '成本口径' })
    await shares.getByLabel('卡项（占已用部分）').fill('30')
    await shares.getByRole('button', { name: '单独设定一种卡' }).click()
    await stage.checkAccessible()
    await stage.picture('cost shares')
    await shares.getByRole('button', { name: '保存' }).click()
    await page.getByText(/本店设定的比例估算：卡 30%/).waitFor()
    await page.getByText('1 种卡另有设定').waitFor()
    await stage.checkAccessible()
    await stage.picture('margin that offers keep')
  },
)

journey(
  'where the law asks for it one leaves signed out; at the counter by a code, and the cash is handed over',
  {},
  async (stage) => {
    const { page } = stage
    const { storeId, sellPass } = await openShop(stage)
    await enrol(page, '林小雨', '13900138001')
    const { number } = await sellPass('13900138001')
    await command(page, 'PUT', `/stores/${storeId}/law-pack`, { region: 'DE', version: 0 })

    // Nobody signed in, a door with the words of the law.
    const stranger = await stage.openBrowser('phone')
    await stranger.goto('/m/sign-in')
    await stranger.getByRole('link', { name: 'Verträge hier kündigen' }).click()
    await stranger.getByLabel('会员号或卡号').fill(number)
    await stranger.getByLabel('手机号').fill('13900138001')
    await stage.checkAccessible(stranger)
    await stage.picture('leaving signed out', stranger)
    await stranger.getByRole('button', { name: '获取验证码' }).click()
    const code = await codeSent(page)
    await stranger.getByLabel('短信验证码').fill(code)
    await stranger.getByRole('button', { name: '查看可以取消的卡' }).click()
    await stranger.getByText('无理由期内').waitFor()
    await stage.checkAccessible(stranger)
    await stage.picture('the quote signed out', stranger)
    await stranger.getByRole('button', { name: 'jetzt kündigen' }).click()
    await stranger.getByRole('heading', { name: '已取消' }).waitFor()
    await stranger.getByRole('link', { name: /凭证核验页/ }).click()
    await stranger.getByText('这是门店账上的记录').waitFor()

    // Somebody else at the counter: staff, how they knew the member, the member's own code.
    await enrol(page, '周大海', '13900138002')
    const { passId } = await sellPass('13900138002')
    await page.goto(`/passes/sold/${passId}`)
    await page.getByRole('button', { name: '代会员退卡' }).click()
    const drawer = page.getByRole('dialog', { name: /代会员退卡/ })
    await choose(drawer.getByRole('combobox', { name: '如何核实本人' }), '出示会员码')
    const finish = drawer.getByRole('button', { name: /完成退卡/ })
    assert.ok(await finish.isDisabled())
    await drawer.getByRole('button', { name: '发送验证码' }).click()
    await drawer.getByRole('button', { name: '重新发送' }).waitFor()
    await drawer.getByRole('textbox', { name: '验证码' }).fill(await codeSent(page, code))
    await drawer.getByRole('button', { name: '核对' }).click()
    await drawer.getByText('会员已确认').waitFor()
    await stage.checkAccessible()
    await stage.picture('leaving at the counter')
    await finish.click()
    await drawer.getByText('取消凭证').waitFor()
    await drawer.getByRole('button', { name: '已交给会员' }).click()
    await drawer.getByText('已交付 ¥1,600.00').waitFor()
  },
)

journey(
  'without a line the cancellation is kept on the phone, shown as waiting, and sent once when there is one',
  {},
  async (stage) => {
    const { page } = stage
    const { storeId, sellPass } = await openShop(stage)
    const device = await stage.openTill('phone')
    const phone = device.page()
    await join(phone, page, storeId)
    const { id } = await sellPass('13900138001')
    await phone.goto('/m/benefits')
    await phone.getByRole('link', { name: '取消', exact: true }).click()
    await phone.getByRole('button', { name: '完成取消' }).waitFor()
    await phone.waitForLoadState('networkidle')
    await device.line.cut()
    await phone.getByRole('button', { name: '完成取消' }).click()
    await phone.getByText('联网后会自动送达').waitFor()
    await stage.picture('a cancellation that waits', phone)
    // Until it is sent it is the member's own: called off, nothing waits any more; asked for again, it does.
    await phone.getByRole('button', { name: '不取消 面部护理十次卡 了' }).click()
    await phone.getByText('联网后会自动送达').waitFor({ state: 'detached' })
    await phone.getByRole('link', { name: '取消', exact: true }).click()
    await phone.getByRole('button', { name: '完成取消' }).click()
    await phone.getByText('联网后会自动送达').waitFor()
    await device.line.mend()
    await phone.getByText('已结束').waitFor({ timeout: 40_000 })
    const { items } = await command<{ items: { doneAs: string }[] }>(page, 'GET', `/members/${id}/leavings`)
    assert.deepEqual(
      items.map(({ doneAs }) => doneAs),
      ['cancelled'],
    )
  },
)
