import type { Work } from '#platform/work.ts'

export async function isKnownBrowser({ tx, merchantId }: Work, userId: string, browserHash: Buffer): Promise<boolean> {
  const row = await tx
    .selectFrom('identity.knownBrowser')
    .select('userId')
    .where('merchantId', '=', merchantId)
    .where('userId', '=', userId)
    .where('browserHash', '=', browserHash)
    .executeTakeFirst()
  return row !== undefined
}

export async function rememberBrowser(
  { tx, merchantId, at }: Work,
  userId: string,
  browserHash: Buffer,
): Promise<void> {
  await tx
    .insertInto('identity.knownBrowser')
    .values({ merchantId, userId, browserHash, lastUsedAt: at })
    .onConflict((conflict) => conflict.columns(['merchantId', 'userId', 'browserHash']).doUpdateSet({ lastUsedAt: at }))
    .execute()
}
