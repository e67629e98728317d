import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { isRefusal } from '#shared/refusal.ts'
import { credentialHash, openMemberKey, openPhone, phoneTailToken } from './member-secrets.ts'
import { readPhone } from './phone-rules.ts'
import { meaningsOf, type SearchMeaning } from './search-token-rules.ts'

const afterEverything = '\u{10ffff}'

/**
 * Finds members by what somebody typed or scanned, best first: one range over the index for each thing it may mean, all in one
 * flight. At most `limit` ids.
 */
export async function searchMemberIds(work: Work, typed: string, limit: number): Promise<string[]> {
  const found = await Promise.all(meaningsOf(typed).map((meaning) => idsOfMeaning(work, meaning, limit)))
  return [...new Set(found.flat())].slice(0, limit)
}

async function idsOfMeaning(work: Work, meaning: SearchMeaning, limit: number): Promise<string[]> {
  if (meaning.kind !== 'phone') return idsInRange(work, meaning.prefix, meaning.prefix + afterEverything, limit)
  const phone = readPhone(meaning.typed)
  const [whole, tails] = await Promise.all([
    isRefusal(phone) ? [] : idsOfPhone(work, phone),
    meaning.digits.length <= 11 ? idsOfTail(work, meaning.digits, limit) : [],
  ])
  return [...whole, ...tails]
}

/** Shortest tokens first: 王伟 before 王伟东. */
async function idsInRange({ send, merchantId }: Work, from: string, before: string, limit: number): Promise<string[]> {
  const rows = await send<{ memberId: string }>(sql`
    select member_id from members.search_token
     where merchant_id = ${merchantId} and token >= ${from} and token < ${before}
     order by token, member_id limit ${limit}`)
  return rows.map(({ memberId }) => memberId)
}

async function idsOfPhone(work: Work, phone: string): Promise<string[]> {
  const rows = await work.send<{ memberId: string }>(sql`
    select member_id from members.credential
     where merchant_id = ${work.merchantId} and kind = 'phone' and value_hash = ${credentialHash(work, 'phone', phone)}`)
  return rows.map(({ memberId }) => memberId)
}

/**
 * Members whose phone ends with these digits. The index knows the last four; of a longer tail, the few hundred phones that
 * share them are opened and looked at.
 */
async function idsOfTail(work: Work, digits: string, limit: number): Promise<string[]> {
  const token = phoneTailToken(work, digits)
  if (digits.length === 4) return idsInRange(work, token, token + afterEverything, limit)
  const rows = await work.send<{ memberId: string; sealed: Buffer; sealedKey: Buffer }>(sql`
    select c.member_id, c.sealed, k.sealed_key
      from members.search_token t
      join members.credential c on c.merchant_id = t.merchant_id and c.member_id = t.member_id and c.kind = 'phone'
      join members.member_key k on k.merchant_id = t.merchant_id and k.member_id = t.member_id
     where t.merchant_id = ${work.merchantId} and t.token = ${token}
     order by t.member_id limit 5000`)
  return rows
    .filter(({ memberId, sealed, sealedKey }) =>
      openPhone(openMemberKey(work, memberId, sealedKey), memberId, sealed).endsWith(digits),
    )
    .map(({ memberId }) => memberId)
    .slice(0, limit)
}
