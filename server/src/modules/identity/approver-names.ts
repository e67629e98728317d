import type { Work } from '#platform/work.ts'
import { readApprovers } from './approval-queries.ts'

/** Who gave approvals, by the approval's id, for lists that speak of what was approved. */
export async function approverNames(work: Work, approvalIds: readonly string[]): Promise<Map<string, string>> {
  if (approvalIds.length === 0) return new Map()
  return new Map((await readApprovers(work, [...new Set(approvalIds)])).map(({ id, name }) => [id, name]))
}
