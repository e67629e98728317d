import assert from 'node:assert/strict'
import { systemClock } from '#platform/clock.ts'
import { gatewayFields, startSmsGateway } from '#testing/sms-simulator.ts'
import { journey } from './harness.ts'
import { command } from './shop-commands.ts'
import { setUpShop } from './set-up-shop.ts'

journey(
  'messages: seen in the outbox before there is a gateway, worded, sent as a test, and kept from who does not want them',
  {},
  async (stage) => {
    const { app, page } = stage
    const gateway = await startSmsGateway('aliyun', systemClock)
    try {
      await setUpShop(page, app.setupCode!)
      const member = { name: '李小红', phone: '13800000001' }
      const { id: memberId } = await command<{ id: string }>(page, 'POST', '/members', member)

      // Without a gateway a test message stops in the outbox, and the page says so.
      await page.goto('/messages/kinds/points_expiring')
      await page.getByLabel('测试手机号').fill('+8613800000001')
      await page.getByRole('button', { name: '发送测试' }).click()
      await page.getByText('已加入发件箱').first().waitFor()
      await page.goto('/messages')
      await page.getByText(/没有真正发出/).waitFor()
      await page.getByText('将会发送（未接入）').first().waitFor()
      await stage.picture('outbox')
      await stage.checkAccessible()
      await page.getByRole('table').getByRole('link').first().click()
      await page.getByText(/【晴天美容】您有30积分将于/).waitFor()
      await stage.picture('message that would be sent')
      await stage.checkAccessible()

      // The gateway is set up and answers.
      await page.goto('/messages/channels')
      await page.getByRole('button', { name: '接入账号' }).first().click()
      const drawer = page.getByRole('dialog', { name: '接入账号' })
      const fields = gatewayFields('aliyun')
      await drawer.getByLabel('短信签名').fill(fields['sign']!)
      await drawer.getByLabel('AccessKey ID').fill(fields['accessKeyId']!)
      await drawer.getByLabel('AccessKey Secret').fill(fields['accessKeySecret']!)
      await drawer.getByLabel('服务地址').fill(gateway.url)
      await stage.picture('channel account')
      await drawer.getByRole('button', { name: '保存' }).click()
      await page.getByRole('button', { name: '测试连接' }).click()
      await page.getByText('可以连接').waitFor()
      await stage.checkAccessible()

      // A wording of the shop's own: a variable that there is not is refused, then saved as version 2.
      await page.goto('/messages/kinds/points_expiring')
      await page.getByLabel('正文').fill('您有{{jifen}}积分{{day}}到期')
      await page.getByRole('button', { name: '保存为新版本' }).click()
      await page.getByText(/没有变量「jifen」/).waitFor()
      await page.getByLabel('正文').fill('亲，您有{{points}}积分{{day}}到期，记得来用')
      await page.getByLabel('阿里云模板编号').fill('SMS_2026')
      await page.getByText(/1 条，¥0\.045/).waitFor()
      await stage.picture('wording of a message')
      await stage.checkAccessible()
      await page.getByRole('button', { name: '保存为新版本' }).click()
      await page.getByText('历史版本').waitFor()
      await page.getByLabel('测试手机号').fill('+8613800000001')
      await page.getByRole('button', { name: '发送测试' }).click()
      await page.getByText('已加入发件箱').first().waitFor()
      for (let tries = 0; gateway.texts.length === 0 && tries < 600; tries++) await page.waitForTimeout(50)
      assert.equal(gateway.state.forged, 0)
      assert.deepEqual([gateway.texts.length, gateway.texts[0]!.template], [1, 'SMS_2026'])

      // Quiet hours and caps.
      await page.goto('/messages/policy')
      await page.getByLabel('开始').fill('21:30')
      await page.getByRole('button', { name: '保存' }).click()
      await page.getByText('已保存').first().waitFor()
      await stage.picture('quiet hours and caps')
      await stage.checkAccessible()

      // What one member wants to hear.
      await page.goto(`/members/${memberId}?tab=messages`)
      const noReminders = page.getByRole('switch', { name: '余额与到期提醒 短信' })
      const kept = page.waitForResponse((response) => response.request().method() === 'PUT')
      await noReminders.click()
      assert.equal((await kept).status(), 200)
      await page.reload()
      await noReminders.and(page.getByRole('switch', { checked: false })).waitFor()
      await stage.picture('messages of a member')
      await stage.checkAccessible()
    } finally {
      await gateway.stop()
    }
  },
)
