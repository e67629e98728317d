import type { Work } from './work.ts'

/**
 * Questions about single things, asked in the same breath, as one: each gets its own answer, undefined where there is none. For handlers
 * that look at events one by one, but are called with many of them.
 */
export function gathered<Answer>(
  readAll: (work: Work, ids: readonly string[]) => Promise<ReadonlyMap<string, Answer>>,
): (work: Work, id: string) => Promise<Answer | undefined> {
  const asked = new WeakMap<Work, { ids: Set<string>; answers: Promise<ReadonlyMap<string, Answer>> }>()
  return async (work, id) => {
    let round = asked.get(work)
    if (!round) {
      const ids = new Set<string>()
      const read = async () => {
        await Promise.resolve() // Whoever asks in this turn is among them.
        asked.delete(work)
        return readAll(work, [...ids])
      }
      round = { ids, answers: read() }
      asked.set(work, round)
    }
    round.ids.add(id)
    return (await round.answers).get(id)
  }
}
