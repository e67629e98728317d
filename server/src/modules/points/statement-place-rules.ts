/**
 * Puts lines of another list into a statement, both latest first: each where its time says. While older pages of the statement are still
 * to be read (`isWhole` false), what is older than its last line waits for them.
 */
export function placedBetween<A extends { at: string }, B extends { at: string }>(
  lines: readonly A[],
  others: readonly B[],
  isWhole: boolean,
): (A | B)[] {
  const last = lines.at(-1)
  const fitting = isWhole ? others : others.filter(({ at }) => last !== undefined && at >= last.at)
  // Times are ISO instants in UTC: their order is that of their letters.
  return [...lines, ...fitting].toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
}
