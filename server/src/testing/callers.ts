import { newId } from '#shared/ids.ts'
import { addUser } from '#modules/identity/add-user.ts'
import { makeRole } from '#modules/identity/change-role.ts'
import { createApiKey } from '#modules/identity/create-api-key.ts'
import { createMerchant } from '#modules/identity/create-merchant.ts'
import { registerDevice } from '#modules/identity/register-device.ts'
import { startSession } from '#modules/identity/start-session.ts'
import { committed, testDatabase } from './work.ts'

export type CallerHeaders = Record<string, string>

/** A merchant of its own with one caller of each kind, each as the headers it sends. */
export type Callers = {
  merchantId: string
  storeId: string
  /** May do everything. */
  owner: CallerHeaders
  /** An account whose role holds no permission. */
  powerless: CallerHeaders
  /** A till without anybody signed in. */
  device: CallerHeaders
  /** An API key without scopes. */
  integration: CallerHeaders
}

export async function makeCallers(): Promise<Callers> {
  const { keys } = testDatabase()
  const merchantId = newId()
  return committed(merchantId, async (work) => {
    const unique = merchantId.slice(-12)
    const signIn = async (userId: string): Promise<CallerHeaders> => {
      const start = { userId, deviceId: null, ip: null, userAgent: 'test', how: 'password' } as const
      const { token } = await startSession(work, keys, start)
      return { cookie: `regulars_session=${token}`, 'x-requested-with': 'regulars' }
    }
    const { storeId, userId } = await createMerchant(work, keys, {
      name: `商户 ${unique}`,
      currency: 'CNY',
      locale: 'zh-CN',
      storeName: '一店',
      timeZone: 'Asia/Shanghai',
      owner: { loginName: `owner-${unique}`, name: '老板', passwordHash: 'never checked' },
    })
    const { roleId } = await makeRole(work, { roleId: newId(), name: 'nothing', permissions: [] })
    const powerless = await addUser(work, keys, {
      userId: newId(),
      loginName: `powerless-${unique}`,
      name: '新人',
      roleIds: [roleId],
      storeIds: null,
      passwordHash: 'never checked',
      mustChangePassword: false,
    })
    const { deviceKey } = await registerDevice(work, keys, { deviceId: newId(), storeId, name: '前台' })
    const { apiKey } = await createApiKey(work, keys, {
      keyId: newId(),
      name: 'test',
      permissions: [],
      expiresAt: null,
    })
    return {
      merchantId,
      storeId,
      owner: await signIn(userId!),
      powerless: await signIn(powerless.userId),
      device: { 'x-device-key': deviceKey },
      integration: { authorization: `Bearer ${apiKey}` },
    }
  })
}
