import { storeFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { readConsentVersions } from './consent-queries.ts'
import { readCustomFields } from './custom-field-queries.ts'
import { decideEnrolments, type NewMember, type PreparedWithHashes, prepareMember } from './enrolment-rules.ts'
import { type MemberToWrite, withKey, writeMembers } from './enrolment-queries.ts'
import { memberNumber } from './member-code-rules.ts'
import { credentialHash, sealChange } from './member-secrets.ts'
import { todayOf } from './member-day-rules.ts'
import {
  lockRegister,
  readCredentialOwners,
  readExternalIds,
  readKnownIds,
  writeLastNumber,
} from './register-queries.ts'

export type { NewMember }

export type Enrolled = { id: string; number: string }

/**
 * Makes members of people, each row for itself: the answer has a member or a refusal in each row's place, and refused rows
 * leave nothing. One row at the till, thousands from an import, the same three flights.
 *
 * Locks the merchant's register, so of two tills that enrol the same phone at once the second is refused. Refuses names,
 * phones, cards, birthdays and custom values that cannot be read; a phone or card of another member; an external id or id that
 * is known already (`member_exists` names the member); unknown stores and referrers; allergies without the separate consent.
 */
export async function enrolMembers(work: Work, rows: readonly NewMember[]): Promise<(Enrolled | Refusal)[]> {
  const { outcomes, lastNumber } = await examine(work, rows)
  let next = lastNumber
  const written = outcomes.map((outcome) =>
    isRefusal(outcome) ? outcome : withKey(work, outcome, memberNumber(++next)),
  )
  const members = written.filter((each): each is MemberToWrite => !isRefusal(each))
  if (members.length > 0) {
    await Promise.all([writeLastNumber(work, next), writeMembers(work, members)])
    tellEnrolled(work, members)
  }
  return written.map((each) => (isRefusal(each) ? each : { id: each.row.id, number: each.number }))
}

/** What `enrolMembers` would say to each row, without enrolling anybody: the dry run of an import. */
export async function previewEnrolment(work: Work, rows: readonly NewMember[]): Promise<(Refusal | null)[]> {
  const { outcomes } = await examine(work, rows)
  return outcomes.map((outcome) => (isRefusal(outcome) ? outcome : null))
}

async function examine(work: Work, rows: readonly NewMember[]) {
  const [lastNumber, fields, stores, consentVersions] = await Promise.all([
    lockRegister(work),
    readCustomFields(work),
    storeFacts(work),
    readConsentVersions(work),
  ])
  const today = todayOf(work.at, stores)
  const prepared = rows.map((row) => {
    const member = prepareMember(row, fields, today)
    return isRefusal(member) ? member : withHashes(work, member)
  })
  const readable = prepared.filter((each): each is PreparedWithHashes => !isRefusal(each))
  const hashes = readable.flatMap(({ phoneHash, cardHash }) => [phoneHash, cardHash].filter((hash) => hash !== null))
  const [credentialOwners, externalIds, memberIds] = await Promise.all([
    readCredentialOwners(work, hashes),
    readExternalIds(
      work,
      readable.flatMap(({ row }) => (row.externalId ? [row.externalId] : [])),
    ),
    readKnownIds(
      work,
      readable.flatMap(({ row }) => (row.referrerId ? [row.id, row.referrerId] : [row.id])),
    ),
  ])
  const storeIds = new Set(stores.keys())
  const decided = decideEnrolments(readable, {
    credentialOwners,
    externalIds,
    memberIds,
    storeIds,
    consentVersions,
  }).values()
  const outcomes = prepared.map((each) => (isRefusal(each) ? each : decided.next().value!))
  return { outcomes, lastNumber }
}

function withHashes(work: Work, member: Exclude<ReturnType<typeof prepareMember>, Refusal>): PreparedWithHashes {
  return {
    ...member,
    phoneHash: member.phone && credentialHash(work, 'phone', member.phone).toString('hex'),
    cardHash: member.card && credentialHash(work, 'card', member.card).toString('hex'),
  }
}

/** An import's batch is audited as one act by the import; members enrolled by hand one by one. */
function tellEnrolled(work: Work, members: readonly MemberToWrite[]): void {
  work.emit(
    ...members.map(({ row, phone, card }) => ({
      type: 'member.enrolled',
      subject: { kind: 'member', id: row.id },
      data: {
        source: row.source,
        storeId: row.homeStoreId ?? null,
        referrerId: row.referrerId ?? null,
        hasPhone: phone !== null,
        hasCard: card !== null,
        ...(row.pointsRulesVersion ? { pointsRulesVersion: row.pointsRulesVersion } : {}),
      },
    })),
  )
  work.audit(
    ...members
      .filter(({ row }) => row.source !== 'import')
      .map(({ row, name, phone, card, key, number }) => ({
        action: 'members.enrol',
        subject: { kind: 'member', id: row.id },
        changes: {
          number: [null, number] as const,
          name: [null, sealChange(key, row.id, name)] as const,
          ...(phone ? { phone: [null, sealChange(key, row.id, phone)] as const } : {}),
          ...(card ? { card: [null, sealChange(key, row.id, card)] as const } : {}),
        },
      })),
  )
}
