import { forEachMerchant, type Job } from '#platform/jobs.ts'
import { rollBirthdays } from './roll-birthdays.ts'

const membersPerRun = 5_000

/** Each hour, for it is past midnight somewhere: birthdays that have passed look forward to the next one. */
export const rollBirthdaysJob: Job = {
  name: 'members.roll_birthdays',
  cron: '7 * * * *',
  run: (tools) =>
    forEachMerchant(tools, 'members.roll_birthdays', async (work) => void (await rollBirthdays(work, membersPerRun))),
}
