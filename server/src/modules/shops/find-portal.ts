import type { Database } from '#platform/db.ts'
import { Refused } from '#shared/refusal.ts'

/**
 * Which merchant's portal a host shows: the merchant that has the host, else the only merchant there is. Outside any merchant:
 * this is how a stranger's request finds one. Refuses `portal_not_found`.
 */
export async function findPortal({ sql }: Database, host: string): Promise<string> {
  const merchants = sql.selectFrom('platform.merchant').select('id')
  const own = await merchants.where('host', '=', host.toLowerCase()).executeTakeFirst()
  if (own) return own.id
  const [only, ...others] = await merchants.limit(2).execute()
  if (!only || others.length > 0) throw new Refused('portal_not_found')
  return only.id
}
