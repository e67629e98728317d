/**
 * Puts lines of another list into a statement, latest first: each before the first line that is no later. The lines themselves keep their
 * order, which is that of the books: one that was handed in late stands where its balance follows, whatever its time. While older pages of the statement are still
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
  const waiting = fitting.toSorted((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
  const placed: (A | B)[] = []
  for (const line of lines) {
    while (waiting[0] && waiting[0].at > line.at) placed.push(waiting.shift()!)
    placed.push(line)
  }
  return [...placed, ...waiting]
}
