import type { Work } from '#platform/work.ts'
import { isRefusal, type Refusal } from '#shared/refusal.ts'
import { applyPlan, type AccountKey, type LedgerState, type Plan, type Posting, type Source } from './ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from './post-ledger.ts'

/** What every command over value says beside its own words: the record it is booked for, and where. */
export type Booked = { source: Source; storeId?: string | null }

type Recipe<Command, Outcome> = {
  accounts: (command: Command) => readonly AccountKey[]
  sources?: (command: Command) => readonly Source[]
  plan: (state: LedgerState, command: Command, posting: Posting) => Outcome
}

/**
 * The four beats for an array of commands: lock all accounts, decide each on what the ones before it left, write all at once.
 * A refusal is a value and ends only its own command; the caller tells.
 */
export async function postCommands<Command extends Booked, Outcome extends Plan | Refusal>(
  work: Work,
  commands: readonly Command[],
  { accounts, sources = () => [], plan }: Recipe<Command, Outcome>,
): Promise<Outcome[]> {
  const state = await lockLedger(work, commands.flatMap(accounts), commands.flatMap(sources))
  const plans: Plan[] = []
  const outcomes = commands.map((command) => {
    const outcome = plan(state, command, postingOf(work, command.source, command.storeId))
    if (!isRefusal(outcome)) {
      applyPlan(state, outcome)
      plans.push(outcome)
    }
    return outcome
  })
  await writeLedger(work, plans)
  return outcomes
}
