import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import { snakeRows } from '#platform/snake-rows.ts'
import type { Work } from '#platform/work.ts'
import type { Prize } from './draw-rules.ts'

export type DrawRow = {
  id: string
  name: string
  rules: string
  costPoints: number
  dayMost: number
  startsAt: Date
  endsAt: Date
  commitment: string
  seed: Buffer
  entries: number
  closedAt: Date | null
}
export type PrizeRow = Prize & { drawId: string; position: number; unitsLeft: number }
export type EntryRow = {
  id: string
  drawId: string
  memberId: string
  number: number
  roll: number
  prizePosition: number | null
  isRefunded: boolean
  at: Date
}

const columns = sql`id, name, rules, cost_points, day_most, starts_at, ends_at, commitment, seed, entries, closed_at`

export function listDraws({ send, merchantId }: Work): Promise<DrawRow[]> {
  return send<DrawRow>(sql`
    select ${columns} from rewards.draw where merchant_id = ${merchantId} order by created_at desc, id desc limit 100`)
}

/** Locks a draw: its entries come one after the other, each with its number. */
export async function lockDraw({ send, merchantId }: Work, id: string): Promise<DrawRow | undefined> {
  const [row] = await send<DrawRow>(sql`
    select ${columns} from rewards.draw where merchant_id = ${merchantId} and id = ${id} for update`)
  return row
}

export function readPrizes({ send, merchantId }: Work, drawIds: readonly string[]): Promise<PrizeRow[]> {
  return send<PrizeRow>(sql`
    select draw_id, position, name, kind, points, coupon_template_id, reward_id, worth_cents, odds_ppm, total, units_left
      from rewards.draw_prize
     where merchant_id = ${merchantId} and draw_id = any(${[...drawIds]}::uuid[]) order by draw_id, position`)
}

export async function insertDraw(
  { send, merchantId, at, actor }: Work,
  row: Omit<DrawRow, 'entries' | 'closedAt'>,
  prizes: readonly Prize[],
): Promise<void> {
  await send(sql`
    insert into rewards.draw (merchant_id, id, name, rules, cost_points, day_most, starts_at, ends_at, commitment, seed, created_at,
           author_id)
    values (${merchantId}, ${row.id}, ${row.name}, ${row.rules}, ${row.costPoints}, ${row.dayMost}, ${row.startsAt},
            ${row.endsAt}, ${row.commitment}, ${row.seed}, ${at}, ${actorId(actor)})`)
  const rows = snakeRows(prizes.map((prize, position) => ({ ...prize, position })))
  await send(sql`
    insert into rewards.draw_prize (merchant_id, draw_id, position, name, kind, points, coupon_template_id, reward_id,
           worth_cents, odds_ppm, total, units_left)
    select ${merchantId}, ${row.id}, position, name, kind, points, coupon_template_id, reward_id, worth_cents, odds_ppm, total, total
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
             as p(position smallint, name text, kind text, points bigint, coupon_template_id uuid, reward_id uuid,
                  worth_cents bigint, odds_ppm integer, total integer)`)
}

/** Writes an entry, its draw's count and what it took of its prize. */
export async function writeEntry({ send, merchantId }: Work, entry: EntryRow): Promise<void> {
  await Promise.all([
    send(sql`
      insert into rewards.draw_entry (merchant_id, id, draw_id, member_id, number, roll, prize_position, is_refunded, at)
      values (${merchantId}, ${entry.id}, ${entry.drawId}, ${entry.memberId}, ${entry.number}, ${entry.roll},
              ${entry.prizePosition}, ${entry.isRefunded}, ${entry.at})`),
    send(sql`
      update rewards.draw set entries = ${entry.number} where merchant_id = ${merchantId} and id = ${entry.drawId}`),
    entry.prizePosition === null
      ? null
      : send(sql`
          update rewards.draw_prize set units_left = units_left - 1
           where merchant_id = ${merchantId} and draw_id = ${entry.drawId} and position = ${entry.prizePosition}`),
  ])
}

export async function countEntries(
  { send, merchantId }: Work,
  { drawId, memberId, since }: { drawId: string; memberId: string; since: Date },
): Promise<number> {
  const [row] = await send<{ entries: number }>(sql`
    select count(*)::int as entries from rewards.draw_entry
     where merchant_id = ${merchantId} and member_id = ${memberId} and draw_id = ${drawId} and at >= ${since}`)
  return row!.entries
}

/** Entries of these members, latest first. */
export function listEntries({ send, merchantId }: Work, memberIds: readonly string[]): Promise<EntryRow[]> {
  return send<EntryRow>(sql`
    select id, draw_id, member_id, number, roll, prize_position, is_refunded, at from rewards.draw_entry
     where merchant_id = ${merchantId} and member_id = any(${[...memberIds]}::uuid[]) order by at desc, id desc limit 100`)
}

export async function closeDrawRow({ send, merchantId, at }: Work, id: string): Promise<void> {
  await send(sql`
    update rewards.draw set closed_at = coalesce(closed_at, ${at}) where merchant_id = ${merchantId} and id = ${id}`)
}
