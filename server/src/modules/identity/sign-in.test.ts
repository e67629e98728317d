import assert from 'node:assert/strict'
import { test } from 'node:test'
import { movableClock } from '#platform/clock.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { caller, makeCommittedShop, makeUser, signIn, testPassword } from '#testing/make-merchant.ts'
import { committed, testAt } from '#testing/work.ts'

const clock = movableClock(testAt)
const app = await testApp(clock)
const human = { 'x-requested-with': 'regulars' }

async function trySignIn(loginName: string, password: string, cookie = '') {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { ...human, ...(cookie ? { cookie } : {}) },
    payload: { loginName, password },
  })
  const cookies = Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]))
  return { status: answer.statusCode, body: answer.json(), cookies, answer }
}

async function newUser() {
  const shop = await makeCommittedShop()
  const user = await committed(shop.merchantId, (work) => makeUser(work, { role: 'manager' }))
  return { ...shop, ...user }
}

test('an owner signs in and sees the own shop', async () => {
  const { merchantId, storeId, ownerId } = await makeCommittedShop()
  const { status, body, answer } = await trySignIn(`owner-${merchantId}`.toUpperCase(), testPassword)
  assert.equal(status, 201)
  assert.deepEqual(body, { userId: ownerId })
  const cookie = answer.cookies.find(({ name }) => name === 'regulars_session')!
  assert.equal(cookie.httpOnly, true)
  assert.equal(cookie.sameSite, 'Strict')

  const session = await caller(app, { cookie: `regulars_session=${cookie.value}` }).call({ url: '/session' })
  assert.equal(session.body.merchant.id, merchantId)
  assert.deepEqual(
    session.body.stores.map((store: { id: string }) => store.id),
    [storeId],
  )
  assert.ok(session.body.permissions.includes('staff.manage'))
})

test('the audit log says of a sign-in who it was, and from where', async () => {
  const { merchantId, ownerId } = await makeCommittedShop()
  const { cookies } = await trySignIn(`owner-${merchantId}`, testPassword)
  const owner = caller(app, { cookie: `regulars_session=${cookies.regulars_session}` })
  const { items } = (await owner.call({ url: '/audit?action=session.start' })).body
  assert.deepEqual(
    items.map(({ actor, changes }: { actor: { id: string }; changes: { ip: unknown } }) => [actor.id, changes.ip]),
    [[ownerId, [null, '127.0.0.1']]],
  )
})

test('a wrong password and an unknown name are refused alike', async () => {
  const { loginName } = await newUser()
  const wrong = await trySignIn(loginName, 'not the password')
  const unknown = await trySignIn(`nobody-${newId()}`, 'not the password')
  assert.equal(wrong.status, 401)
  assert.deepEqual(wrong.body, unknown.body)
})

test('the eleventh try is refused, even with the right password, until a quarter of an hour is over', async () => {
  const { loginName } = await newUser()
  const tries = await Promise.all(Array.from({ length: 14 }, () => trySignIn(loginName, 'guess')))
  assert.equal(tries.filter(({ status }) => status === 401).length, 10)
  const locked = await trySignIn(loginName, testPassword)
  assert.equal(locked.status, 429)
  assert.ok(Number(locked.answer.headers['retry-after']) > 0)

  clock.moveTo(new Date(testAt.getTime() + 16 * 60_000))
  assert.equal((await trySignIn(loginName, testPassword)).status, 201)
  clock.moveTo(testAt)
})

test('guessing from elsewhere does not lock out a browser that the account knows', async () => {
  const { loginName } = await newUser()
  const first = await trySignIn(loginName, testPassword)
  for (let i = 0; i < 11; i++) await trySignIn(loginName, 'guess')
  assert.equal((await trySignIn(loginName, testPassword)).status, 429)
  const known = await trySignIn(loginName, testPassword, `regulars_browser=${first.cookies.regulars_browser}`)
  assert.equal(known.status, 201)
})

test('a session ends after half an hour without a request, and after twelve hours in any case', async () => {
  const user = await newUser()
  const idle = await signIn(app, user)
  clock.moveTo(new Date(testAt.getTime() + 29 * 60_000))
  assert.equal((await idle.call({ url: '/session' })).status, 200)
  clock.moveTo(new Date(testAt.getTime() + 58 * 60_000))
  assert.equal((await idle.call({ url: '/session' })).status, 200, 'the use before has counted')
  for (let minutes = 80; minutes <= 12 * 60; minutes += 20) {
    clock.moveTo(new Date(testAt.getTime() + minutes * 60_000))
    await idle.call({ url: '/session' })
  }
  assert.equal((await idle.call({ url: '/session' })).status, 401)
  clock.moveTo(testAt)

  const left = await signIn(app, user)
  clock.moveTo(new Date(testAt.getTime() + 31 * 60_000))
  assert.equal((await left.call({ url: '/session' })).status, 401)
  clock.moveTo(testAt)
})

test('signing out makes the token worthless at once', async () => {
  const session = await signIn(app, await newUser())
  assert.equal((await session.call({ url: '/session' })).status, 200)
  assert.equal((await session.call({ method: 'DELETE', url: '/session' })).status, 204)
  assert.equal((await session.call({ url: '/session' })).status, 401)
})

test('a disabled user is out at once', async () => {
  const { merchantId, ownerId, userId } = await newUser()
  const [owner, user] = [await signIn(app, { merchantId, userId: ownerId }), await signIn(app, { merchantId, userId })]
  assert.equal((await user.call({ url: '/session' })).status, 200)
  assert.equal((await owner.call({ method: 'POST', url: `/users/${userId}/disablement` })).status, 200)
  assert.equal((await user.call({ url: '/session' })).status, 401)
})

test('a change from another site is refused, though the cookie came along', async () => {
  const { headers } = await signIn(app, await newUser())
  const forged = caller(app, { cookie: headers.cookie! })
  assert.equal((await forged.call({ method: 'DELETE', url: '/session' })).status, 403)
  assert.equal((await forged.call({ url: '/session' })).status, 200)
  const crossSite = caller(app, { ...headers, 'sec-fetch-site': 'cross-site' })
  assert.equal((await crossSite.call({ method: 'DELETE', url: '/session' })).status, 403)
})

test('a password given by a manager lets its owner do nothing but choose another', async () => {
  const { merchantId, ownerId, userId, loginName } = await newUser()
  const owner = await signIn(app, { merchantId, userId: ownerId })
  const given = 'given by the boss 7'
  const reset = await owner.call({
    method: 'POST',
    url: `/users/${userId}/password-reset`,
    payload: { password: given },
  })
  assert.equal(reset.status, 200)
  const { cookies } = await trySignIn(loginName, given)
  const user = caller(app, { cookie: `regulars_session=${cookies.regulars_session}`, ...human })
  assert.equal((await user.call({ url: '/users' })).status, 403)
  const change = await user.call({
    method: 'PUT',
    url: '/me/password',
    payload: { currentPassword: given, newPassword: 'my very own words' },
  })
  assert.equal(change.status, 200)
  assert.equal((await user.call({ url: '/users' })).status, 200)
})
