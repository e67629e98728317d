import { defineTag } from '#modules/members/define-tags.ts'
import { tagMembers } from '#modules/members/tag-members.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import type { Person } from './people.ts'

/** What the staff remember their regulars by, and of whom it is true. */
const tags: readonly (readonly [name: string, isOf: (person: Person) => boolean])[] = [
  ['健身课', ({ taste }) => taste === 'fitness'],
  ['喜欢安静', ({ taste, index }) => taste === 'beauty' && index % 5 === 0],
  ['只约周末', ({ index }) => index % 11 === 3],
  ['爱买产品', ({ shopsGoods }) => shopsGoods > 0.47],
  ['老板朋友', ({ index }) => index % 97 === 1],
]

/** The shop's own tags, on the people they are about. */
export async function tagDemoMembers(
  work: Work,
  people: readonly Person[],
  memberIds: ReadonlyMap<number, string>,
): Promise<void> {
  for (const [name, isOf] of tags) {
    const { tagId } = await defineTag(work, { id: newId(work.at.getTime()), name })
    const ids = people.filter(isOf).flatMap(({ index }) => memberIds.get(index) ?? [])
    for (let from = 0; from < ids.length; from += 1_000) {
      await tagMembers(work, {
        id: newId(work.at.getTime()),
        memberIds: ids.slice(from, from + 1_000),
        addIds: [tagId],
        removeIds: [],
      })
    }
  }
}
