import { newId } from '#shared/ids.ts'
import type { Work } from '#platform/work.ts'

/** Marks a recovery code used. False when there is no such unused code. */
export async function consumeRecoveryCode(
  { tx, merchantId, at }: Work,
  userId: string,
  codeHash: Buffer,
): Promise<boolean> {
  const used = await tx
    .updateTable('identity.recoveryCode')
    .set({ usedAt: at })
    .where('merchantId', '=', merchantId)
    .where('userId', '=', userId)
    .where('codeHash', '=', codeHash)
    .where('usedAt', 'is', null)
    .returning('id')
    .execute()
  return used.length === 1
}

export async function replaceRecoveryCodes(
  { tx, merchantId }: Work,
  userId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx
    .deleteFrom('identity.recoveryCode')
    .where('merchantId', '=', merchantId)
    .where('userId', '=', userId)
    .execute()
  if (hashes.length === 0) return
  await tx
    .insertInto('identity.recoveryCode')
    .values(hashes.map((codeHash) => ({ merchantId, id: newId(), userId, codeHash })))
    .execute()
}

export async function countRecoveryCodes({ tx, merchantId }: Work, userId: string): Promise<number> {
  const rows = await tx
    .selectFrom('identity.recoveryCode')
    .select('id')
    .where('merchantId', '=', merchantId)
    .where('userId', '=', userId)
    .where('usedAt', 'is', null)
    .execute()
  return rows.length
}
