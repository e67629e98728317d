import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { canonicalJson } from '#shared/canonical-json.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { readFamilyNumbers } from './absorb-queries.ts'
import { type Birthday, checkBirthday, nextBirthday } from './birthday-rules.ts'
import { isReferredBy, type ProfileColumns, replaceTokens, updateProfile } from './change-queries.ts'
import { readConsents } from './consent-queries.ts'
import { currentConsents } from './consent-rules.ts'
import { readCredentials } from './credential-queries.ts'
import { readCustomFields } from './custom-field-queries.ts'
import { type CustomValues, mergeCustomValues } from './custom-field-rules.ts'
import type { Gender } from './enrolment-rules.ts'
import { lockMemberRows } from './lock-queries.ts'
import { todayOf } from './member-day-rules.ts'
import { type MemberRow, readFamilyIds, readMember } from './member-queries.ts'
import { openPhone, phoneTailToken, sealChange } from './member-secrets.ts'
import { checkLive } from './member-status-rules.ts'
import { cleanName } from './name-rules.ts'
import { readKnownIds } from './register-queries.ts'
import { cardToken, nameTokens } from './search-token-rules.ts'

export type MemberChanges = {
  name?: string
  gender?: Gender
  birthday?: Birthday | null
  homeStoreId?: string | null
  referrerId?: string | null
  allergies?: string | null
  custom?: CustomValues
}

/** Fields whose values are personal: sealed in the audit log. */
const personal = new Set<keyof ProfileColumns>(['name', 'gender', 'birthday', 'allergies', 'custom'])

/**
 * Changes a member's profile; what is not given stays.
 *
 * `version` is the state that was looked at: refuses `member_changed` when somebody saved in between. Refuses unknown stores and
 * referrers, a circle of referrers, values that cannot be read, and allergies without the member's separate consent.
 * Locks the member. Phones and cards are credentials (`member-credentials.ts`).
 */
export async function updateMember(
  work: Work,
  { memberId, version, changes }: { memberId: string; version: number; changes: MemberChanges },
): Promise<{ memberId: string; version: number }> {
  const member = await lockWhole(work, memberId)
  if (member.version !== version) throw new Refused('member_changed', { version: member.version })
  const profile = await changedProfile(work, member, changes)
  const fields = (Object.keys(profile) as (keyof ProfileColumns)[]).filter(
    (field) => field !== 'nextBirthdayDay' && canonicalJson(profile[field]) !== canonicalJson(member[field]),
  )
  if (fields.length === 0) return { memberId, version }
  await updateProfile(work, memberId, profile)
  if (fields.includes('name')) await rewriteTokens(work, memberId)
  tellChanged(work, member, profile, fields)
  return { memberId, version: version + 1 }
}

/** Locks a member that may be changed and reads all of it. Refuses an unknown, merged or erased one. */
export async function lockWhole(work: Work, memberId: string): Promise<MemberRow & { key: Buffer }> {
  const [locked, whole] = await Promise.all([lockMemberRows(work, [memberId]), readMember(work, memberId)])
  accept(checkLive(locked[0]))
  assert(whole?.key, 'a live member has a key')
  return { ...whole, key: whole.key }
}

async function changedProfile(work: Work, member: MemberRow, changes: MemberChanges): Promise<ProfileColumns> {
  const [fields, stores] = await Promise.all([readCustomFields(work), storeFacts(work)])
  const today = todayOf(work.at, stores)
  const name = changes.name === undefined ? member.name : accept(cleanName(changes.name))
  const birthday = changes.birthday ? accept(checkBirthday(changes.birthday, today)) : (changes.birthday ?? null)
  const newBirthday = changes.birthday === undefined ? member.birthday : birthday
  const { homeStoreId, referrerId } = changes
  if (homeStoreId && homeStoreId !== member.homeStoreId && !stores.has(homeStoreId))
    throw new Refused('store_not_found')
  if (referrerId && referrerId !== member.referrerId) await checkReferrer(work, member.id, referrerId)
  const allergies = changes.allergies === undefined ? member.allergies : changes.allergies?.trim() || null
  if (allergies && allergies !== member.allergies) await checkHealthConsent(work, member.id)
  return {
    name,
    gender: changes.gender ?? member.gender,
    birthday: newBirthday,
    nextBirthdayDay: newBirthday && nextBirthday(newBirthday, today),
    homeStoreId: homeStoreId === undefined ? member.homeStoreId : homeStoreId,
    referrerId: referrerId === undefined ? member.referrerId : referrerId,
    householdId: member.householdId,
    allergies,
    custom: accept(mergeCustomValues(fields, member.custom, changes.custom ?? {})),
  }
}

async function checkReferrer(work: Work, memberId: string, referrerId: string): Promise<void> {
  const known = await readKnownIds(work, [referrerId])
  if (!known.has(referrerId)) throw new Refused('referrer_not_found')
  if (referrerId === memberId || (await isReferredBy(work, referrerId, memberId))) throw new Refused('referral_loop')
}

async function checkHealthConsent(work: Work, memberId: string): Promise<void> {
  const history = await readConsents(work, await readFamilyIds(work, memberId))
  if (!currentConsents(history).get('health')?.isGiven) throw new Refused('health_consent_needed')
}

/** Writes anew what a member is found by, from the rows as they now stand. */
export async function rewriteTokens(work: Work, memberId: string): Promise<void> {
  const [member, credentials, family] = await Promise.all([
    readMember(work, memberId),
    readCredentials(work, [memberId]),
    readFamilyIds(work, memberId),
  ])
  const numbers = await readFamilyNumbers(work, family)
  assert(member?.key, 'a live member has a key')
  const { key } = member
  await replaceTokens(work, memberId, [
    ...new Set([
      ...numbers.map(cardToken),
      ...credentials.flatMap(({ label }) => (label ? [cardToken(label)] : [])),
      ...credentials.flatMap(({ sealed }) => (sealed ? [phoneTailToken(work, openPhone(key, memberId, sealed))] : [])),
      ...nameTokens(member.name),
    ]),
  ])
}

function tellChanged(
  work: Work,
  before: MemberRow & { key: Buffer },
  after: ProfileColumns,
  fields: (keyof ProfileColumns)[],
): void {
  const subject = { kind: 'member', id: before.id }
  const shown = (field: keyof ProfileColumns, value: unknown) =>
    personal.has(field) ? sealChange(before.key, before.id, value) : (value ?? null)
  work.emit({ type: 'member.changed', subject, data: { fields } })
  work.audit({
    action: 'members.edit',
    subject,
    changes: Object.fromEntries(
      fields.map((field) => [field, [shown(field, before[field]), shown(field, after[field])]]),
    ),
  })
}
