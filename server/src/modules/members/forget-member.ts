import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { forgetMembers } from './absorb-queries.ts'
import { lockMemberRows } from './lock-queries.ts'
import { readFamilyIds } from './member-queries.ts'
import { lockRegister } from './register-queries.ts'

/**
 * Erases who a member was, and every record merged into it: for good, the sealed values in events, audit and old backups
 * included, for their key is gone. The id stays as a pseudonym for the ledger. Erasing twice changes nothing.
 * Locks the register and the records. Returns the ids that were erased.
 */
export async function forgetMember(work: Work, memberId: string): Promise<string[]> {
  await lockRegister(work)
  const ids = await readFamilyIds(work, memberId)
  const locked = await lockMemberRows(work, ids)
  if (locked.length === 0) throw new Refused('member_not_found')
  const standing = locked.filter(({ status }) => status !== 'erased').map(({ id }) => id)
  if (standing.length > 0) await forgetMembers(work, standing)
  return standing
}
