import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { movableClock } from '#platform/clock.ts'
import { testApp } from '#testing/app.ts'
import { caller, makeCommittedShop, makeUser, signIn, testPassword } from '#testing/make-merchant.ts'
import { committed, testAt } from '#testing/work.ts'

const clock = movableClock(testAt)
const app = await testApp(clock)
const human = caller(app, { 'x-requested-with': 'regulars' })

async function person() {
  const { merchantId } = await makeCommittedShop()
  const user = await committed(merchantId, (work) => makeUser(work, { role: 'manager' }))
  return { merchantId, ...user, session: await signIn(app, { merchantId, ...user }) }
}

const codeOf = (secret: string, at = clock.now()) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at.getTime() })

test('with the second step on, the password alone opens nothing, and a code counts once', async () => {
  const { session, loginName, merchantId, userId } = await person()
  const other = await signIn(app, { merchantId, userId })
  const started = await session.call({ method: 'POST', url: '/me/totp', payload: { currentPassword: testPassword } })
  assert.equal(started.status, 201)
  assert.match(started.body.qr, /^data:image\/svg\+xml;base64,/)
  const { secret } = started.body
  const wrong = await session.call({ method: 'POST', url: '/me/totp/confirmation', payload: { code: '000000' } })
  assert.equal(wrong.body.code, 'totp_wrong')
  const on = await session.call({ method: 'POST', url: '/me/totp/confirmation', payload: { code: codeOf(secret) } })
  assert.equal(on.body.recoveryCodes.length, 10)
  assert.equal((await other.call({ url: '/session' })).status, 401, 'started without the second step')

  const sign = (totpCode?: string) =>
    human.call({
      method: 'POST',
      url: '/session',
      payload: { loginName, password: testPassword, ...(totpCode ? { totpCode } : {}) },
    })
  assert.equal((await sign()).body.code, 'totp_needed')
  assert.equal((await sign(codeOf(secret))).body.code, 'totp_wrong', 'used when it was turned on')
  clock.moveTo(new Date(testAt.getTime() + 60_000))
  const both = await Promise.all([sign(codeOf(secret)), sign(codeOf(secret))])
  assert.deepEqual(both.map(({ status }) => status).sort(), [201, 401], 'one code at two places opens one')
  const [recovery] = on.body.recoveryCodes
  assert.equal((await sign(recovery)).status, 201)
  assert.equal((await sign(recovery)).body.code, 'totp_wrong')
  clock.moveTo(testAt)
})

test('turning the second step off takes the password', async () => {
  const { session } = await person()
  const { body } = await session.call({ method: 'POST', url: '/me/totp', payload: { currentPassword: testPassword } })
  await session.call({ method: 'POST', url: '/me/totp/confirmation', payload: { code: codeOf(body.secret) } })
  const off = (currentPassword: string) =>
    session.call({ method: 'POST', url: '/me/totp/removal', payload: { currentPassword } })
  assert.equal((await off('guess')).body.code, 'password_wrong')
  assert.equal((await off(testPassword)).status, 204)
  assert.equal((await session.call({ url: '/me/security' })).body.hasTotp, false)
})

test('a new password ends every other session, and must be a good one', async () => {
  const { session, merchantId, userId } = await person()
  const other = await signIn(app, { merchantId, userId })
  const change = (currentPassword: string, newPassword: string) =>
    session.call({ method: 'PUT', url: '/me/password', payload: { currentPassword, newPassword } })
  assert.equal((await change('guess', 'a quiet lake at dawn')).body.code, 'password_wrong')
  assert.equal((await change(testPassword, 'password123')).body.code, 'password_common')
  assert.equal((await change(testPassword, '晴天美容2026')).body.code, 'password_holds_name')
  assert.equal((await other.call({ url: '/session' })).status, 200, 'what was refused changed nothing')

  const changed = await change(testPassword, 'a quiet lake at dawn')
  assert.deepEqual([changed.status, changed.body.ended], [200, 1])
  assert.equal((await other.call({ url: '/session' })).status, 401)
  assert.equal((await session.call({ url: '/session' })).status, 200)
})

test('a person sees the own sessions and ends one of them', async () => {
  const { session, merchantId, userId } = await person()
  const phone = await signIn(app, { merchantId, userId })
  const { body } = await session.call({ url: '/me/sessions' })
  assert.equal(body.items.length, 2)
  const there = body.items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
  assert.equal((await session.call({ method: 'DELETE', url: `/me/sessions/${there.id}` })).status, 204)
  assert.equal((await phone.call({ url: '/session' })).status, 401)
  assert.equal(
    (await session.call({ method: 'DELETE', url: `/me/sessions/${there.id}` })).body.code,
    'session_not_found',
  )
})
