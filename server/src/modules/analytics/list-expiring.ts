import { memberSummaries } from '#modules/members/member-summaries.ts'
import { decodeCursor, pageOf } from '#platform/contract.ts'
import type { Work } from '#platform/work.ts'
import { isUuid } from '#shared/ids.ts'
import { invalidInput } from '#platform/input-problems.ts'
import { type ExpiringPurse, readExpiring } from './expiring-queries.ts'

const dayMs = 86_400_000

/** Whom to remind: members whose points or stored value lapse within so many days, soonest first. Two flights. */
export async function listExpiring(
  work: Work,
  { of, days, cursor, limit = 50 }: { of: ExpiringPurse; days: number; cursor?: string; limit?: number },
) {
  const after = afterOf(cursor)
  const until = new Date(work.at.getTime() + days * dayMs)
  const rows = await readExpiring(work, of, until, { after, limit: limit + 1 })
  const { page, next } = pageOf(rows, limit, (last) => [last.expiresAt, last.memberId])
  const members = await memberSummaries(
    work,
    page.map(({ memberId }) => memberId),
  )
  return {
    items: page.flatMap(({ memberId, units, expiresDay }) => {
      const member = members.get(memberId)
      if (!member) return []
      const { id, name, number, phone, status, homeStoreId } = member
      return [{ id, name, number, phone, status, homeStoreId, units, expiresDay }]
    }),
    next,
  }
}

/** Where the page before ended. A cursor that we did not make is refused. */
function afterOf(cursor: string | undefined): { at: string; memberId: string } | null {
  if (cursor === undefined) return null
  const [at, memberId] = decodeCursor(cursor, 2) ?? []
  const isOurs =
    typeof at === 'string' && typeof memberId === 'string' && isUuid(memberId) && Number.isFinite(Date.parse(at))
  if (!isOurs) throw invalidInput('cursor', 'foreign_cursor')
  return { at, memberId }
}
