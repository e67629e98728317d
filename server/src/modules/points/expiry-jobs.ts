import type { DueSweep } from '#platform/due-work.ts'
import { noteDue } from '#platform/due-work.ts'
import { forEachMerchant, type Job } from '#platform/jobs.ts'
import { expiredNoticeSweep, tellExpiredJob } from './expired-notice.ts'
import { expiryNoticeSweep } from './expiry-notice.ts'
import { refreshForecast } from './forecast-refresh.ts'
import { closeLiabilityMonths } from './liability-close.ts'
import { noteReminders, reminderSweep } from './reminder-sweep.ts'
import { keepRulesPage } from './rules-page.ts'

const forecastSweepKind = 'points.forecast'

/** The mirror of what ends when, in rounds while it is filled for the first time. */
const forecastSweep: DueSweep = {
  kind: forecastSweepKind,
  run: async (work) => ((await refreshForecast(work)) ? null : work.at),
}

/** What falls due of points that end. */
export const pointsEndingSweeps: readonly DueSweep[] = [
  expiryNoticeSweep,
  expiredNoticeSweep,
  forecastSweep,
  reminderSweep,
]

/** What runs by the wall clock: the mirror every other minute, reminders when the day allows, the books once a night. */
export const pointsEndingJobs: readonly Job[] = [
  {
    name: 'points.forecast',
    cron: '*/2 * * * *',
    run: (tools) => forEachMerchant(tools, 'points.forecast', (work) => noteDue(work, forecastSweepKind, work.at)),
  },
  {
    name: 'points.remind',
    cron: '11 * * * *',
    run: (tools) => forEachMerchant(tools, 'points.remind', noteReminders),
  },
  tellExpiredJob,
  {
    name: 'points.close_months',
    cron: '43 2 * * *',
    run: (tools) =>
      forEachMerchant(tools, 'points.close_months', async (work) => {
        await closeLiabilityMonths(work)
        await keepRulesPage(work)
      }),
  },
]
