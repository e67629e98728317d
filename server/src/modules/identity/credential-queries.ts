import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Database, Sql } from '#platform/db.ts'
import { type KeyRing, keyedHash } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'

/** What a caller may present. Found by keyed hash in a global table that holds nothing else of it. */
export type CredentialKind = 'session' | 'member_session' | 'api_key' | 'device' | 'login_name'

export type Credential = { merchantId: string; subjectId: string }

/** 256 random bits as text. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

export function credentialHash(keys: KeyRing, kind: CredentialKind, secret: string): Buffer {
  return keyedHash(keys(`identity.${kind}`, null), secret)
}

/** Outside any merchant: this is how the merchant of a request is found. */
export async function findCredential(
  database: Database,
  kind: CredentialKind,
  hash: Buffer,
): Promise<Credential | null> {
  const row = await database.sql
    .selectFrom('platform.credentialLookup')
    .select(['merchantId', 'subjectId'])
    .where('kind', '=', kind)
    .where('keyHash', '=', hash)
    .executeTakeFirst()
  return row ?? null
}

/** Adds a credential of the work's merchant. False when somebody, of any merchant, has it already. */
export async function addCredential(
  { tx, merchantId }: Work,
  kind: CredentialKind,
  hash: Buffer,
  subjectId: string,
): Promise<boolean> {
  const added = await tx
    .insertInto('platform.credentialLookup')
    .values({ kind, keyHash: hash, merchantId, subjectId })
    .onConflict((conflict) => conflict.doNothing())
    .returning('subjectId')
    .execute()
  return added.length === 1
}

/** Takes credentials of the work's merchant away: what they stood for can no longer be found. */
export async function removeCredentials({ tx, merchantId }: Work, kind: CredentialKind, hashes: readonly Buffer[]) {
  if (hashes.length === 0) return
  await tx
    .deleteFrom('platform.credentialLookup')
    .where('kind', '=', kind)
    .where(sql<boolean>`key_hash = any(${[...hashes]}::bytea[])`)
    .where('merchantId', '=', merchantId)
    .execute()
}

/** How many merchants there are. */
export async function hasMerchant(tx: Sql): Promise<boolean> {
  return (await tx.selectFrom('platform.merchant').select('id').limit(1).executeTakeFirst()) !== undefined
}
