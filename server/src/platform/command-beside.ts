import { Refused } from '#shared/refusal.ts'
import { claimCommands, type Command, storeAnswers } from './command.ts'
import type { Database } from './db.ts'
import { inRetriedTransaction, type WorkOptions } from './transaction.ts'
import type { Work } from './work.ts'

/** The command took effect before: what was done beside is rolled back with this. */
class AnsweredBefore extends Error {
  readonly answer: unknown

  constructor(answer: unknown) {
    super('the command took effect before')
    this.answer = answer
  }
}

/**
 * Does a command while its key is taken: one flight less than asking first. `body` locks behind the key, so that it waits for whoever has it;
 * where that one took effect, all that `body` did is rolled back, whatever it said, and the stored answer is given.
 */
export async function doBeside<T>(
  database: Database,
  options: WorkOptions,
  command: Command,
  body: (work: Work) => Promise<T>,
): Promise<T> {
  try {
    return await inRetriedTransaction(database, options, async (work) => {
      const [claimed, done] = await Promise.allSettled([claimCommands(work, [command]), body(work)])
      if (claimed.status === 'rejected') throw claimed.reason
      const [claim] = claimed.value
      if (claim instanceof Refused) throw claim
      if (claim!.kind === 'answered') throw new AnsweredBefore(claim!.answer)
      if (done.status === 'rejected') throw done.reason
      work.leave(storeAnswers(work, [{ key: command.key, answer: done.value }]))
      return done.value
    })
  } catch (error) {
    if (error instanceof AnsweredBefore) return error.answer as T
    throw error
  }
}
