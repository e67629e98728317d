import { ApiUnreachable } from '@staff/api'
import { forget, keep, readKept } from './kept.ts'

/** An answer that this phone keeps, for when there is no line. A refusal is an answer, too: it is never covered up. */
export function keptAnswer<Answer>(name: string) {
  return {
    async orKept(ask: () => Promise<Answer>): Promise<Answer> {
      try {
        const answer = await ask()
        await keep(name, answer)
        return answer
      } catch (error) {
        const kept = error instanceof ApiUnreachable ? await readKept(name) : undefined
        if (kept === undefined) throw error
        return kept as Answer
      }
    },
    forget: () => forget(name),
  }
}
