import { sql } from 'kysely'
import type { Actor } from '#platform/actor.ts'
import { takeTries } from '#platform/rate-limit.ts'
import { type KeyRing, keyedHash, sameBytes } from '#platform/secrets.ts'
import { inTransaction } from '#platform/transaction.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { createMerchant } from './create-merchant.ts'
import { hasMerchant } from './credential-queries.ts'
import type { Identity } from './identity.ts'
import { hashPermittedPassword } from './permitted-password.ts'
import { startSession } from './start-session.ts'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const setupActor: Actor = { kind: 'system', name: 'setup' }

/**
 * The code that `npm start` prints while the system is empty, `XXXX-XXXX`: whoever reads the server's terminal may set it up,
 * not whoever finds its address first. Drawn from the secret key, so every process of an installation knows the same.
 */
export function setupCode(keys: KeyRing): string {
  const text = [...keyedHash(keys('identity.setup_code', null), 'first run').subarray(0, 8)]
    .map((byte) => alphabet[byte % 32])
    .join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}

/** Whether the system is still empty. */
export async function needsSetup({ database }: Pick<Identity, 'database'>): Promise<boolean> {
  return !(await hasMerchant(database.sql))
}

export type Setup = {
  setupCode: string
  merchantName: string
  currency: string
  locale: 'zh-CN' | 'en'
  storeName: string
  timeZone: string
  ownerName: string
  loginName: string
  password: string
  ip: string
  userAgent: string
}

/**
 * The first run: makes the merchant, its first store and its owner, and signs the owner in.
 *
 * Two at once are taken in turn; the second finds the system set up and is refused.
 */
export async function setUp(identity: Identity, input: Setup, at: Date) {
  const { database, keys, passwords } = identity
  if (!(await needsSetup(identity))) throw new Refused('setup_done')
  accept(await takeTries(database, 'setup', input.ip, { limit: 10, seconds: 900, at }))
  if (!isSameCode(input.setupCode, setupCode(keys))) throw new Refused('setup_code_wrong')
  const { loginName, ownerName, password, merchantName } = input
  const passwordHash = await hashPermittedPassword(passwords, password, [loginName, ownerName, merchantName])

  const merchantId = newId(at.getTime())
  return inTransaction(database, { merchantId, actor: setupActor, at }, async (work) => {
    await sql`select pg_advisory_xact_lock(hashtext('regulars.setup'))`.execute(work.tx)
    if (await hasMerchant(work.tx)) throw new Refused('setup_done')
    const { storeId, userId } = await createMerchant(work, keys, {
      name: merchantName,
      currency: input.currency,
      locale: input.locale,
      storeName: input.storeName,
      timeZone: input.timeZone,
      owner: { loginName, name: ownerName, passwordHash },
    })
    const { ip, userAgent } = input
    const { token } = await startSession(work, keys, { userId: userId!, deviceId: null, ip, userAgent, how: 'setup' })
    return { merchantId, storeId, userId: userId!, token }
  })
}

function isSameCode(typed: string, code: string): boolean {
  const plain = (text: string) =>
    text
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^0-9A-Z]/g, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1')
  return sameBytes(Buffer.from(plain(typed)), Buffer.from(plain(code)))
}
