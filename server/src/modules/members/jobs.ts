import { forEachMerchant, type Job } from '#platform/jobs.ts'
import { rollBirthdays } from './roll-birthdays.ts'

const limit = 5_000

/** Each hour, for it is past midnight somewhere: birthdays that have passed look forward to the next one, once `waitFor` saw them. */
export function rollBirthdaysJob(waitFor: readonly string[]): Job {
  const name = 'members.roll_birthdays'
  return {
    name,
    cron: '7 * * * *',
    run: (tools) => forEachMerchant(tools, name, async (work) => void (await rollBirthdays(work, { limit, waitFor }))),
  }
}
