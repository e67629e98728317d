import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import { isRefusal } from '#shared/refusal.ts'
import { credentialHash, openMemberKey, openPhone, phoneTailToken } from './member-secrets.ts'
import { readPhone } from './phone-rules.ts'
import { meaningsOf, type SearchMeaning } from './search-token-rules.ts'

const afterEverything = '\u{10ffff}'

/**
 * Finds members by what somebody typed or scanned, best first: one range over the index for each thing it may mean, all in one
 * flight. More than four last digits of a phone are looked for only when the digits are nothing else, for then phones have to
 * be opened. At most `limit` ids.
 */
export async function searchMemberIds(work: Work, typed: string, limit: number): Promise<string[]> {
  const meanings = meaningsOf(typed)
  const found = (await Promise.all(meanings.map((meaning) => idsOfMeaning(work, meaning, limit)))).flat()
  const phone = meanings.find(({ kind }) => kind === 'phone')
  const isLongTail = phone?.kind === 'phone' && phone.digits.length > 4 && phone.digits.length < 11
  const ids = found.length === 0 && isLongTail ? await idsOfLongTail(work, phone.digits) : found
  return [...new Set(ids)].slice(0, limit)
}

async function idsOfMeaning(work: Work, meaning: SearchMeaning, limit: number): Promise<string[]> {
  if (meaning.kind !== 'phone') return idsInRange(work, meaning.prefix, meaning.prefix + afterEverything, limit)
  if (meaning.digits.length === 4) {
    const token = phoneTailToken(work, meaning.digits)
    return idsInRange(work, token, token + afterEverything, limit)
  }
  const phone = readPhone(meaning.typed)
  return isRefusal(phone) ? [] : idsOfPhone(work, phone)
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
 * Members whose phone ends with these digits: the few that the index gives are opened and looked at. A token written before
 * it told more than four digits stands for all of the hundred that share them.
 */
async function idsOfLongTail(work: Work, digits: string): Promise<string[]> {
  const token = phoneTailToken(work, digits)
  const short = phoneTailToken(work, digits.slice(-4))
  const candidates = await Promise.all([
    phonesInRange(work, token, token + afterEverything),
    phonesInRange(work, short, `${short}\u0001`),
  ])
  return candidates
    .flat()
    .filter(({ memberId, sealed, sealedKey }) =>
      openPhone(openMemberKey(work, memberId, sealedKey), memberId, sealed).endsWith(digits),
    )
    .map(({ memberId }) => memberId)
}

type SealedPhone = { memberId: string; sealed: Buffer; sealedKey: Buffer }

function phonesInRange(work: Work, from: string, before: string): Promise<SealedPhone[]> {
  return work.send<SealedPhone>(sql`
    select c.member_id, c.sealed, k.sealed_key
      from members.search_token t
      join members.credential c on c.merchant_id = t.merchant_id and c.member_id = t.member_id and c.kind = 'phone'
      join members.member_key k on k.merchant_id = t.merchant_id and k.member_id = t.member_id
     where t.merchant_id = ${work.merchantId} and t.token >= ${from} and t.token < ${before}
     order by t.token, t.member_id limit 5000`)
}
