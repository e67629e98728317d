import { absorbedInto } from '#modules/members/member-family.ts'
import type { Work } from '#platform/work.ts'
import { readTurnovers } from './worth-queries.ts'

/**
 * What the members of one page of a list have been worth, and when they came last; records merged into theirs included. In the
 * order asked; who never bought anything, or is nobody, has nothing. Two flights, whatever the number.
 */
export async function listMemberWorths(work: Work, memberIds: readonly string[]) {
  const wanted = [...new Set(memberIds)]
  const absorbed = await absorbedInto(work, wanted)
  const pairs = wanted.flatMap((member) =>
    [member, ...(absorbed.get(member) ?? [])].map((record) => ({ record, member })),
  )
  const turnovers = await readTurnovers(work, {
    records: pairs.map(({ record }) => record),
    members: pairs.map(({ member }) => member),
  })
  const found = new Map(turnovers.map((turnover) => [turnover.memberId, turnover]))
  return {
    items: wanted.map((memberId) => found.get(memberId) ?? { memberId, yearCents: 0, visitCount: 0, lastDay: null }),
  }
}
