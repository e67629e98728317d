import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { makeMessageShop, type MessageShop } from '#testing/make-message-shop.ts'
import { startMailServer } from '#testing/smtp-simulator.ts'
import { changePreferences, readPreferences } from './change-preferences.ts'
import { addressToProve, countEmailCode, proveEmail, sendEmailCode } from './prove-email.ts'
import { saveChannel } from './save-channel.ts'
import { testDatabase } from '#testing/work.ts'

const stops: (() => Promise<void>)[] = []
after(() => Promise.all(stops.map((stop) => stop())))

/** A shop that can send e-mail, and its member with an address that nobody proved. */
async function mailShop() {
  const [shop, mail] = [await makeMessageShop(), await startMailServer()]
  stops.push(mail.stop)
  await shop.inShop(async (work) => {
    const fields = { from: '晴天美容 <shop@example.com>', user: mail.account.user, password: mail.account.password }
    const account = { id: newId(), provider: 'smtp', name: '邮件', baseUrl: mail.url, fields } as const
    await saveChannel(work, { ...account, partPriceMills: 0, perSecond: 10, dayMost: null }, 'open')
    await changePreferences(work, shop.memberId, { email: 'Li@example.com' }, 'portal')
  })
  return { ...shop, mail }
}

const offer = (ref: string) =>
  ({ kind: 'win_back', ref, data: { offer: '免费护理', day: '2026-03-31' }, channels: ['email'] }) as const

/** Asks for a code and reads it in the mailbox. */
async function codeFor(shop: Awaited<ReturnType<typeof mailShop>>): Promise<string> {
  const { emailCodeId } = await shop.inShop((work) => sendEmailCode(work, shop.memberId))
  shop.runner.take(shop.merchantId, emailCodeId)
  await shop.runner.idle()
  const text = shop.mail.letters.at(-1)!
  return /\b(\d{6})\b/.exec(text.text)![1]!
}

const prove = (shop: MessageShop, code: string) =>
  shop.inShop((work) => proveEmail(work, { memberId: shop.memberId, code }))
const isProved = (shop: MessageShop) =>
  shop.inShop(async (work) => (await readPreferences(work, shop.memberId, work.actor)).emailProvedAt !== null)

test('nothing is advertised to an address before whoever reads it has sent its code back', async () => {
  const shop = await mailShop()
  const before = await shop.plan(offer('before'))
  await shop.driveDue()
  assert.deepEqual([await shop.stateOf(before), (await shop.read(before)).reason], ['refused', 'email_unproved'])
  assert.deepEqual(await prove(shop, await codeFor(shop)), { memberId: shop.memberId })
  assert.equal(await isProved(shop), true)
  const after = await shop.plan(offer('after'))
  await shop.driveDue()
  assert.equal(await shop.stateOf(after), 'accepted')
})

test('a code is used once, ends after a quarter of an hour, and after five wrong tries', async () => {
  const shop = await mailShop()
  const first = await codeFor(shop)
  shop.clock.moveTo(new Date(shop.clock.now().getTime() + 16 * 60_000))
  assert.equal(((await prove(shop, first)) as { code: string }).code, 'email_code_expired')
  const second = await codeFor(shop)
  const wrong = String((Number(second) + 1) % 1_000_000).padStart(6, '0')
  const outcomes = []
  for (let count = 0; count < 5; count++) {
    const outcome = await prove(shop, wrong)
    outcomes.push(isRefusal(outcome) ? `${outcome.code} ${String(outcome.details['left'] ?? '')}`.trim() : 'proved')
  }
  assert.deepEqual(outcomes, [
    ...['email_code_wrong 4', 'email_code_wrong 3', 'email_code_wrong 2', 'email_code_wrong 1'],
    'email_code_locked_out',
  ])
  assert.equal(((await prove(shop, second)) as { code: string }).code, 'email_code_locked_out')
  const third = await codeFor(shop)
  assert.deepEqual(await prove(shop, third), { memberId: shop.memberId })
  assert.equal(((await prove(shop, third)) as { code: string }).code, 'email_code_expired')
})

test('a code of an address that was changed meanwhile proves nothing; another address is proved anew, the same one not', async () => {
  const shop = await mailShop()
  const change = (email: string) => shop.inShop((work) => changePreferences(work, shop.memberId, { email }, 'portal'))
  const code = await codeFor(shop)
  await change('other@example.com')
  assert.equal(((await prove(shop, code)) as { code: string }).code, 'email_code_expired')
  await prove(shop, await codeFor(shop))
  await change('OTHER@example.com ')
  assert.equal(await isProved(shop), true)
  await change('third@example.com')
  assert.equal(await isProved(shop), false)
})

test('codes are sent to an address a minute apart, and none to one that is proved or missing', async () => {
  const shop = await mailShop()
  const address = await shop.inShop((work) => addressToProve(work, shop.memberId))
  const at = shop.clock.now()
  await countEmailCode(testDatabase(), address, at)
  await assert.rejects(countEmailCode(testDatabase(), address, at), { code: 'too_many_requests' })
  await countEmailCode(testDatabase(), address, new Date(at.getTime() + 61_000))
  await prove(shop, await codeFor(shop))
  await assert.rejects(
    shop.inShop((work) => sendEmailCode(work, shop.memberId)),
    { code: 'email_proved' },
  )
  await shop.inShop((work) => changePreferences(work, shop.memberId, { email: null }, 'portal'))
  await assert.rejects(
    shop.inShop((work) => addressToProve(work, shop.memberId)),
    { code: 'email_missing' },
  )
})
