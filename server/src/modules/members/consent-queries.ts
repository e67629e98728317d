import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { builtInConsentTexts, type ConsentPurpose, type ConsentText } from './consent-rules.ts'

export type ConsentRow = {
  id: string
  memberId: string
  purpose: ConsentPurpose
  isGiven: boolean
  textVersion: number
  at: Date
  source: string
  actorId: string | null
}

/** The text in force of each purpose: the merchant's latest, else the built-in one. */
export async function readConsentTexts({ send, merchantId }: Work): Promise<ConsentText[]> {
  const own = await send<ConsentText>(sql`
    select distinct on (purpose) purpose, version, text_zh as zh, text_en as en from members.consent_text
     where merchant_id = ${merchantId} order by purpose, version desc`)
  return builtInConsentTexts.map((text) => own.find(({ purpose }) => purpose === text.purpose) ?? text)
}

/** Every text that was ever in force, of every purpose: what a member agreed to, word for word. */
export async function readAllTexts({ send, merchantId }: Work): Promise<ConsentText[]> {
  const own = await send<ConsentText>(sql`
    select purpose, version, text_zh as zh, text_en as en from members.consent_text where merchant_id = ${merchantId}`)
  return [...own, ...builtInConsentTexts]
}

export type PublishedText = ConsentText & { publishedAt: Date; publishedBy: string | null }

/** Every text that the merchant ever published for a purpose, latest first. The built-in one it began with is not among them. */
export async function readPublishedTexts(
  { send, merchantId }: Work,
  purpose: ConsentPurpose,
): Promise<PublishedText[]> {
  return send<PublishedText>(sql`
    select purpose, version, text_zh as zh, text_en as en, published_at, published_by from members.consent_text
     where merchant_id = ${merchantId} and purpose = ${purpose} order by version desc`)
}

export async function readConsentVersions(work: Work): Promise<Map<string, number>> {
  return new Map((await readConsentTexts(work)).map(({ purpose, version }) => [purpose, version]))
}

export async function insertConsentText({ send, merchantId, at, actor }: Work, text: ConsentText): Promise<void> {
  await send(sql`
    insert into members.consent_text (merchant_id, purpose, version, text_zh, text_en, published_at, published_by)
    values (${merchantId}, ${text.purpose}, ${text.version}, ${text.zh}, ${text.en}, ${at}, ${actorId(actor)})`)
}

/** Each giving and withdrawing of these members, oldest first. */
export async function readConsents({ send, merchantId }: Work, memberIds: readonly string[]): Promise<ConsentRow[]> {
  return send<ConsentRow>(sql`
    select id, member_id, purpose, is_given, text_version, at, source, actor_id from members.consent
     where merchant_id = ${merchantId} and member_id = any(${memberIds}::uuid[]) order by at, id`)
}

export async function insertConsents(
  { send, merchantId, actor }: Work,
  consents: readonly Omit<ConsentRow, 'actorId'>[],
): Promise<void> {
  if (consents.length === 0) return
  const rows = consents.map(({ id, memberId, purpose, isGiven, textVersion, at, source }) => ({
    id,
    member_id: memberId,
    purpose,
    is_given: isGiven,
    text_version: textVersion,
    at,
    source,
  }))
  await send(sql`
    insert into members.consent (merchant_id, id, member_id, purpose, is_given, text_version, at, source, actor_id)
    select ${merchantId}, id, member_id, purpose, is_given, text_version, at, source, ${actorId(actor)}::uuid
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             as c(id uuid, member_id uuid, purpose text, is_given boolean, text_version integer, at timestamptz, source text)`)
}
