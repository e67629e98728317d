import { type OwnedAccount, readOwnedAccounts } from '#modules/ledger/owned-accounts.ts'
import { type MemberRecord, readMemberRecord } from '#modules/members/read-member-record.ts'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { Work } from '#platform/work.ts'

export type MemberCopy = {
  format: 'regulars.member'
  version: 1
  merchant: string
  exportedAt: Date
  member: MemberRecord
  value: OwnedAccount[]
}

/**
 * The copy of a member's data that the law gives them (PIPL 45): profile, credentials, consents, notes, what happened, and what
 * the shop owes them. Machine-readable; `copyAsPage` makes it readable. That it was made is in the audit log.
 */
export async function exportMember(work: Work, memberId: string): Promise<MemberCopy> {
  const member = await readMemberRecord(work, memberId)
  const [{ name }, value] = await Promise.all([
    merchantFacts(work),
    readOwnedAccounts(work, { ownerKind: 'member', ownerId: memberId }),
  ])
  work.audit({ action: 'members.export', subject: { kind: 'member', id: memberId } })
  return { format: 'regulars.member', version: 1, merchant: name, exportedAt: work.at, member, value }
}
