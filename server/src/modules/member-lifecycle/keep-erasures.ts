import { sql } from 'kysely'
import type { Database } from '#platform/db.ts'
import { type DueSweep, runDueWork } from '#platform/due-work.ts'
import type { Job } from '#platform/jobs.ts'
import { inRetriedTransaction, onGlobal } from '#platform/transaction.ts'
import { journalSweepKind, listErasures, replayErasures } from './erase-member.ts'
import { type ErasedRecord, keepErased, readErased } from './erasure-journal.ts'
import { lockUnjournaled, markJournaled } from './erasure-queries.ts'

const mostPerVisit = 100
const replayedAtOnce = 50

/**
 * Writes erasures that are done to the journals, and only then lets them be told as done. The file comes before the mark:
 * cut off in between, the same lines are looked at again, never missed.
 */
function journalSweep(folders: readonly string[]): DueSweep {
  return {
    kind: journalSweepKind,
    async run(work) {
      const erasures = await lockUnjournaled(work, mostPerVisit)
      const { merchantId } = work
      const records = erasures.flatMap(({ erasedIds, doneAt }) =>
        erasedIds.map((memberId) => ({ merchantId, memberId, erasedAt: doneAt })),
      )
      await keepErased(folders, records)
      await markJournaled(
        work,
        erasures.map(({ id }) => id),
      )
      return erasures.length < mostPerVisit ? null : work.at
    },
  }
}

/** Carries what was erased to the journals, every minute. `folders` says where they are just now: backups may move. */
export function journalErasuresJob(folders: () => Promise<string[]>): Job {
  return {
    name: 'member_lifecycle.journal_erasures',
    cron: '* * * * *',
    async run({ database, clock, log, signal }) {
      const onError = (error: unknown, merchantId: string) =>
        log(`erasures of merchant ${merchantId} wait for their journal: ${(error as Error).message}`)
      await runDueWork({ database, sweeps: [journalSweep(await folders())], at: clock.now(), signal, onError })
    },
  }
}

/**
 * Brings database and journals together, at start and after a restore, before anybody is served: erases again whom the
 * journals name and the database still knows, and gives every journal what another one or the database has.
 *
 * Returns how many members were erased again; doing it twice changes nothing.
 */
export async function enforceErasures(options: {
  database: Database
  folders: readonly string[]
  at: Date
}): Promise<number> {
  const { database, folders, at } = options
  const { records: journaled } = await readErased(folders)
  const ofMerchant = Map.groupBy(journaled, ({ merchantId }) => merchantId)
  const done: ErasedRecord[] = []
  let erased = 0
  const merchants = await onGlobal(database, sql<{ id: string }>`select id from platform.merchant order by id`)
  for (const { id: merchantId } of merchants) {
    const inWork = { merchantId, actor: { kind: 'system', name: 'member_lifecycle.enforce_erasures' }, at } as const
    const records = ofMerchant.get(merchantId) ?? []
    for (let first = 0; first < records.length; first += replayedAtOnce) {
      const ids = records.slice(first, first + replayedAtOnce).map(({ memberId }) => memberId)
      erased += await inRetriedTransaction(database, inWork, (work) => replayErasures(work, ids))
    }
    const list = await inRetriedTransaction(database, inWork, (work) => listErasures(work, new Date(0)))
    done.push(...list.map(({ memberId, doneAt }) => ({ merchantId, memberId, erasedAt: doneAt })))
  }
  await keepErased(folders, [...journaled, ...done])
  return erased
}
