import { sql } from 'kysely'
import type { Database } from './db.ts'
import { inRetriedTransaction, onGlobal } from './transaction.ts'
import type { Work } from './work.ts'

/**
 * Work that falls due by the business clock: expiry, holds, reminders. `kind` is `<module>.<what>`.
 *
 * `run` does what is due at `work.at`, a bounded amount of it, and says when the next is due: `work.at` itself for more of
 * the same, null for nothing known.
 */
export type DueSweep = { kind: string; run(work: Work): Promise<Date | null> }

/** Longer than any transaction lives (idle and running ones are ended after a minute), and than clocks differ. */
const settlingMs = 180_000

/** Sees to it that a merchant is visited at `dueAt`, or earlier when that is noted already: then this costs one look. */
export async function noteDue(work: Work, kind: string, dueAt: Date): Promise<void> {
  const settledAt = new Date(work.at.getTime() + settlingMs)
  // Looked at before it is touched: the row is shared by all of a merchant's commands and must not become a queue. A visit
  // that may begin before this transaction commits would not see what was noted, and take the row away: then it is locked.
  await work.send(sql`
    insert into platform.due_work as w (merchant_id, kind, due_at)
    select ${work.merchantId}, ${kind}, ${dueAt}
     where not exists (select from platform.due_work d
                        where d.merchant_id = ${work.merchantId} and d.kind = ${kind}
                          and d.due_at <= ${dueAt} and d.due_at > ${settledAt})
    on conflict (merchant_id, kind) do update set due_at = excluded.due_at where excluded.due_at < w.due_at`)
}

/** Whether a merchant still has a visit of one of these kinds before it that is due before `until`; a visit under way is one. */
export async function isDueBefore(work: Work, kinds: readonly string[], until: Date): Promise<boolean> {
  const rows = await work.send(sql`
    select from platform.due_work
     where merchant_id = ${work.merchantId} and kind = any(${[...kinds]}::text[]) and due_at < ${until}`)
  return rows.length > 0
}

const roundsPerVisit = 100
const retryMs = 60_000

type Options = {
  database: Database
  sweeps: readonly DueSweep[]
  at: Date
  /** No further round is begun once it says that the process ends: what is due stays due. */
  signal?: AbortSignal | undefined
  onError?: (error: unknown, merchantId: string, kind: string) => void
}

/**
 * Does everything due at `at`, merchant by merchant, each round in a transaction of its own. Several processes may run it at
 * once: one row, one worker. Returns how many rounds ran.
 */
export async function runDueWork(options: Options): Promise<number> {
  const { database, sweeps, at, signal } = options
  const kinds = sweeps.map(({ kind }) => kind)
  const due = await onGlobal(
    database,
    sql<{ merchantId: string; kind: string }>`
      select merchant_id, kind from platform.due_work where due_at <= ${at} and kind = any(${kinds}) order by due_at`,
  )
  let rounds = 0
  for (const { merchantId, kind } of due) {
    if (signal?.aborted) break
    const sweep = sweeps.find((each) => each.kind === kind)!
    rounds += await visit(options, sweep, merchantId)
  }
  return rounds
}

async function visit({ database, at, signal, onError }: Options, sweep: DueSweep, merchantId: string): Promise<number> {
  const options = { merchantId, actor: { kind: 'system', name: sweep.kind } as const, at }
  for (let round = 0; round < roundsPerVisit; round++) {
    if (signal?.aborted) return round
    try {
      const isMore = await inRetriedTransaction(database, options, async (work) => {
        if (!(await lockDue(work, sweep.kind))) return null
        const nextAt = await sweep.run(work)
        await writeNextDue(work, sweep.kind, nextAt)
        return nextAt !== null && nextAt <= at
      })
      if (isMore === null) return round
      if (!isMore) return round + 1
    } catch (error) {
      onError?.(error, merchantId, sweep.kind)
      // Out of the way of the others for a while; it is not lost.
      await inRetriedTransaction(database, options, (work) =>
        writeNextDue(work, sweep.kind, new Date(at.getTime() + retryMs)),
      )
      return round
    }
  }
  return roundsPerVisit
}

async function lockDue(work: Work, kind: string): Promise<boolean> {
  const rows = await work.send(sql`
    select 1 from platform.due_work
     where merchant_id = ${work.merchantId} and kind = ${kind} and due_at <= ${work.at}
       for update skip locked`)
  return rows.length > 0
}

async function writeNextDue(work: Work, kind: string, dueAt: Date | null): Promise<void> {
  await work.send(
    dueAt
      ? sql`update platform.due_work set due_at = ${dueAt} where merchant_id = ${work.merchantId} and kind = ${kind}`
      : sql`delete from platform.due_work where merchant_id = ${work.merchantId} and kind = ${kind}`,
  )
}
