import { refuse, type Refusal } from '#shared/refusal.ts'

export type MemberStatus = 'active' | 'blocked' | 'merged' | 'erased'

type StatusRefusal = Refusal<'member_not_found' | 'member_merged' | 'member_erased'>

/** A record that may still be changed. Refuses one that was merged into another (naming it) or erased. */
export function checkLive<M extends { status: MemberStatus; mergedInto: string | null }>(
  member: M | undefined,
): M | StatusRefusal {
  if (!member) return refuse('member_not_found')
  if (member.status === 'merged') return refuse('member_merged', { mergedInto: member.mergedInto })
  if (member.status === 'erased') return refuse('member_erased')
  return member
}
