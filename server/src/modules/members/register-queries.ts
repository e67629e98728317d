import { sql } from 'kysely'
import { onlyRow } from '#platform/db.ts'
import type { Work } from '#platform/work.ts'
import { firstOrdinal } from './member-code-rules.ts'

/**
 * Takes the merchant's register: until the commit nobody else enrols a member or gives, moves or ends a credential. Returns the
 * last number given. What is read in later statements of the same flight is read after the wait.
 */
export async function lockRegister({ send, merchantId }: Work): Promise<number> {
  const row = await send<{ lastNumber: number }>(sql`
    insert into members.register as r (merchant_id, last_number) values (${merchantId}, ${firstOrdinal - 1})
    on conflict (merchant_id) do update set last_number = r.last_number
    returning last_number`)
  return onlyRow(row).lastNumber
}

export async function writeLastNumber({ send, merchantId }: Work, lastNumber: number): Promise<void> {
  await send(sql`update members.register set last_number = ${lastNumber} where merchant_id = ${merchantId}`)
}

/** Who holds these phones and cards: hex of the hash → member. */
export async function readCredentialOwners(
  { send, merchantId }: Work,
  hashes: readonly string[],
): Promise<Map<string, string>> {
  const rows = await send<{ hash: string; memberId: string }>(sql`
    select encode(value_hash, 'hex') as hash, member_id from members.credential
     where merchant_id = ${merchantId} and kind in ('card', 'phone')
       and value_hash = any(array(select decode(h, 'hex') from unnest(${hashes}::text[]) as h))`)
  return new Map(rows.map(({ hash, memberId }) => [hash, memberId]))
}

/** Members by the ids that another system gave them. */
export async function readExternalIds(
  { send, merchantId }: Work,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await send<{ externalId: string; id: string }>(sql`
    select external_id, id from members.member where merchant_id = ${merchantId} and external_id in (select unnest(${externalIds}::text[]))`)
  return new Map(rows.map(({ externalId, id }) => [externalId, id]))
}

/** Which of these members there are, whatever became of them. */
export async function readKnownIds({ send, merchantId }: Work, ids: readonly string[]): Promise<Set<string>> {
  const rows = await send<{ id: string }>(sql`
    select id from members.member where merchant_id = ${merchantId} and id = any(${ids}::uuid[])`)
  return new Set(rows.map(({ id }) => id))
}
