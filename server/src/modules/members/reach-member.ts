import type { Work } from '#platform/work.ts'
import { readConsents } from './consent-queries.ts'
import { type ConsentPurpose, currentConsents } from './consent-rules.ts'
import { findCredential } from './credential-queries.ts'
import { readFamilyIds, readMember, readMembers } from './member-queries.ts'
import { credentialHash } from './member-secrets.ts'
import type { MemberStatus } from './member-status-rules.ts'
import { survivorOf } from './survivor.ts'

/** Whom a message goes to. Name, phone and key are personal: for writing and sealing it, for nothing else. */
export type ReachableMember = {
  /** Who the member is today: the one that it was merged into, if it was. */
  id: string
  /** It and every record merged into it. */
  familyIds: string[]
  status: MemberStatus
  name: string
  phone: string | null
  homeStoreId: string | null
  /** Seals what is kept about this member; null once it is erased. */
  key: Buffer | null
  /** The purposes agreed to now. */
  consents: ReadonlySet<ConsentPurpose>
}

/** Who a member is today and how to reach them; undefined for one that there never was. Takes no lock. */
export async function reachMember(work: Work, memberId: string): Promise<ReachableMember | undefined> {
  const id = await survivorOf(work, memberId)
  const [member, familyIds] = await Promise.all([readMember(work, id), readFamilyIds(work, id)])
  if (!member) return undefined
  const held = currentConsents(await readConsents(work, familyIds))
  const consents = new Set([...held.values()].filter(({ isGiven }) => isGiven).map(({ purpose }) => purpose))
  const { status, name, phone, homeStoreId, key } = member
  return { id, familyIds, status, name, phone, homeStoreId, key, consents }
}

/** The keys of a member and of every record merged into it: what was sealed for one of them opens with its own alone. */
export async function familyKeys(work: Work, familyIds: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await readMembers(work, familyIds)
  return new Map(rows.flatMap(({ id, key }) => (key ? [[id, key] as const] : [])))
}

/** The member whom a phone belongs to today; null for a phone that is nobody's. */
export async function memberOfPhone(work: Work, phone: string): Promise<string | null> {
  const known = await findCredential(work, 'phone', credentialHash(work, 'phone', phone))
  return known ? survivorOf(work, known.memberId) : null
}
