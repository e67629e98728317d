import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changePreferences } from './change-preferences.ts'
import { greetBirthdays } from './greet-birthdays.ts'
import { listMessages } from './message-queries.ts'
import { builtInPolicy, readSpentMills } from './policy-queries.ts'
import { planMessages } from './plan-messages.ts'
import { savePolicy } from './save-policy.ts'
import { saveChannel } from './save-channel.ts'
import { codeSender } from './send-code.ts'
import { showMessage } from './show-message.ts'
import { newsToken, takeNews } from './take-news.ts'
import { sendTest } from './test-message.ts'
import { withdrawConsent } from '#modules/members/record-consent.ts'
import { requestErasure, erasureSweep } from '#modules/member-lifecycle/erase-member.ts'
import { Unanswered } from '#modules/payments/provider-http.ts'
import { newId } from '#shared/ids.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { makeMessageShop, type MessageShop } from '#testing/make-message-shop.ts'
import { startMailServer } from '#testing/smtp-simulator.ts'

const offer = (ref = newId()) =>
  ({ kind: 'win_back', ref, data: { offer: '免费护理', day: '2026-03-31' }, channels: ['sms'] }) as const
const news = (shop: MessageShop, body: string) =>
  shop
    .inShop(async (work) => newsToken(work, shop.accountId))
    .then((token) =>
      takeNews(shop.runner.tools, { merchantId: shop.merchantId, accountId: shop.accountId, token }, body),
    )

for (const kind of ['aliyun', 'tencent'] as const) {
  test(`a reminder goes out signed over ${kind}, is accepted, and delivered when the gateway says so`, async () => {
    const shop = await makeMessageShop(kind)
    const id = await shop.plan()
    await shop.driveDue()
    assert.equal(await shop.stateOf(id), 'accepted')
    assert.equal(shop.gateway.state.forged, 0)
    const [text] = shop.gateway.texts
    assert.deepEqual([text!.messageId, text!.sign, text!.values], [id, '晴天美容', ['120', '2026年3月31日']])
    text!.state = 'delivered'
    assert.equal((await news(shop, shop.gateway.receiptsOf([text!]))).kind, 'taken')
    const row = await shop.read(id)
    assert.deepEqual([row.state, row.parts, row.costMills, row.nextAt], ['delivered', 1, 45, null])
    assert.deepEqual(row.about, {})
  })

  test(`a message that ${kind} took while its answer was lost is found by asking, and never sent twice`, async () => {
    const shop = await makeMessageShop(kind)
    const id = await shop.plan(offer())
    shop.gateway.state.trouble = (count) => (count === 1 ? 'drop_answer' : null)
    await shop.driveDue()
    assert.equal(await shop.stateOf(id), 'unknown')
    shop.gateway.texts[0]!.state = 'delivered'
    await shop.later(40)
    assert.equal(await shop.stateOf(id), 'delivered')
    assert.equal(shop.gateway.texts.length, 1)
  })
}

test('marketing that the gateway never heard of stays unknown: it is not sent again', async () => {
  const shop = await makeMessageShop()
  const id = await shop.plan(offer())
  shop.gateway.state.trouble = (count) => (count === 1 ? 'drop_request' : null)
  await shop.driveDue()
  for (let hour = 0; hour < 48; hour++) await shop.later(3_600)
  assert.equal(await shop.stateOf(id), 'unknown')
  assert.equal(shop.gateway.texts.length, 0)
  assert.equal((await shop.read(id)).nextAt, null)
})

test('what a member has to be told is sent again, once the gateway has denied it three times', async () => {
  const shop = await makeMessageShop()
  const data = { pass: '年卡', day: '2026-03-31', daysLeft: 30, amount: 99_900 }
  const id = await shop.plan({ kind: 'pass_renewal_near', data })
  shop.gateway.state.trouble = (count) => (count === 1 ? 'drop_request' : null)
  await shop.driveDue()
  await shop.later(31)
  await shop.later(61)
  assert.equal(shop.gateway.texts.length, 0)
  await shop.later(121)
  await shop.later(1)
  assert.equal(await shop.stateOf(id), 'accepted')
  assert.equal(shop.gateway.texts.length, 1)
})

test('a gateway that is busy, by its own word, is tried again; its no is the end and costs nothing', async () => {
  const shop = await makeMessageShop()
  const id = await shop.plan()
  shop.gateway.state.behaviour.refusesWith = 'Throttling.User'
  await shop.driveDue()
  assert.deepEqual([await shop.stateOf(id), (await shop.read(id)).counts], ['planned', false])
  shop.gateway.state.behaviour.refusesWith = null
  await shop.later(3)
  assert.equal(await shop.stateOf(id), 'accepted')
  shop.gateway.state.behaviour.refusesWith = 'isv.MOBILE_NUMBER_ILLEGAL'
  const refused = await shop.plan()
  await shop.driveDue()
  const row = await shop.read(refused)
  assert.deepEqual([row.state, row.reason, row.counts], ['rejected', 'isv.MOBILE_NUMBER_ILLEGAL', false])
  assert.equal(await shop.inShop((work) => readSpentMills(work, '2026-03-01')), 45)
})

test('receipts may come before the answer, twice, and in any order', async () => {
  const shop = await makeMessageShop()
  const id = await shop.plan()
  const { wire } = shop
  const { send } = wire
  wire.send = async (request) => {
    const answer = await send(request)
    const [text] = shop.gateway.texts
    text!.state = 'delivered'
    await news(shop, shop.gateway.receiptsOf([text!, text!]))
    text!.state = 'failed'
    await news(shop, shop.gateway.receiptsOf([text!]))
    return answer
  }
  await shop.driveDue()
  const row = await shop.read(id)
  assert.deepEqual([row.state, row.reason, row.providerMessageId], ['delivered', null, 'aliyun-1'])
})

test('a process that died while it sent leaves a message that is asked about, not sent again', async () => {
  const shop = await makeMessageShop()
  const id = await shop.plan(offer())
  const { wire } = shop
  const { send } = wire
  wire.send = (request) => send(request).then(() => new Promise(() => {}))
  void shop.driveDue()
  while (shop.gateway.texts.length === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  wire.send = send
  await shop.later(10)
  assert.equal(shop.gateway.texts.length, 1, 'its lease still stands')
  shop.gateway.texts[0]!.state = 'delivered'
  await shop.later(31)
  assert.equal(await shop.stateOf(id), 'delivered')
  assert.equal(shop.gateway.texts.length, 1)
})

test('in quiet hours a reminder waits until eight, and what is of no use by then is refused with the reason', async () => {
  const shop = await makeMessageShop()
  shop.clock.moveTo(new Date('2026-03-01T15:00:00Z'))
  const waits = await shop.plan()
  const late = await shop.plan({ expiresAt: new Date('2026-03-01T20:00:00Z') })
  await shop.driveDue()
  assert.deepEqual([await shop.stateOf(waits), (await shop.read(waits)).reason], ['planned', 'quiet_hours'])
  assert.deepEqual([await shop.stateOf(late), (await shop.read(late)).reason], ['refused', 'quiet_hours'])
  await shop.later(9 * 3_600)
  assert.equal(await shop.stateOf(waits), 'accepted')
  assert.equal(shop.gateway.texts[0]!.at.toISOString(), '2026-03-02T00:00:00.000Z')
})

test('a test message that somebody sends at night goes at once', async () => {
  const shop = await makeMessageShop()
  shop.clock.moveTo(new Date('2026-03-01T15:00:00Z'))
  const id = newId()
  const wish = { id, kind: 'points_expiring', channel: 'sms', language: 'zh', address: '+8613800000001' } as const
  await shop.inShop((work) => sendTest(work, wish))
  await shop.driveDue()
  assert.deepEqual([await shop.stateOf(id), shop.gateway.texts.length], ['accepted', 1])
})

test('a reminder told twice is one message, and is never sent after its day', async () => {
  const shop = await makeMessageShop()
  const emit = () =>
    shop.inShop(async (work) => {
      const data = { points: 80, day: '2026-03-02', daysLeft: 1 }
      work.emit({ type: 'points.expiry_near', subject: { kind: 'member', id: shop.memberId }, data })
    })
  await emit()
  await emit()
  await shop.deliver()
  const planned = await shop.inShop((work) => listMessages(work, filterOf(shop.memberId), { before: null, limit: 10 }))
  assert.deepEqual(planned.map(({ channel }) => channel).sort(), ['inbox', 'sms'])
  assert.deepEqual(planned[0]!.about['event'], 'points.expiry_near')
  assert.equal(planned[0]!.expiresAt?.toISOString(), '2026-03-02T16:00:00.000Z')
  await shop.later(40 * 3_600)
  assert.equal(shop.gateway.texts.length, 0)
})

const filterOf = (memberId: string) => ({ states: null, channel: null, topic: null, memberId })

test('withdrawing the consent stops what is planned at once; a reply of T stops all marketing to that phone', async () => {
  const shop = await makeMessageShop()
  const phone = freshPhone()
  const member = await shop.inShop((work) => makeMember(work, { phone }))
  const first = await shop.plan(offer())
  await shop.inShop((work) =>
    withdrawConsent(work, { id: newId(), memberId: shop.memberId, purpose: 'marketing', source: 'portal' }),
  )
  await shop.driveDue()
  assert.deepEqual([await shop.stateOf(first), (await shop.read(first)).reason], ['refused', 'no_consent'])
  const body = JSON.stringify([{ phone_number: phone.slice(3), content: ' td ', send_time: '2026-03-01 14:00:00' }])
  assert.equal((await news(shop, body)).kind, 'taken')
  const reminder = await shop.plan({ memberId: member.id })
  await shop.driveDue()
  assert.deepEqual([await shop.stateOf(reminder), (await shop.read(reminder)).reason], ['refused', 'suppressed'])
})

test('news under a wrong token, or not understood, change nothing', async () => {
  const shop = await makeMessageShop()
  const wrong = { merchantId: shop.merchantId, accountId: shop.accountId, token: 'x'.repeat(43) }
  assert.equal((await takeNews(shop.runner.tools, wrong, '[]')).kind, 'refused')
  assert.equal((await news(shop, '<xml/>')).kind, 'refused')
})

test('sixteen senders at once never exceed a cap by one', async () => {
  const shop = await makeMessageShop()
  const ids: string[] = []
  for (let i = 0; i < 24; i++) ids.push(await shop.plan(offer()))
  const runners = Array.from({ length: 16 }, () => shop.makeRunner())
  for (const runner of runners) for (const id of ids) runner.take(shop.merchantId, id)
  await Promise.all(runners.map((runner) => runner.idle()))
  assert.equal(shop.gateway.texts.length, 1, 'offers: one a day')
  const states = await Promise.all(ids.map((id) => shop.stateOf(id)))
  assert.equal(states.filter((state) => state === 'accepted').length, 1)
  assert.equal(states.filter((state) => state === 'planned').length, 23, 'the others wait for tomorrow')
})

test('a month’s budget is never exceeded, and what waits for it says so', async () => {
  const shop = await makeMessageShop()
  await shop.inShop((work) => savePolicy(work, { ...builtInPolicy, monthBudgetCents: 10 }))
  const members = await shop.inShop(async (work) => [
    await makeMember(work),
    await makeMember(work),
    await makeMember(work),
  ])
  const far = new Date('2026-05-01')
  const ids: string[] = []
  for (const { id } of members) ids.push(await shop.plan({ memberId: id, expiresAt: far }))
  for (const id of ids) shop.runner.take(shop.merchantId, id)
  await shop.runner.idle()
  assert.equal(shop.gateway.texts.length, 2, '45 + 45 of 100 thousandths')
  const waiting = (await Promise.all(ids.map((id) => shop.read(id)))).find(({ state }) => state === 'planned')!
  assert.deepEqual([waiting.reason, waiting.nextAt?.toISOString()], ['budget_spent', '2026-03-31T16:00:00.000Z'])
})

test('without an account the outbox shows what would be sent, a code until it ends', async () => {
  const shop = await makeMessageShop(null)
  const id = await shop.plan()
  await shop.driveDue()
  const shown = await shop.inShop((work) => showMessage(work, id, 'https://shop.example'))
  assert.deepEqual([shown.state, shown.words?.body], ['would_send', '【晴天美容】您有120积分2026年3月31日到期'])
  const phoneCodeId = newId()
  const at = shop.clock.now()
  const expiresAt = new Date(at.getTime() + 600_000)
  const code = { phoneCodeId, purpose: 'sign_in', phone: freshPhone(), code: '482913', language: 'zh' } as const
  const send = codeSender(shop.runner)
  await send({ merchantId: shop.merchantId, ...code, expiresAt, at })
  await send({ merchantId: shop.merchantId, ...code, expiresAt, at })
  await shop.runner.idle()
  const seen = await shop.inShop((work) => showMessage(work, phoneCodeId, 'https://shop.example'))
  assert.equal(seen.words?.body, '【晴天美容】验证码482913，10分钟内有效')
  shop.clock.moveTo(expiresAt)
  const { forgetMessagesSweep } = await import('./message-runner.ts')
  await shop.inShop((work) => forgetMessagesSweep.run(work))
  const row = await shop.read(phoneCodeId)
  assert.deepEqual([row.body, row.address, row.sealedData], [null, null, null])
})

test('a code whose sending was lost is not sent again', async () => {
  const shop = await makeMessageShop()
  const at = shop.clock.now()
  const code = {
    phoneCodeId: newId(),
    purpose: 'sign_in',
    phone: freshPhone(),
    code: '111222',
    language: 'zh',
  } as const
  shop.wire.send = () => Promise.reject(new Unanswered('timeout'))
  await codeSender(shop.runner)({
    ...{ merchantId: shop.merchantId, ...code, at },
    expiresAt: new Date(at.getTime() + 600_000),
  })
  await shop.runner.idle()
  assert.equal(await shop.stateOf(code.phoneCodeId), 'unknown')
})

test('a member’s own hours and weekly most hold beside the shop’s', async () => {
  const shop = await makeMessageShop()
  await shop.inShop((work) =>
    changePreferences(
      work,
      shop.memberId,
      { quietHours: { fromMinute: 13 * 60, toMinute: 15 * 60 }, weekMost: 1 },
      'portal',
    ),
  )
  const first = await shop.plan()
  const second = await shop.plan()
  await shop.driveDue()
  assert.equal((await shop.read(first)).reason, 'quiet_hours')
  await shop.later(3_600)
  const reasons = (await Promise.all([shop.read(first), shop.read(second)])).map(({ state, reason }) => reason ?? state)
  assert.deepEqual(reasons.sort(), ['accepted', 'cap_week'])
})

test('a letter goes by SMTP under a Message-ID of our own; a receipt whose answer was lost is the same letter again', async () => {
  const shop = await makeMessageShop(null)
  const mail = await startMailServer()
  await shop.inShop(async (work) => {
    const fields = { from: '晴天美容 <shop@example.com>', user: mail.account.user, password: mail.account.password }
    const limits = { partPriceMills: 0, perSecond: 10, dayMost: null }
    const account = { id: newId(), provider: 'smtp', name: '邮件', baseUrl: mail.url, fields } as const
    await saveChannel(work, { ...account, ...limits }, 'open')
    const choices = [{ channel: 'email', topic: 'receipts', isOn: true }] as const
    await changePreferences(work, shop.memberId, { email: 'li@example.com', choices }, 'portal')
  })
  const data = { principal: 10_000, bonus: 1_000, store: '人民路店' }
  mail.state.behaviour.dropsAfterLetter = true
  const id = await shop.plan({ kind: 'top_up_receipt', data, channels: ['email'] })
  await shop.driveDue()
  mail.state.behaviour.dropsAfterLetter = false
  await shop.later(120)
  assert.equal(await shop.stateOf(id), 'accepted')
  assert.deepEqual(
    mail.letters.map(({ to, messageId, subject }) => [to, messageId, subject]),
    [1, 2].map(() => ['li@example.com', `<${id}@example.com>`, '充值成功']),
  )
  assert.match(mail.letters[0]!.text, /充值¥100\.00，赠送¥10\.00/)
  mail.state.behaviour.refusesRecipientWith = '550 nobody'
  const bounced = await shop.plan({ kind: 'top_up_receipt', data, channels: ['email'] })
  await shop.driveDue()
  assert.deepEqual([await shop.stateOf(bounced), (await shop.read(bounced)).reason], ['rejected', 'smtp_550'])
  await mail.stop()
})

test('erasing a member shuts what was written to them at once, and takes it away', async () => {
  const shop = await makeMessageShop()
  const id = await shop.plan()
  const inbox = await shop.plan({ channels: ['inbox'] })
  await shop.driveDue()
  assert.ok((await shop.inShop((work) => showMessage(work, id, ''))).words)
  await shop.inShop((work) => requestErasure(work, { id: newId(), memberId: shop.memberId, givesUpValue: true }))
  shop.clock.moveTo(new Date(shop.clock.now().getTime() + 8 * 86_400_000))
  await shop.inShop((work) => erasureSweep.run(work))
  assert.equal((await shop.inShop((work) => showMessage(work, id, ''))).words, null, 'before the deletion is heard of')
  await shop.deliver()
  const row = await shop.read(id)
  assert.deepEqual([row.body, row.address, row.state], [null, null, 'accepted'])
  assert.equal((await shop.read(inbox)).body, null)
})

test('a birthday is greeted once a year, as care and not as an offer', async () => {
  const shop = await makeMessageShop(null)
  const birthday = { calendar: 'solar', year: 1990, month: 3, date: 1, isLeapMonth: false } as const
  const { id } = await shop.inShop((work) => makeMember(work, { birthday }))
  await shop.inShop(async (work) => void (await greetBirthdays(work)))
  await shop.inShop(async (work) => void (await greetBirthdays(work)))
  const planned = await shop.inShop((work) => listMessages(work, filterOf(id), { before: null, limit: 10 }))
  assert.deepEqual(planned.map(({ topic, channel }) => `${topic} ${channel}`).sort(), ['care inbox', 'care sms'])
})

test('a wish told again plans nothing new', async () => {
  const shop = await makeMessageShop(null)
  const wish = { ...offer('the-same'), memberId: shop.memberId, about: {} }
  assert.equal((await shop.inShop((work) => planMessages(work, [wish, wish]))).length, 1)
  assert.equal((await shop.inShop((work) => planMessages(work, [wish]))).length, 0)
})
