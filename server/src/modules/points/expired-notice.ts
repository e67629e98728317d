import { sql } from 'kysely'
import { type EndedDay, readEndedDays } from '#modules/ledger/ended-days.ts'
import { isAnythingDue } from '#modules/ledger/expire-value.ts'
import { homeZone, nextMorning } from '#modules/shops/next-morning.ts'
import { type DueSweep, noteDue } from '#platform/due-work.ts'
import { forEachMerchant, type Job } from '#platform/jobs.ts'
import type { Work } from '#platform/work.ts'
import { addDays, localDay } from '#shared/business-day.ts'

const sweepKind = 'points.tell_expired'
/** What ended longer ago is told to nobody: a worker that was away, an import. */
const toldForDays = 3
/** What is due is booked within minutes; until it is, a day's sum is not whole. */
const retryMs = 300_000
const perRound = 2_000

/**
 * Tells members, in the morning after, what of their points ended: an event on the member's line, once for each member and day for
 * ever, with the sum of all lots of that day. Waits until everything that is due has been booked.
 */
export const expiredNoticeSweep: DueSweep = {
  kind: sweepKind,
  async run(work) {
    if (await isAnythingDue(work)) return new Date(work.at.getTime() + retryMs)
    const today = localDay(work.at, await homeZone(work))
    const ended = (await readEndedDays(work, 'points', addDays(today, -toldForDays))).filter(({ day }) => day < today)
    const told = await writeNotices(work, ended)
    for (const { memberId, day, units: points } of told) {
      work.emit({ type: 'points.expired', subject: { kind: 'member', id: memberId }, data: { points, day } })
    }
    return told.length === perRound ? work.at : null
  },
}

function writeNotices({ send, merchantId, at }: Work, ended: readonly EndedDay[]): Promise<EndedDay[]> {
  if (ended.length === 0) return Promise.resolve([])
  return send<EndedDay>(sql`
    insert into points.expired_notice (merchant_id, member_id, day, points, at)
    select ${merchantId}, v.member_id, v.day, v.points, ${at}
      from unnest(${ended.map(({ memberId }) => memberId)}::uuid[], ${ended.map(({ day }) => day)}::date[],
                  ${ended.map(({ units }) => units)}::bigint[]) as v(member_id, day, points)
     where not exists (select from points.expired_notice n
                        where n.merchant_id = ${merchantId} and n.member_id = v.member_id and n.day = v.day)
     limit ${perRound}
    on conflict do nothing returning member_id, day::text, points as units`)
}

/** Once in the morning of each shop; a morning that was missed is made up for when somebody is there again. */
export const tellExpiredJob: Job = {
  name: sweepKind,
  cron: '21 * * * *',
  run: (tools) => forEachMerchant(tools, sweepKind, async (work) => noteDue(work, sweepKind, await nextMorning(work))),
}
