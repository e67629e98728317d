import { type Actor, actorMay } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { ageOn } from './birthday-rules.ts'
import { type ConsentRow, readConsents } from './consent-queries.ts'
import { currentConsents } from './consent-rules.ts'
import { type CredentialRow, readCredentials } from './credential-queries.ts'
import { readHouseholdName, readRelatives } from './household-queries.ts'
import { todayOf } from './member-day-rules.ts'
import { type MemberRow, readFamilyIds, readMember, type WithKey } from './member-queries.ts'
import { openPhone } from './member-secrets.ts'
import { readNotes } from './note-queries.ts'
import { maskPhone } from './phone-rules.ts'

/** Who may read a phone in full. Everybody else sees enough of it to ask "ending in 8000?". */
export function seesContact(actor: Actor, memberId?: string): boolean {
  return (actor.kind === 'member' && actor.memberId === memberId) || actorMay(actor, 'members.contact')
}

const shownPhone = (phone: string | null, full: boolean) => (phone === null || full ? phone : maskPhone(phone))

/** A row of the list. */
export function summaryView(row: MemberRow & WithKey, actor: Actor) {
  const { id, number, name, status, gender, card, birthday, nextBirthdayDay, tierId, tagIds, homeStoreId, source } = row
  const phone = shownPhone(row.phone, seesContact(actor, id))
  const enrolledAt = row.enrolledAt.toISOString()
  const shown = { id, number, name, status, gender, phone, card, birthday, nextBirthdayDay }
  return { ...shown, tierId, tagIds, homeStoreId, enrolledAt, source }
}

function credentialView(
  { label, sealed, addedAt, blockedAt, memberId, ...row }: CredentialRow,
  key: Buffer | null,
  full: boolean,
) {
  const phone = sealed && key ? openPhone(key, memberId, sealed) : ''
  const { id, kind, isMain, blockedReason, replacedBy } = row
  return {
    id,
    kind,
    label: label ?? shownPhone(phone, full) ?? '',
    isMain,
    addedAt: addedAt.toISOString(),
    blockedAt: blockedAt?.toISOString() ?? null,
    blockedReason,
    replacedBy,
  }
}

/** Everything of a member that one look should tell, but what the value ledger and the till know. Refuses an unknown id. */
export async function memberView(work: Work, memberId: string) {
  const [row, family, credentials, relatives, stores] = await Promise.all([
    readMember(work, memberId),
    readFamilyIds(work, memberId),
    readCredentials(work, [memberId]),
    readRelatives(work, memberId),
    storeFacts(work),
  ])
  if (!row) throw new Refused('member_not_found')
  const [notes, consents, householdName] = await Promise.all([
    readNotes(work, family),
    readConsents(work, family),
    row.householdId ? readHouseholdName(work, row.householdId) : null,
  ])
  const full = seesContact(work.actor, memberId)
  const { statusReason, mergedInto, externalId, referrerId, householdId, allergies, custom, version, birthday } = row
  return {
    ...summaryView(row, work.actor),
    ...{ statusReason, mergedInto, externalId, referrerId, householdId, householdName, allergies, custom, version },
    age: birthday && ageOn(birthday, todayOf(work.at, stores)),
    mergedIds: family.filter((id) => id !== memberId),
    credentials: credentials.map((credential) => credentialView(credential, row.key, full)),
    notes: notes.map(({ id, body, isForTill, at, authorId }) => ({
      id,
      body,
      isForTill,
      at: at.toISOString(),
      authorId,
    })),
    consents: [...currentConsents(consents).values()].map(consentView),
    relatives,
  }
}

export function consentView({ purpose, isGiven, textVersion, at, source, actorId }: ConsentRow) {
  return { purpose, isGiven, textVersion, at: at.toISOString(), source, actorId }
}
