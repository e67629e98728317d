import { sql } from 'kysely'
import { storeFacts } from '#modules/shops/store-facts.ts'
import { forEachMerchant, type Job } from '#platform/jobs.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { planMessages } from './plan-messages.ts'

const perPage = 1_000
const greetingHour = 10
/** A lunar year has 353 days at least; whoever changes their birthday is greeted again no sooner either. */
const gapDays = 300

/**
 * Plans a greeting for every member whose birthday is today in the zone of the first store: solar, lunar and 29 February as
 * `next_birthday_day` has them. Once a birthday, however often it runs, and not again within three hundred days: of a lunar birthday
 * a solar year may hold two, or none. Returns how many members were looked at.
 */
export async function greetBirthdays(work: Work): Promise<number> {
  const [first] = (await storeFacts(work)).values()
  if (!first) return 0
  const today = localDay(work.at, first.timeZone)
  const start = startOfLocalDay(today, first.timeZone)
  const sendAt = new Date(Math.max(work.at.getTime(), start.getTime() + greetingHour * 3_600_000))
  const expiresAt = startOfLocalDay(addDays(today, 1), first.timeZone)
  if (sendAt >= expiresAt) return 0
  const greetedSince = startOfLocalDay(addDays(today, -gapDays), first.timeZone)
  let looked = 0
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const page = await work.send<{ id: string }>(sql`
      select m.id from members.read_member m
       where m.merchant_id = ${work.merchantId} and m.next_birthday_day = ${today} and m.id > ${after}::uuid
         and not exists (select from messaging.message g
                          where g.merchant_id = ${work.merchantId} and g.member_id = m.id and g.kind = 'birthday_greeting'
                            and g.planned_at between ${greetedSince} and ${start})
       order by m.id limit ${perPage}`)
    await planMessages(
      work,
      page.map(({ id }) => ({
        ...{ kind: 'birthday_greeting' as const, memberId: id, ref: `${id}/${today}`, data: {} },
        ...{ about: { day: today }, sendAt, expiresAt },
      })),
    )
    looked += page.length
    if (page.length < perPage) return looked
    after = page.at(-1)!.id
  }
}

/** Every hour, for it becomes morning somewhere. */
export const greetBirthdaysJob: Job = {
  name: 'messaging.greet_birthdays',
  cron: '13 * * * *',
  run: (tools) =>
    forEachMerchant(tools, 'messaging.greet_birthdays', async (work) => void (await greetBirthdays(work))),
}
