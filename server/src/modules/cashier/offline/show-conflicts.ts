import { userNames } from '#modules/identity/user-names.ts'
import { memberNames } from '#modules/members/member-names.ts'
import type { Static } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import type { Conflict as ConflictRow } from './conflict-queries.ts'
import { isAboutValue, resolutionsFor } from './conflict-rules.ts'
import type { Conflict } from './contract.ts'
import type { ConflictKind } from './offline-types.ts'

/** Conflicts as a person reads them, with names and with what may be decided. */
export async function showConflicts(work: Work, rows: readonly ConflictRow[]): Promise<Static<typeof Conflict>[]> {
  const [members, users] = await Promise.all([
    memberNames(
      work,
      rows.map(({ memberId }) => memberId),
    ),
    userNames(
      work,
      rows.flatMap(({ resolvedBy }) => resolvedBy ?? []),
    ),
  ])
  return rows.map((row) => ({
    ...row,
    leftUnits: isAboutValue(row.kind) ? row.leftUnits : null,
    proposal: isAboutValue(row.kind) && row.leftUnits === 0 ? 'accept' : row.proposal,
    resolutions: [...resolutionsFor(row.kind as ConflictKind, row.leftUnits)],
    at: row.at.toISOString(),
    happenedAt: row.happenedAt?.toISOString() ?? null,
    contactedAt: row.contactedAt?.toISOString() ?? null,
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    memberName: (row.memberId && members.get(row.memberId)) ?? null,
    resolvedBy: (row.resolvedBy && users.get(row.resolvedBy)) ?? null,
  }))
}
