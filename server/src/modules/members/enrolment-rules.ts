import type { Day } from '#shared/business-day.ts'
import { isRefusal, refuse, type Refusal } from '#shared/refusal.ts'
import { type Birthday, checkBirthday, nextBirthday } from './birthday-rules.ts'
import { type CustomField, type CustomValues, mergeCustomValues } from './custom-field-rules.ts'
import { cleanName } from './name-rules.ts'
import { readPhone } from './phone-rules.ts'
import { cardKey } from './card-key-rules.ts'

export type Gender = 'female' | 'male' | 'unknown'
export type MemberSource = 'till' | 'console' | 'portal' | 'import' | 'integration'

/** What is known of somebody who becomes a member. At the till a name, a phone or a card is enough. */
export type NewMember = {
  id: string
  name?: string | null
  phone?: string | null
  cardNumber?: string | null
  gender?: Gender
  birthday?: Birthday | null
  homeStoreId?: string | null
  referrerId?: string | null
  custom?: CustomValues
  consents?: readonly { purpose: string; textVersion: number }[]
  allergies?: string | null
  note?: string | null
  externalId?: string | null
  /** The version of the points rules that they were shown and agreed to; who keeps the rules hears of it by the event. */
  pointsRulesVersion?: number
  /** When they became a member, for imports; else now. */
  enrolledAt?: Date
  source: MemberSource
}

/** A new member with everything read, cleaned and checked that can be without looking at other members. */
export type PreparedMember = {
  row: NewMember
  name: string
  phone: string | null
  card: string | null
  birthday: Birthday | null
  nextBirthdayDay: Day | null
  custom: CustomValues
}

/** A card number as it is printed or scanned, kept as it is read by people; `cardKey` says which numbers are the same. */
export function readCard(typed: string): string | Refusal<'invalid_card'> {
  const card = typed.normalize('NFKC').trim()
  return card.length <= 40 && /^[A-Z0-9][A-Z0-9_./]*$/.test(cardKey(card)) ? card : refuse('invalid_card')
}

type PrepareRefusal = Refusal<
  | 'invalid_name'
  | 'invalid_phone'
  | 'invalid_card'
  | 'invalid_birthday'
  | 'custom_field_not_found'
  | 'invalid_custom_value'
>

/** Absent and blank mean the same: nothing was given. */
const given = (text: string | null | undefined) => (text?.trim() ? text : null)

/**
 * Reads one new member. Without a name the member goes by the phone's last four digits, or by the card, until somebody asks.
 *
 * Refuses what cannot be read, and a row that gives neither name, phone nor card.
 */
export function prepareMember(
  row: NewMember,
  fields: readonly CustomField[],
  today: Day,
): PreparedMember | PrepareRefusal {
  const [typedName, typedPhone, typedCard] = [given(row.name), given(row.phone), given(row.cardNumber)]
  const phone = typedPhone === null ? null : readPhone(typedPhone)
  if (isRefusal(phone)) return phone
  const card = typedCard === null ? null : readCard(typedCard)
  if (isRefusal(card)) return card
  const name = cleanName(typedName ?? (phone ? `会员${phone.slice(-4)}` : (card ?? '')))
  if (isRefusal(name)) return name
  const birthday = row.birthday ? checkBirthday(row.birthday, today) : null
  if (isRefusal(birthday)) return birthday
  const custom = mergeCustomValues(fields, {}, row.custom ?? {})
  if (isRefusal(custom)) return custom
  return { row, name, phone, card, birthday, nextBirthdayDay: birthday && nextBirthday(birthday, today), custom }
}

/** What of the rows is already there, as read under the register's lock. Keys are the hex of credential hashes. */
export type Taken = {
  credentialOwners: ReadonlyMap<string, string>
  externalIds: ReadonlyMap<string, string>
  memberIds: ReadonlySet<string>
  storeIds: ReadonlySet<string>
  consentVersions: ReadonlyMap<string, number>
}

export type PreparedWithHashes = PreparedMember & { phoneHash: string | null; cardHash: string | null }

export type EnrolRefusal = Refusal<
  | 'member_exists'
  | 'phone_taken'
  | 'card_taken'
  | 'store_not_found'
  | 'referrer_not_found'
  | 'consent_text_outdated'
  | 'health_consent_needed'
>

/**
 * Decides who of the prepared may become a member, in order: the earlier row of a batch takes a phone before the later one.
 *
 * Refuses an external id or id that a member has (`member_exists` names it), a phone or card of another member, and unknown
 * stores and referrers. A referrer may stand in the same batch, before its row.
 */
export function decideEnrolments(
  prepared: readonly PreparedWithHashes[],
  taken: Taken,
): (PreparedWithHashes | EnrolRefusal)[] {
  const owners = new Map(taken.credentialOwners)
  const externalIds = new Map(taken.externalIds)
  const memberIds = new Set(taken.memberIds)
  return prepared.map((member) => {
    const refusal = refusalOf(member, { ...taken, credentialOwners: owners, externalIds, memberIds })
    if (refusal) return refusal
    const { row, phoneHash, cardHash } = member
    memberIds.add(row.id)
    if (phoneHash) owners.set(phoneHash, row.id)
    if (cardHash) owners.set(cardHash, row.id)
    if (row.externalId) externalIds.set(row.externalId, row.id)
    return member
  })
}

function refusalOf({ row, phoneHash, cardHash }: PreparedWithHashes, taken: Taken): EnrolRefusal | null {
  const sameExternal = row.externalId ? taken.externalIds.get(row.externalId) : undefined
  if (sameExternal) return refuse('member_exists', { memberId: sameExternal })
  if (taken.memberIds.has(row.id)) return refuse('member_exists', { memberId: row.id })
  const phoneOwner = phoneHash && taken.credentialOwners.get(phoneHash)
  if (phoneOwner) return refuse('phone_taken', { memberId: phoneOwner })
  const cardOwner = cardHash && taken.credentialOwners.get(cardHash)
  if (cardOwner) return refuse('card_taken', { memberId: cardOwner })
  if (row.homeStoreId && !taken.storeIds.has(row.homeStoreId)) return refuse('store_not_found')
  if (row.referrerId && !taken.memberIds.has(row.referrerId)) return refuse('referrer_not_found')
  for (const { purpose, textVersion } of row.consents ?? []) {
    const latest = taken.consentVersions.get(purpose)
    if (textVersion !== latest) return refuse('consent_text_outdated', { purpose, latest: latest ?? null })
  }
  const agreesToHealth = row.consents?.some(({ purpose }) => purpose === 'health')
  if (given(row.allergies) && !agreesToHealth) return refuse('health_consent_needed')
  return null
}
