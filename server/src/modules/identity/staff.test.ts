import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeCommittedShop, makeShop, makeStore, makeUser, signIn } from '#testing/make-merchant.ts'
import { committed, inWork, testDatabase } from '#testing/work.ts'
import { addUser } from './add-user.ts'
import { builtInRoleId, changeRole, makeRole, removeRole } from './change-role.ts'
import { changeUser, disableUser } from './change-user.ts'
import { readRights } from './user-queries.ts'

const app = await testApp()
const keys = testDatabase().keys
const passwordHash = '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$aGFzaA'

test(
  'a manager cannot make an account that may do more than the manager',
  inWork(async (work) => {
    await makeShop(work)
    const manager = await makeUser(work, { permissions: ['staff.manage', 'staff.read', 'sale.sell'] })
    const asManager = work.as(manager.actor, work.at)
    const account = {
      userId: newId(),
      loginName: `new-${newId()}`,
      name: '小陈',
      storeIds: null,
      passwordHash,
      mustChangePassword: true,
    }

    const owner = { ...account, roleIds: [await builtInRoleId(work, 'owner')] }
    await assert.rejects(addUser(asManager, keys, owner), { code: 'owner_only' })
    const accountant = { ...account, roleIds: [await builtInRoleId(work, 'accountant')] }
    await assert.rejects(addUser(asManager, keys, accountant), { code: 'grant_exceeds_own' })

    const own = await makeRole(asManager, { roleId: newId(), name: '卖货', permissions: ['sale.sell'] })
    assert.ok(await addUser(asManager, keys, { ...account, roleIds: [own.roleId] }))
  }),
)

test(
  'a manager cannot widen a role, but may leave in it what it had',
  inWork(async (work) => {
    await makeShop(work)
    const manager = await makeUser(work, { permissions: ['staff.manage'] })
    const asManager = work.as(manager.actor, work.at)
    const { roleId } = await makeRole(work, { roleId: newId(), name: '前台', permissions: ['sale.sell'] })
    const widen = changeRole(asManager, { roleId, permissions: ['sale.sell', 'sale.refund'] })
    await assert.rejects(widen, { code: 'grant_exceeds_own', details: { missing: 'sale.refund' } })
    await changeRole(asManager, { roleId, name: '接待', permissions: ['sale.sell'] })
  }),
)

test(
  'a login name belongs to one account of the whole installation',
  inWork(async (work) => {
    await makeShop(work)
    const { loginName } = await makeUser(work, { role: 'cashier' })
    const twin = {
      userId: newId(),
      loginName: loginName.toUpperCase(),
      name: '小陈',
      roleIds: [await builtInRoleId(work, 'cashier')],
    }
    const attempt = addUser(work, keys, { ...twin, storeIds: null, passwordHash, mustChangePassword: true })
    await assert.rejects(attempt, { code: 'login_name_taken' })
  }),
)

test(
  'the last owner can neither be disabled nor lose the role',
  inWork(async (work) => {
    const { ownerId } = await makeShop(work)
    await assert.rejects(disableUser(work, { userId: ownerId }), { code: 'last_owner' })
    const roleIds = [await builtInRoleId(work, 'cashier')]
    await assert.rejects(changeUser(work, { userId: ownerId, roleIds }), { code: 'last_owner' })

    const second = await makeUser(work, { role: 'owner' })
    await disableUser(work, { userId: ownerId })
    await assert.rejects(disableUser(work, { userId: second.userId }), { code: 'last_owner' })
  }),
)

test(
  'a manager leaves the owner’s account alone',
  inWork(async (work) => {
    const { ownerId } = await makeShop(work)
    await makeUser(work, { role: 'owner' })
    const manager = await makeUser(work, { permissions: ['staff.manage'] })
    await assert.rejects(disableUser(work.as(manager.actor, work.at), { userId: ownerId }), { code: 'owner_only' })
  }),
)

test('two owners who take each other away at once leave one', async () => {
  const { merchantId, ownerId } = await makeCommittedShop()
  const other = await committed(merchantId, (work) => makeUser(work, { role: 'owner' }))
  const outcomes = await Promise.allSettled(
    [ownerId, other.userId].map((userId) => committed(merchantId, (work) => disableUser(work, { userId }))),
  )
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test(
  'what a merchant starts with stays; a role in use is not removed',
  inWork(async (work) => {
    await makeShop(work)
    await assert.rejects(removeRole(work, { roleId: await builtInRoleId(work, 'marketer') }), { code: 'role_fixed' })
    const owner = { roleId: await builtInRoleId(work, 'owner'), permissions: [] }
    await assert.rejects(changeRole(work, owner), { code: 'role_fixed' })
    const { roleId } = await makeRole(work, { roleId: newId(), name: '店助', permissions: [] })
    const user = await makeUser(work, { role: 'cashier' })
    await changeUser(work, { userId: user.userId, roleIds: [roleId] })
    await assert.rejects(removeRole(work, { roleId }), { code: 'role_in_use', details: { users: 1 } })
    await assert.rejects(makeRole(work, { roleId: newId(), name: '店助', permissions: [] }), {
      code: 'role_name_taken',
    })
    await assert.rejects(makeRole(work, { roleId: newId(), name: 'x', permissions: ['no.such'] }), {
      code: 'invalid_permission',
    })
  }),
)

test('what a role gains or loses counts from the next request on', async () => {
  const { merchantId, ownerId } = await makeCommittedShop()
  const user = await committed(merchantId, (work) => makeUser(work, { permissions: ['staff.read'] }))
  const [owner, staff] = [
    await signIn(app, { merchantId, userId: ownerId }),
    await signIn(app, { merchantId, userId: user.userId }),
  ]
  assert.equal((await staff.call({ url: '/users' })).status, 200)
  const { body } = await owner.call({ url: '/roles' })
  const role = body.items.find((each: { name: string }) => each.name === `role ${user.userId}`)
  const change = await owner.call({
    method: 'PATCH',
    url: `/roles/${role.id}`,
    payload: { permissions: ['sale.sell'] },
  })
  assert.equal(change.status, 200)
  assert.equal((await staff.call({ url: '/users' })).status, 403)
  const rights = await committed(merchantId, (work) => readRights(work, user.userId))
  assert.deepEqual(rights, { isOwner: false, permissions: ['sale.sell'] })
})

test('people of one store neither see nor change another', async () => {
  const { merchantId, storeId } = await makeCommittedShop()
  const { other, user } = await committed(merchantId, async (work) => ({
    other: (await makeStore(work)).storeId,
    user: await makeUser(work, { permissions: ['settings.edit', 'devices.manage'], storeIds: [storeId] }),
  }))
  const staff = await signIn(app, { merchantId, userId: user.userId })
  const { body } = await staff.call({ url: '/stores' })
  assert.deepEqual(
    body.items.map((store: { id: string }) => store.id),
    [storeId],
  )
  const change = await staff.call({ method: 'PATCH', url: `/stores/${other}`, payload: { version: 1, name: '夺店' } })
  assert.deepEqual([change.status, change.body.code], [403, 'store_not_allowed'])
  const device = { deviceId: newId(), storeId: other, name: '前台' }
  const bind = await staff.call({ method: 'POST', url: '/devices', payload: device })
  assert.deepEqual([bind.status, bind.body.code], [403, 'store_not_allowed'])
})

test('another merchant’s people, roles and stores do not exist', async () => {
  const [mine, theirs] = [await makeCommittedShop(), await makeCommittedShop()]
  const owner = await signIn(app, { merchantId: mine.merchantId, userId: mine.ownerId })
  for (const [method, url, code] of [
    ['GET', `/users/${theirs.ownerId}`, 'user_not_found'],
    ['POST', `/users/${theirs.ownerId}/disablement`, 'user_not_found'],
    ['POST', `/stores/${theirs.storeId}/closure`, 'store_not_found'],
  ] as const) {
    const answer = await owner.call({ method, url })
    assert.deepEqual([answer.status, answer.body.code], [404, code])
  }
})
