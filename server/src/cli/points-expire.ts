import { sql } from 'kysely'
import { dueLots, type DuePlace, runExpiry } from '#modules/points/expiry-run.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction, onGlobal } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { type CliCommand, UsageError } from './command.ts'
import { withDatabase } from './system.ts'

const pageSize = 5_000

type Line = {
  merchantId: string
  ownerKind: string
  ownerId: string
  lotId: string
  asset: string
  units: number
  worthCents: number | null
  lastDay: string
}

/** Books what has ended, like the sweep that runs by itself; or, dry, lists every holder, lot and value that a run would book. */
export const pointsExpireCommand: CliCommand = {
  options: { 'dry-run': { type: 'boolean' }, at: { type: 'string' }, merchant: { type: 'string' } },
  async run({ options, config, output }) {
    const now = new Date()
    const at = options['at'] === undefined ? now : new Date(String(options['at']))
    if (Number.isNaN(at.getTime())) throw new UsageError('--at takes an instant, such as 2027-01-01T00:00:00+08:00')
    await withDatabase({ config, output }, async (database) => {
      const all = await onGlobal(database, sql<{ id: string }>`select id from platform.merchant order by id`)
      const merchants = all.filter(({ id }) => options['merchant'] === undefined || id === options['merchant'])
      if (options['dry-run'] === true) {
        const lots: Line[] = []
        for (const { id } of merchants) lots.push(...(await listDue(database, id, now, at)))
        const units = lots.reduce((sum, lot) => sum + lot.units, 0)
        output.result({ at: at.toISOString(), isDryRun: true, lots, count: lots.length, units }, () =>
          describe(lots, at),
        )
        return
      }
      const total = { lots: 0, units: 0 }
      for (const { id } of merchants) {
        let isMore = true
        while (isMore) {
          const run = await inMerchant(database, id, now, (work) => runExpiry(work, at))
          total.lots += run.lots
          total.units += run.units
          isMore = run.isMore
        }
      }
      output.result(
        { at: now.toISOString(), isDryRun: false, ...total },
        () => `${total.lots} lots with ${total.units} units have ended and are booked.`,
      )
    })
  },
}

function inMerchant<T>(database: Database, merchantId: string, at: Date, body: (work: Work) => Promise<T>): Promise<T> {
  return inTransaction(database, { merchantId, actor: { kind: 'system', name: 'points expire' }, at }, body)
}

async function listDue(database: Database, merchantId: string, now: Date, until: Date): Promise<Line[]> {
  const lines: Line[] = []
  let after: DuePlace | null = null
  do {
    const page: Awaited<ReturnType<typeof dueLots>> = await inMerchant(database, merchantId, now, (work) =>
      dueLots(work, { until, after, limit: pageSize }),
    )
    for (const { ownerKind, ownerId, lotId, asset, units, worthCents, endsDay } of page.items) {
      lines.push({ merchantId, ownerKind, ownerId, lotId, asset, units, worthCents, lastDay: endsDay })
    }
    after = page.next
  } while (after !== null)
  return lines
}

function describe(lots: readonly Line[], at: Date): string {
  const rows = lots.map(
    ({ lastDay, asset, units, ownerKind, ownerId, lotId }) =>
      `${lastDay}  ${asset}  ${units}  ${ownerKind} ${ownerId}  lot ${lotId}`,
  )
  return [...rows, `A run at ${at.toISOString()} would book ${lots.length} lots. Nothing was changed.`].join('\n')
}
