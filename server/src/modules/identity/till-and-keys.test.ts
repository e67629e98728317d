import assert from 'node:assert/strict'
import { test } from 'node:test'
import { movableClock } from '#platform/clock.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { caller, makeCommittedShop, makeDevice, makeUser, signIn, testPassword } from '#testing/make-merchant.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { Passwords } from './passwords.ts'
import { setOwnPin } from './set-password.ts'
import { consumeApproval } from './use-approval.ts'

const clock = movableClock(testAt)
const app = await testApp(clock)
const pinHash = await new Passwords(testDatabase().keys('identity.passwords', null)).hash('482913')
const human = { 'x-requested-with': 'regulars' }

/** A shop with a bound till, a cashier at it and a manager; both have the PIN 482913. */
async function till() {
  const shop = await makeCommittedShop()
  const { merchantId, storeId } = shop
  const made = await committed(merchantId, async (work) => {
    const device = await makeDevice(work, storeId)
    const cashier = await makeUser(work, { role: 'cashier', storeIds: [storeId] })
    const manager = await makeUser(work, { role: 'manager' })
    for (const { userId } of [cashier, manager]) await setOwnPin(work, { userId, pinHash })
    return { device, cashier, manager }
  })
  const atTill = caller(app, { ...human, 'x-device-key': made.device.deviceKey })
  return { ...shop, ...made, atTill }
}

test('at a bound till a cashier signs in by PIN, and the session belongs to the till', async () => {
  const { atTill, cashier, device, storeId } = await till()
  const state = await atTill.call({ url: '/till' })
  assert.equal(state.body.device.number, 1)
  assert.ok(state.body.users.some(({ id }: { id: string }) => id === cashier.userId))

  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session/pin',
    headers: atTill.headers,
    payload: { userId: cashier.userId, pin: '482913' },
  })
  assert.equal(answer.statusCode, 201)
  const cookie = answer.cookies.find(({ name }) => name === 'regulars_session')!
  const session = await caller(app, { cookie: `regulars_session=${cookie.value}` }).call({ url: '/session' })
  assert.deepEqual([session.body.device.id, session.body.device.storeId], [device.deviceId, storeId])
})

test('without a bound till a PIN opens nothing', async () => {
  const { cashier } = await till()
  const elsewhere = caller(app, human)
  const payload = { userId: cashier.userId, pin: '482913' }
  const answer = await elsewhere.call({ method: 'POST', url: '/session/pin', payload })
  assert.equal(answer.body.code, 'device_needed')
})

test('of forty guesses at the same moment five are looked at; then only the password helps', async () => {
  const { atTill, cashier } = await till()
  const guess = (pin: string) =>
    atTill.call({ method: 'POST', url: '/session/pin', payload: { userId: cashier.userId, pin } })
  const outcomes = await Promise.all(Array.from({ length: 40 }, (_, i) => guess(String(700_100 + i))))
  const wrong = outcomes.filter(({ body }) => body.code === 'pin_wrong')
  const locked = outcomes.filter(({ body }) => body.code === 'pin_locked_out')
  assert.deepEqual([wrong.length, locked.length], [4, 36], 'the fifth wrong try locks')
  assert.equal((await guess('482913')).body.code, 'pin_locked_out')

  const payload = { loginName: cashier.loginName, password: testPassword }
  assert.equal((await caller(app, human).call({ method: 'POST', url: '/session', payload })).status, 201)
  assert.equal((await guess('482913')).status, 201)
})

test('a revoked till is out at once, with everybody at it', async () => {
  const { atTill, cashier, device, merchantId, ownerId } = await till()
  const session = await signIn(app, { merchantId, userId: cashier.userId, deviceId: device.deviceId })
  const owner = await signIn(app, { merchantId, userId: ownerId })
  assert.equal((await session.call({ url: '/session' })).status, 200)
  assert.equal((await owner.call({ method: 'POST', url: `/devices/${device.deviceId}/revocation` })).status, 200)
  assert.equal((await session.call({ url: '/session' })).status, 401)
  assert.equal((await atTill.call({ url: '/till' })).body.code, 'device_needed')
})

test('a till bound again is a new device with a new number', async () => {
  const { merchantId, ownerId, storeId } = await till()
  const owner = await signIn(app, { merchantId, userId: ownerId })
  const payload = { deviceId: newId(), storeId, name: '前台' }
  const bound = await owner.call({ method: 'POST', url: '/devices', payload })
  assert.deepEqual([bound.status, bound.body.number], [201, 2])
  assert.equal((await owner.call({ method: 'POST', url: '/devices', payload })).body.code, 'device_exists')
  // Whoever binds it stands at it.
  assert.equal((await owner.call({ url: '/session' })).body.device.number, 2)
})

async function approvedDiscount() {
  const shop = await till()
  const { merchantId, cashier, manager, device, storeId } = shop
  const atTill = await signIn(app, { merchantId, userId: cashier.userId, deviceId: device.deviceId })
  const saleId = newId()
  const request = {
    approvalId: newId(),
    permission: 'sale.discount',
    subject: { kind: 'sale', id: saleId },
    amountCents: 2_000,
    reason: '老顾客投诉补偿',
    storeId,
    manager: { userId: manager.userId, pin: '482913' },
  }
  const ask = (changes: object = {}) =>
    atTill.call({ method: 'POST', url: '/approvals', payload: { ...request, ...changes } })
  const need = {
    approvalId: request.approvalId,
    permission: 'sale.discount',
    subject: request.subject,
    amountCents: 2_000,
  }
  const use = (changes: object = {}, at = testAt) =>
    committed(merchantId, (work) => consumeApproval(work, { ...need, ...changes }), { actor: cashier.actor, at })
  return { ...shop, ask, use }
}

test('a manager’s approval holds once, for this very step and no more than its amount', async () => {
  const { ask, use, manager } = await approvedDiscount()
  assert.equal((await ask()).status, 201)
  await assert.rejects(use({ permission: 'sale.refund' }), { code: 'approval_mismatch' })
  await assert.rejects(use({ subject: { kind: 'sale', id: newId() } }), { code: 'approval_mismatch' })
  await assert.rejects(use({ amountCents: 2_001 }), { code: 'approval_mismatch' })
  assert.deepEqual(await use({ amountCents: 1_500 }), { approvedBy: manager.userId, reason: '老顾客投诉补偿' })
  await assert.rejects(use(), { code: 'approval_used' })
  await assert.rejects(use({ approvalId: newId() }), { code: 'approval_not_found' })
})

test('an approval is over after five minutes', async () => {
  const { ask, use } = await approvedDiscount()
  await ask()
  await assert.rejects(use({}, new Date(testAt.getTime() + 300_000)), { code: 'approval_expired' })
})

test('of two who use one approval at once, one does', async () => {
  const { ask, use } = await approvedDiscount()
  await ask()
  const outcomes = await Promise.allSettled([use(), use()])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('who may not do it may not approve it, and a wrong password approves nothing', async () => {
  const { ask, cashier, manager } = await approvedDiscount()
  const byCashier = await ask({ approvalId: newId(), manager: { userId: cashier.userId, pin: '482913' } })
  assert.equal(byCashier.body.code, 'approver_not_allowed')
  const wrong = await ask({ approvalId: newId(), manager: { loginName: manager.loginName, password: 'guess' } })
  assert.equal(wrong.body.code, 'approver_unproved')
  const right = await ask({ approvalId: newId(), manager: { loginName: manager.loginName, password: testPassword } })
  assert.equal(right.status, 201)
})

test('an API key does what its scopes say, until it is revoked or runs out', async () => {
  const { merchantId, ownerId } = await till()
  const owner = await signIn(app, { merchantId, userId: ownerId })
  const expiresAt = new Date(testAt.getTime() + 86_400_000).toISOString()
  const payload = { keyId: newId(), name: '进销存', permissions: ['staff.read'], expiresAt }
  const made = await owner.call({ method: 'POST', url: '/api-keys', payload })
  assert.equal(made.status, 201)
  const listed = await owner.call({ url: '/api-keys' })
  assert.ok(!JSON.stringify(listed.body).includes(made.body.apiKey), 'shown once')

  const program = caller(app, { authorization: `Bearer ${made.body.apiKey}` })
  assert.equal((await program.call({ url: '/users' })).status, 200)
  assert.equal((await program.call({ url: '/audit' })).status, 403)
  clock.moveTo(new Date(testAt.getTime() + 2 * 86_400_000))
  assert.equal((await program.call({ url: '/users' })).status, 401)
  clock.moveTo(testAt)
  assert.equal((await owner.call({ method: 'POST', url: `/api-keys/${payload.keyId}/revocation` })).status, 200)
  assert.equal((await program.call({ url: '/users' })).status, 401)
})

test('nobody gives a key more than they may do', async () => {
  const { merchantId } = await till()
  const user = await committed(merchantId, (work) => makeUser(work, { permissions: ['api_keys.manage'] }))
  const staff = await signIn(app, { merchantId, userId: user.userId })
  const payload = { keyId: newId(), name: 'x', permissions: ['sale.refund'], expiresAt: null }
  assert.equal((await staff.call({ method: 'POST', url: '/api-keys', payload })).body.code, 'grant_exceeds_own')
})
