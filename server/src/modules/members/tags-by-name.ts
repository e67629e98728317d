import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { defineTag, mostTags } from './define-tags.ts'
import { lockRegister } from './register-queries.ts'
import { insertMemberTagPairs, lockTags, readTags } from './tag-queries.ts'

/** How names of tags are told apart: neither by large and small letters nor by blanks around them. */
export const tagKey = (name: string) => name.trim().toLowerCase()

/**
 * The ids of tags by `tagKey`; those that are missing are made, as many as a merchant may have in all. A name that is not in the answer
 * found no room. Locks the register.
 */
export async function tagsByName(work: Work, names: readonly string[]): Promise<Map<string, string>> {
  if (names.length === 0) return new Map()
  await lockRegister(work)
  const known = new Map((await lockTags(work)).map(({ id, name }) => [tagKey(name), id]))
  const missing = new Map(names.filter((name) => !known.has(tagKey(name))).map((name) => [tagKey(name), name]))
  const room = Math.max(0, mostTags - known.size)
  for (const [key, name] of [...missing].slice(0, room)) {
    known.set(key, (await defineTag(work, { id: newId(), name })).tagId)
  }
  return known
}

/** Tags of members who are new: part of how they came, so that no change is told. */
export async function tagNewMembers(
  work: Work,
  members: readonly { memberId: string; tagIds: readonly string[] }[],
): Promise<void> {
  const pairs = members.flatMap(({ memberId, tagIds }) => tagIds.map((tagId) => ({ memberId, tagId })))
  if (pairs.length > 0) await insertMemberTagPairs(work, pairs)
}

/** The names of the merchant's tags by id. */
export async function memberTagNames(work: Work): Promise<Map<string, string>> {
  return new Map((await readTags(work)).map(({ id, name }) => [id, name]))
}
