export type Ending = { kind: string; day: string; units: number; name: string }

/** What ends first. Lots of one kind that end on one day are one line, which tells how many they are. */
export function soonestEndings(endings: readonly Ending[], most: number): (Ending & { lots: number })[] {
  const byLine = new Map<string, Ending & { lots: number }>()
  for (const ending of endings) {
    const line = `${ending.kind} ${ending.day}`
    const known = byLine.get(line)
    byLine.set(line, { ...ending, units: (known?.units ?? 0) + ending.units, lots: (known?.lots ?? 0) + 1 })
  }
  return [...byLine.values()].sort((a, b) => a.day.localeCompare(b.day) || a.kind.localeCompare(b.kind)).slice(0, most)
}
