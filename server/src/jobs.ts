import type { DueSweep } from '#platform/due-work.ts'
import { runDueWork } from '#platform/due-work.ts'
import type { Job } from '#platform/jobs.ts'
import { forgetOldTries } from '#platform/rate-limit.ts'

/** What falls due by the business clock, one row per kind. */
export const dueSweeps: readonly DueSweep[] = []

/** What runs by the wall clock. */
export const jobs: readonly Job[] = [
  {
    name: 'platform.due_work',
    cron: '* * * * *',
    run: async ({ database, clock, log }) => {
      await runDueWork({
        database,
        sweeps: dueSweeps,
        at: clock.now(),
        onError: (error, merchantId, kind) =>
          log(`${kind} failed for merchant ${merchantId}: ${(error as Error).message}`),
      })
    },
  },
  {
    name: 'platform.forget_tries',
    cron: '17 * * * *',
    run: ({ database, clock }) => forgetOldTries(database, clock.now()),
  },
]
