import { type PurchasedLine, readMemberPurchases } from '#modules/cashier/member-purchases.ts'
import { type OwnedAccount, readOwnedAccounts } from '#modules/ledger/owned-accounts.ts'
import { type OwnerEntry, readOwnerHistory } from '#modules/ledger/owner-history.ts'
import { type PassCopy, readMemberPasses } from '#modules/passes/member-passes-copy.ts'
import { type MessageCopy, readMemberMessages } from '#modules/messaging/member-messages-copy.ts'
import { type LeavingCopy, readMemberLeavings } from '#modules/retention/member-leavings-copy.ts'
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
  movements: OwnerEntry[]
  purchases: PurchasedLine[]
  passes: PassCopy[]
  leavings: LeavingCopy[]
  messages: MessageCopy[]
}

/** A member who has more gets the first of them; nobody buys a hundred thousand things. */
const mostLines = 100_000

/**
 * The copy of a member's data that the law gives them (PIPL 45): profile, credentials, consents, notes, what happened, what
 * they bought, what they said when they left, what was said to them, what the shop owes them, and every movement of it. Machine-readable; `copyAsPage` makes it
 * readable. That it was made is in the audit log.
 */
export async function exportMember(work: Work, memberId: string): Promise<MemberCopy> {
  const member = await readMemberRecord(work, memberId)
  // What a record brought along when it was merged into this one is the member's, too.
  const family = member.memberIds
  const [{ name }, value, movements, purchases, passes, leavings, messages] = await Promise.all([
    merchantFacts(work),
    readOwnedAccounts(work, { ownerKind: 'member', ownerId: memberId }),
    readOwnerHistory(work, 'member', family, mostLines),
    readMemberPurchases(work, family, mostLines),
    readMemberPasses(work, memberId),
    readMemberLeavings(work, memberId),
    readMemberMessages(work, family, mostLines),
  ])
  work.audit({ action: 'members.export', subject: { kind: 'member', id: memberId } })
  return {
    format: 'regulars.member',
    version: 1,
    merchant: name,
    exportedAt: work.at,
    member,
    value,
    movements,
    purchases,
    passes,
    leavings,
    messages,
  }
}
