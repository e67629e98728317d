import type { Work } from '#platform/work.ts'
import { refuse } from '#shared/refusal.ts'

export type ApiKeyRow = {
  id: string
  name: string
  keyStart: string
  permissions: string[]
  createdBy: string | null
  createdAt: Date
  expiresAt: Date | null
  lastUsedAt: Date | null
  revokedAt: Date | null
}

const columns = [
  'id',
  'name',
  'keyStart',
  'permissions',
  'createdBy',
  'createdAt',
  'expiresAt',
  'lastUsedAt',
  'revokedAt',
] as const

export async function readApiKey({ tx, merchantId }: Work, keyId: string): Promise<ApiKeyRow | undefined> {
  return await tx
    .selectFrom('identity.apiKey')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .where('id', '=', keyId)
    .executeTakeFirst()
}

export async function readApiKeys({ tx, merchantId }: Work): Promise<ApiKeyRow[]> {
  return await tx
    .selectFrom('identity.apiKey')
    .select(columns)
    .where('merchantId', '=', merchantId)
    .orderBy('createdAt', 'desc')
    .execute()
}

export async function touchApiKey({ tx, merchantId, at }: Work, keyId: string): Promise<void> {
  await tx
    .updateTable('identity.apiKey')
    .set({ lastUsedAt: at })
    .where('merchantId', '=', merchantId)
    .where('id', '=', keyId)
    .execute()
}

/** False when the id is taken: the same request came twice. */
export async function insertApiKey(
  { tx, merchantId, at }: Work,
  row: Pick<ApiKeyRow, 'id' | 'name' | 'keyStart' | 'permissions' | 'createdBy' | 'expiresAt'> & { keyHash: Buffer },
): Promise<boolean> {
  const added = await tx
    .insertInto('identity.apiKey')
    .values({ merchantId, ...row, createdAt: at })
    .onConflict((conflict) => conflict.columns(['merchantId', 'id']).doNothing())
    .returning('id')
    .execute()
  return added.length === 1
}

/** Marks a key revoked and returns its hash. */
export async function markApiKeyRevoked({ tx, merchantId, at }: Work, keyId: string) {
  const row = await tx
    .updateTable('identity.apiKey')
    .set({ revokedAt: at })
    .where('merchantId', '=', merchantId)
    .where('id', '=', keyId)
    .where('revokedAt', 'is', null)
    .returning('keyHash')
    .executeTakeFirst()
  return row ?? refuse('api_key_not_found')
}
