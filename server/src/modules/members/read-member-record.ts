import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { readAllTexts, readConsents } from './consent-queries.ts'
import { readCredentials } from './credential-queries.ts'
import { readCustomFields } from './custom-field-queries.ts'
import { readHouseholdName } from './household-queries.ts'
import { readFamilyIds, readMembers } from './member-queries.ts'
import { openPhone } from './member-secrets.ts'
import { checkLive } from './member-status-rules.ts'
import { readNotes } from './note-queries.ts'
import { readMemberTags } from './tag-queries.ts'
import { readTimeline } from './timeline-queries.ts'

/** Events of one member that a copy of their data holds; a member who has more gets the latest. */
const mostEvents = 100_000

/**
 * Everything that this module keeps about a member, in words that the member understands: for the copy that the law gives them
 * (PIPL 45). Refuses an unknown, merged or erased one.
 */
export async function readMemberRecord(work: Work, memberId: string) {
  const family = await readFamilyIds(work, memberId)
  const [members, credentials, consents, texts, notes, tags, fields, timeline] = await Promise.all([
    readMembers(work, family),
    readCredentials(work, [memberId]),
    readConsents(work, family),
    readAllTexts(work),
    readNotes(work, family),
    readMemberTags(work, [memberId]),
    readCustomFields(work),
    readTimeline(work, family, { limit: mostEvents, before: null }),
  ])
  const member = accept(checkLive(members.find(({ id }) => id === memberId)))
  const {
    key,
    id,
    number,
    name,
    gender,
    birthday,
    homeStoreId,
    enrolledAt,
    source,
    externalId,
    referrerId,
    allergies,
    custom,
  } = member
  const labelOf = (code: string) => fields.find((field) => field.code === code)?.label ?? code
  return {
    memberIds: family,
    profile: { id, number, name, gender, birthday, homeStoreId, enrolledAt, source, externalId, referrerId, allergies },
    household: member.householdId && (await readHouseholdName(work, member.householdId)),
    customFields: Object.entries(custom).map(([code, value]) => ({ code, label: labelOf(code), value })),
    credentials: credentials.map(({ kind, label, sealed, isMain, addedAt, blockedAt }) => ({
      ...{ kind, isMain, addedAt, blockedAt },
      value: label ?? (sealed && key ? openPhone(key, memberId, sealed) : null),
    })),
    consents: consents.map(({ purpose, isGiven, textVersion, at }) => {
      const text = texts.find((each) => each.purpose === purpose && each.version === textVersion)
      return { purpose, isGiven, textVersion, at, ...(text ? { text: text.zh } : {}) }
    }),
    notes: notes.map(({ body, at }) => ({ body, at })),
    tags: tags.map(({ name }) => name),
    mergedRecords: members
      .filter((each) => each.id !== memberId)
      .map((each) => ({ number: each.number, name: each.name })),
    timeline: timeline.map(({ type, at, data }) => ({ type, at, data })),
  }
}

export type MemberRecord = Awaited<ReturnType<typeof readMemberRecord>>
