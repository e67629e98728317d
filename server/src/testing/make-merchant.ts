import type { App } from '#platform/http.ts'
import type { Actor } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { newId } from '#shared/ids.ts'
import { addUser } from '#modules/identity/add-user.ts'
import { builtInRoleId, makeRole } from '#modules/identity/change-role.ts'
import { createMerchant } from '#modules/identity/create-merchant.ts'
import { allPermissions, type Permission, type RoleCode } from '#modules/identity/permission-rules.ts'
import { Passwords } from '#modules/identity/passwords.ts'
import { registerDevice } from '#modules/identity/register-device.ts'
import { startSession } from '#modules/identity/start-session.ts'
import { openStore } from '#modules/shops/open-store.ts'
import { committed, testAt, testDatabase } from './work.ts'

export const testPassword = 'correct horse battery'
let testHash: Promise<string> | null = null

/** The hash of `testPassword`, made once per process: hashing is slow on purpose. */
function testPasswordHash(): Promise<string> {
  testHash ??= new Passwords(testDatabase().keys('identity.passwords', null)).hash(testPassword)
  return testHash
}

export type MadeShop = {
  merchantId: string
  storeId: string
  ownerId: string
  ownerActor: Extract<Actor, { kind: 'staff' }>
}

/** A merchant with its roles, one store (Shanghai, midnight) and an owner, in the work's own merchant. */
export async function makeShop(
  work: Work,
  { currency = 'CNY', timeZone = 'Asia/Shanghai' }: { currency?: string; timeZone?: string } = {},
): Promise<MadeShop> {
  const { storeId, userId } = await createMerchant(work, testDatabase().keys, {
    name: '晴天美容',
    currency,
    locale: 'zh-CN',
    storeName: '人民路店',
    timeZone,
    owner: { loginName: `owner-${work.merchantId}`, name: '王老板', passwordHash: await testPasswordHash() },
  })
  assert(userId, 'an owner was asked for')
  const ownerActor = { ...asActor(userId, allPermissions, null), kind: 'staff' as const }
  return { merchantId: work.merchantId, storeId, ownerId: userId, ownerActor }
}

function asActor(userId: string, permissions: readonly string[], storeIds: readonly string[] | null) {
  return {
    kind: 'staff' as const,
    userId,
    sessionId: newId(),
    permissions: new Set(permissions),
    storeIds,
    deviceId: null,
    ip: null,
  }
}

/** One more store. */
export async function makeStore(
  work: Work,
  settings: Partial<Parameters<typeof openStore>[1]> = {},
): Promise<{ storeId: string }> {
  const storeId = newId()
  return openStore(work, { storeId, name: `门店 ${storeId.slice(-6)}`, ...settings })
}

export type MadeUser = { userId: string; loginName: string; actor: Extract<Actor, { kind: 'staff' }> }

/** An account with a role of the merchant's, or with just these permissions. Signs in with `testPassword`. */
export async function makeUser(
  work: Work,
  {
    role,
    permissions = [],
    storeIds = null,
  }: { role?: RoleCode; permissions?: readonly Permission[]; storeIds?: readonly string[] | null } = {},
): Promise<MadeUser> {
  const userId = newId()
  const roleId = role
    ? await builtInRoleId(work, role)
    : (await makeRole(work, { roleId: newId(), name: `role ${userId}`, permissions })).roleId
  const loginName = `user-${userId}`
  const passwordHash = await testPasswordHash()
  const input = {
    userId,
    loginName,
    name: '小李',
    roleIds: [roleId],
    storeIds,
    passwordHash,
    mustChangePassword: false,
  }
  await addUser(work, testDatabase().keys, input)
  return { userId, loginName, actor: asActor(userId, permissions, storeIds) }
}

/** A bound till. */
export async function makeDevice(work: Work, storeId: string) {
  return registerDevice(work, testDatabase().keys, { deviceId: newId(), storeId, name: '前台' })
}

/** A committed shop, for tests over HTTP or over several connections. */
export function makeCommittedShop(): Promise<MadeShop> {
  return committed(newId(), (work) => makeShop(work))
}

export type Call = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  payload?: object
  /** The command's key; a new one when absent. */
  key?: string
  headers?: Record<string, string>
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of every shape
type Answer = { status: number; body: any }

export type SignedIn = { headers: Record<string, string>; call(call: Call): Promise<Answer> }

/** Somebody at the API: a session without the slow way over the password. `call` adds cookie, CSRF header and key. */
export async function signIn(
  app: App,
  who: { merchantId: string; userId: string; deviceId?: string },
  at: Date = testAt,
): Promise<SignedIn> {
  const { merchantId, userId, deviceId = null } = who
  const start = { userId, deviceId, ip: '127.0.0.1', userAgent: 'test', how: 'password' } as const
  const { token } = await committed(merchantId, (work) => startSession(work, testDatabase().keys, start), { at })
  return caller(app, { cookie: `regulars_session=${token}`, 'x-requested-with': 'regulars' })
}

/** Anybody at the API, known by these headers. */
export function caller(app: App, known: Record<string, string> = {}): SignedIn {
  return {
    headers: known,
    async call({ method = 'GET', url, payload, key, headers = {} }) {
      const all = { ...known, ...(method === 'GET' ? {} : { 'idempotency-key': key ?? newId() }), ...headers }
      const answer = await app.inject({ method, url: `/api/v1${url}`, headers: all, ...(payload ? { payload } : {}) })
      return { status: answer.statusCode, body: answer.body ? answer.json() : null }
    },
  }
}
