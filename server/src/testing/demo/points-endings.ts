import { openAccountsAfter } from '#modules/ledger/open-accounts.ts'
import { closeLiabilityMonths } from '#modules/points/liability-close.ts'
import { publishEnding } from '#modules/points/expiry-policy.ts'
import { runExpiry } from '#modules/points/expiry-run.ts'
import { extendPoints, quoteExtension } from '#modules/points/extension.ts'
import { refreshEndings, refreshForecast } from '#modules/points/forecast-refresh.ts'
import { reminderSweep } from '#modules/points/reminder-sweep.ts'
import { publishRescue } from '#modules/points/rescue-policy.ts'
import { keepRulesPage } from '#modules/points/rules-page.ts'
import type { Work } from '#platform/work.ts'
import { addDays, addMonths, type Day, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'

const zone = 'Asia/Shanghai'
/** Days before a month's end on which members are told. */
const tellingDays = [30, 7, 1]
/** So many days before today points were extended, for works in the shop. */
const extendedDaysAgo = 75

/** Points live for six months, to the end of the month; what has ended comes back by a purchase within a month. */
export async function planDemoEndings(work: Work): Promise<void> {
  await publishEnding(work, {
    ...{ version: 0, age: { months: 6, round: 'month_end' }, clearing: null, idle: null },
    ...{ reach: 'new', noticeDays: 0 },
  })
  await publishRescue(work, {
    ...{ version: 0, graceDays: 30, minPurchaseCents: 10_000, lifeDays: 30 },
  })
  await keepRulesPage(work)
}

/** A morning of a year of points that end: members told, months' ends booked and closed, one extension. Most mornings nothing. */
export async function liveDemoEndings(work: Work, daysAgo: number): Promise<void> {
  const today = localDay(work.at, zone)
  if (today.endsWith('-01')) {
    while ((await runExpiry(work, work.at)).isMore);
    await closeLiabilityMonths(work)
  }
  if (tellingDays.includes(daysToMonthEnd(today))) while ((await reminderSweep.run(work)) !== null);
  if (daysAgo === extendedDaysAgo) await extendForWorks(work, today)
}

/** What ends when, counted once more at the year's end: some of its stories were told out of their order. */
export async function countDemoEndings(work: Work): Promise<void> {
  while (!(await refreshForecast(work)));
  const holders = await openAccountsAfter(work, { asset: 'points', after: null, limit: 100_000 })
  await refreshEndings(
    work,
    holders.map(({ accountId }) => accountId),
  )
}

function daysToMonthEnd(today: Day): number {
  const end = addDays(addMonths(`${today.slice(0, 7)}-01`, 1), -1)
  return (Date.parse(end) - Date.parse(today)) / 86_400_000
}

async function extendForWorks(work: Work, today: Day): Promise<void> {
  await refreshForecast(work)
  const from = today
  const to = addDays(addMonths(`${today.slice(0, 7)}-01`, 1), -1)
  const cohort = { from, to, minPoints: 100, untilDay: addDays(addMonths(`${today.slice(0, 7)}-01`, 3), -1) }
  const { fingerprint, lots } = await quoteExtension(work, cohort)
  if (lots === 0) return
  const reason = '城西店装修停业两周，到期积分顺延两个月'
  await extendPoints(work, { extensionId: newId(work.at.getTime()), cohort, fingerprint, reason })
}
