import { sql } from 'kysely'
import { actorId } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'

export type IdentificationRow = {
  id: string
  memberId: string
  by: 'code' | 'card' | 'number' | 'phone'
  isVerified: boolean
  at: Date
}

export async function insertIdentification(
  { send, merchantId, actor, at }: Work,
  row: Omit<IdentificationRow, 'at'>,
): Promise<void> {
  await send(sql`
    insert into members.identification (merchant_id, id, member_id, by, is_verified, at, actor_id)
    values (${merchantId}, ${row.id}, ${row.memberId}, ${row.by}, ${row.isVerified}, ${at}, ${actorId(actor)})`)
}

export async function readIdentificationRow(
  { send, merchantId }: Work,
  id: string,
): Promise<IdentificationRow | undefined> {
  const rows = await send<IdentificationRow>(sql`
    select id, member_id, by, is_verified, at from members.identification where merchant_id = ${merchantId} and id = ${id}`)
  return rows[0]
}
