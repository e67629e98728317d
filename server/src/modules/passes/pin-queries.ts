import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type PinRow = { pinHash: Buffer; wrongTries: number; lockedUntil: Date | null }

export async function lockPin(work: Work, memberId: string): Promise<PinRow | undefined> {
  const [row] = await work.send<PinRow>(sql`
    select pin_hash, wrong_tries, locked_until from passes.member_pin
     where merchant_id = ${work.merchantId} and member_id = ${memberId} for no key update`)
  return row
}

export async function hasPin(work: Work, memberId: string): Promise<boolean> {
  const rows = await work.send(sql`
    select from passes.member_pin where merchant_id = ${work.merchantId} and member_id = ${memberId}`)
  return rows.length > 0
}

export async function writePin(work: Work, memberId: string, pinHash: Buffer): Promise<void> {
  await work.send(sql`
    insert into passes.member_pin (merchant_id, member_id, pin_hash, set_at)
    values (${work.merchantId}, ${memberId}, ${pinHash}, ${work.at})
    on conflict (merchant_id, member_id) do update
      set pin_hash = excluded.pin_hash, set_at = excluded.set_at, wrong_tries = 0, locked_until = null`)
}

export async function writeTries(
  work: Work,
  memberId: string,
  tries: Pick<PinRow, 'wrongTries' | 'lockedUntil'>,
): Promise<void> {
  await work.send(sql`
    update passes.member_pin set wrong_tries = ${tries.wrongTries}, locked_until = ${tries.lockedUntil}
     where merchant_id = ${work.merchantId} and member_id = ${memberId}`)
}

export async function insertPinCheck(work: Work, id: string, memberId: string): Promise<void> {
  await work.send(sql`
    insert into passes.pin_check (merchant_id, id, member_id, at, actor_id)
    values (${work.merchantId}, ${id}, ${memberId}, ${work.at}, ${actorId(work.actor)})`)
}

/** A check that was right, if it is not older than `sinceMs`. */
export async function readPinCheck(
  work: Work,
  id: string,
  sinceMs: number,
): Promise<{ memberId: string; by: 'pin' } | null> {
  const [row] = await work.send<{ memberId: string; at: Date }>(sql`
    select member_id, at from passes.pin_check where merchant_id = ${work.merchantId} and id = ${id}`)
  return row && work.at.getTime() - row.at.getTime() <= sinceMs ? { memberId: row.memberId, by: 'pin' } : null
}
