export type Ending = { kind: string; day: string; units: number; name: string }

/** What ends first. Lots of one kind that end on one day are one line. */
export function soonestEndings(endings: readonly Ending[], most: number): Ending[] {
  const byLine = new Map<string, Ending>()
  for (const ending of endings) {
    const line = `${ending.kind} ${ending.day}`
    const known = byLine.get(line)
    byLine.set(line, known ? { ...known, units: known.units + ending.units } : ending)
  }
  return [...byLine.values()].sort((a, b) => a.day.localeCompare(b.day) || a.kind.localeCompare(b.kind)).slice(0, most)
}
