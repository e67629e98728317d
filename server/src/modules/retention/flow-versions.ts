import { userNames } from '#modules/identity/user-names.ts'
import type { Work } from '#platform/work.ts'
import { Refused } from '#shared/refusal.ts'
import { changesOf, type FlowChange } from './flow-change-rules.ts'
import { countLeavingsByVersion, readFlowVersion, readFlowVersions } from './flow-queries.ts'
import type { Flow } from './flow-types.ts'

export type ShownVersion = {
  version: number
  at: string | null
  authorName: string | null
  changes: FlowChange[]
  leavings: number
}

/** Every version with who published it and when, what it changed against the one before, and how many left under it; the latest first. */
export async function showFlowVersions(work: Work): Promise<ShownVersion[]> {
  const [versions, counts] = await Promise.all([readFlowVersions(work), countLeavingsByVersion(work)])
  const names = await userNames(
    work,
    versions.flatMap(({ authorId }) => authorId ?? []),
  )
  return versions.map(({ flow, at, authorId }, index) => {
    const before = versions[index + 1]
    return {
      ...{ version: flow.version, at: at?.toISOString() ?? null },
      authorName: authorId === null ? null : (names.get(authorId) ?? null),
      changes: before ? changesOf(before.flow, flow) : [],
      leavings: counts.get(flow.version) ?? 0,
    }
  })
}

/** One version as it was published. */
export async function showFlowVersion(work: Work, version: number): Promise<Flow> {
  const flow = await readFlowVersion(work, version)
  if (flow.version !== version) throw new Refused('flow_version_not_found')
  return flow
}
