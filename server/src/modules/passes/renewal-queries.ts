import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type RenewalRow = {
  passId: string
  agreedAt: Date
  priceCents: number
  chargeDay: string
  noticeDay: string
  nextAt: Date | null
  noticedAt: Date | null
  chargedAt: Date | null
  failedAt: Date | null
  failedCode: string | null
  stoppedAt: Date | null
}

/** What became of a renewal that was agreed to. */
export function renewalStateOf(
  row: Pick<RenewalRow, 'stoppedAt' | 'chargedAt' | 'failedAt'>,
): 'planned' | 'charged' | 'failed' | 'stopped' {
  if (row.stoppedAt) return 'stopped'
  if (row.chargedAt) return 'charged'
  return row.failedAt ? 'failed' : 'planned'
}

const columns = sql`r.pass_id, r.agreed_at, r.price_cents, r.charge_day, r.notice_day, r.next_at, r.noticed_at, r.charged_at, r.failed_at,
  r.failed_code, r.stopped_at`

export async function putRenewal(
  work: Work,
  row: { passId: string; priceCents: number; chargeDay: string; noticeDay: string; nextAt: Date },
): Promise<void> {
  await work.send(sql`
    insert into passes.pass_renewal (merchant_id, pass_id, agreed_at, agreed_by, price_cents, charge_day, notice_day, next_at)
    values (${work.merchantId}, ${row.passId}, ${work.at}, ${actorId(work.actor)}, ${row.priceCents}, ${row.chargeDay},
            ${row.noticeDay}, ${row.nextAt})
    on conflict (merchant_id, pass_id) do update
      set agreed_at = excluded.agreed_at, agreed_by = excluded.agreed_by, price_cents = excluded.price_cents,
          charge_day = excluded.charge_day, notice_day = excluded.notice_day, next_at = excluded.next_at, noticed_at = null,
          charged_at = null, failed_at = null, failed_code = null, stopped_at = null, stopped_by = null`)
}

export async function readRenewals(work: Work, passIds: readonly string[]): Promise<Map<string, RenewalRow>> {
  if (passIds.length === 0) return new Map()
  const rows = await work.send<RenewalRow>(sql`
    select ${columns} from passes.pass_renewal r
     where r.merchant_id = ${work.merchantId} and r.pass_id = any(${[...passIds]}::uuid[])`)
  return new Map(rows.map((row) => [row.passId, row]))
}

/** Stops a renewal. False: none runs. */
export async function stopRenewal(work: Work, passId: string): Promise<boolean> {
  const rows = await work.send(sql`
    update passes.pass_renewal set stopped_at = ${work.at}, stopped_by = ${actorId(work.actor)}, next_at = null
     where merchant_id = ${work.merchantId} and pass_id = ${passId} and stopped_at is null and charged_at is null
     returning pass_id`)
  return rows.length > 0
}

/** A charge moves with the end of its pass. Told already, the notice is told again for the new day. */
export async function moveCharge(work: Work, passId: string, days: number): Promise<void> {
  await work.send(sql`
    update passes.pass_renewal
       set charge_day = charge_day + ${days}::integer, notice_day = notice_day + ${days}::integer, noticed_at = null,
           next_at = next_at + make_interval(days => ${days}::integer)
     where merchant_id = ${work.merchantId} and pass_id = ${passId} and next_at is not null`)
}

/** Renewals with something to do by now, oldest first, locked; those that another worker has are left to it. */
export function lockDueRenewals(work: Work, limit: number): Promise<RenewalRow[]> {
  return work.send(sql`
    select ${columns} from passes.pass_renewal r
     where r.merchant_id = ${work.merchantId} and r.next_at <= ${work.at}
     order by r.next_at, r.pass_id limit ${limit} for update skip locked`)
}

export async function readNextRenewalAt(work: Work): Promise<Date | null> {
  const [row] = await work.send<{ nextAt: Date | null }>(sql`
    select min(next_at) as next_at from passes.pass_renewal where merchant_id = ${work.merchantId} and next_at is not null`)
  return row?.nextAt ?? null
}

export async function writeRenewal(
  work: Work,
  row: Pick<RenewalRow, 'passId' | 'nextAt' | 'noticedAt' | 'chargedAt' | 'failedAt' | 'failedCode'>,
): Promise<void> {
  await work.send(sql`
    update passes.pass_renewal
       set next_at = ${row.nextAt}, noticed_at = ${row.noticedAt}, charged_at = ${row.chargedAt}, failed_at = ${row.failedAt},
           failed_code = ${row.failedCode}
     where merchant_id = ${work.merchantId} and pass_id = ${row.passId}`)
}

export type CalendarRow = RenewalRow & { memberId: string; planName: string; endsDay: string | null }

/** The charges of these days, with those that failed and wait for a hand. */
export function readCalendar(work: Work, from: string, until: string): Promise<CalendarRow[]> {
  const { merchantId } = work
  return work.send(sql`
    select ${columns}, p.member_id, v.name as plan_name, p.ends_day
      from passes.pass_renewal r
      join passes.pass p on p.merchant_id = ${merchantId} and p.id = r.pass_id
      join passes.plan_version v on v.merchant_id = ${merchantId} and v.plan_id = p.plan_id and v.version = p.plan_version
     where r.merchant_id = ${merchantId} and r.charge_day between ${from}::date and ${until}::date
     order by r.charge_day, r.pass_id limit 500`)
}
