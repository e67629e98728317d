import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { type MemberRow, readMember } from './member-queries.ts'
import { checkLive } from './member-status-rules.ts'

/** One member in full, without a lock. Refuses an unknown, merged or erased one. */
export async function readLiveMember(work: Work, memberId: string): Promise<MemberRow> {
  return accept(checkLive(await readMember(work, memberId)))
}
