import { findTwins } from '#modules/members/find-twins.ts'
import type { Work } from '#platform/work.ts'
import { readDistinctPairs } from './merge-queries.ts'

/** More candidates than anybody works through in a week; the list is made anew after each merge. */
const candidates = 500

/** Pairs that may be one person, strongest reasons first, without those that a person called two people. */
export async function findDuplicates(work: Work, limit: number) {
  const distinct = await readDistinctPairs(work)
  const twins = await findTwins(work, candidates + distinct.size)
  return twins.filter(({ first, second }) => !distinct.has(`${first.id}/${second.id}`)).slice(0, limit)
}
