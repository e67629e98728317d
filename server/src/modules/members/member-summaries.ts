import type { Work } from '#platform/work.ts'
import { readMembers } from './member-queries.ts'
import { summaryView } from './member-view.ts'

export type MemberSummary = ReturnType<typeof summaryView>

/** These members as a row of a list shows them, phones masked for who may not see them. For lists of other modules. */
export async function memberSummaries(work: Work, ids: readonly string[]): Promise<Map<string, MemberSummary>> {
  const rows = await readMembers(work, [...new Set(ids)])
  return new Map(rows.map((row) => [row.id, summaryView(row, work.actor)]))
}
