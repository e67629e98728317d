import type { DueSweep } from '#platform/due-work.ts'
import { deleteStandings, readDue } from './standing-queries.ts'
import { dueKind, settleMembers } from './settle-members.ts'

const membersPerRound = 500

/** Reviews, ends of graces and of grants, on the morning that they fall due. What was done is no longer due. */
export const tierReviewSweep: DueSweep = {
  kind: dueKind,
  async run(work) {
    const { memberIds } = await readDue(work, membersPerRound)
    const settled = await settleMembers(
      work,
      memberIds.map((memberId) => ({ memberId })),
    )
    // Records that are nobody's any more have nothing to review.
    await deleteStandings(
      work,
      memberIds.filter((memberId) => !settled.has(memberId)),
    )
    return (await readDue(work, 0)).nextAt
  },
}
