import type { Work } from '#platform/work.ts'
import { countChanged, readItemLines } from './feed-queries.ts'

/**
 * A page of the catalogue for a till that starts from nothing: one line of JSON per item that is for sale, in the order of
 * `tillLineFields`, made by the database, so that a hundred thousand of them need no object here.
 */
export function tillLines(
  work: Work,
  after: { revision: number; itemId: string },
  limit: number,
): Promise<{ text: string; count: number; revision: number; itemId: string } | null> {
  return readItemLines(work, after, limit)
}

/** How many items changed after a revision, counted up to `most`: whether a till had better begin anew than catch up. */
export function changedSince(work: Work, revision: number, most: number): Promise<number> {
  return countChanged(work, revision, most)
}
