import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

/** A pass that its holder hands on by a link. */
export type PassGift = {
  id: string
  leavingId: string
  passId: string
  memberId: string
  endsAt: Date
  takenAt: Date | null
  takenBy: string | null
  withdrawnAt: Date | null
}

const columns = sql`g.id, g.leaving_id, g.pass_id, g.member_id, g.ends_at, g.taken_at, g.taken_by, g.withdrawn_at`

export async function insertPassGift(
  work: Work,
  { id, leavingId, passId, memberId, endsAt }: Pick<PassGift, 'id' | 'leavingId' | 'passId' | 'memberId' | 'endsAt'>,
): Promise<void> {
  await work.send(sql`
    insert into retention.pass_gift (merchant_id, id, leaving_id, pass_id, member_id, at, ends_at)
    values (${work.merchantId}, ${id}, ${leavingId}, ${passId}, ${memberId}, ${work.at}, ${endsAt})`)
}

export async function readPassGift(work: Work, id: string): Promise<PassGift | undefined> {
  const [row] = await work.send<PassGift>(sql`
    select ${columns} from retention.pass_gift g where g.merchant_id = ${work.merchantId} and g.id = ${id}`)
  return row
}

export async function lockPassGift(work: Work, id: string): Promise<PassGift | undefined> {
  const [row] = await work.send<PassGift>(sql`
    select ${columns} from retention.pass_gift g where g.merchant_id = ${work.merchantId} and g.id = ${id} for update`)
  return row
}

/** What a member hands on and nobody has taken yet, the latest first. */
export function readOpenGifts(work: Work, memberId: string): Promise<PassGift[]> {
  return work.send<PassGift>(sql`
    select ${columns} from retention.pass_gift g
     where g.merchant_id = ${work.merchantId} and g.member_id = ${memberId} and g.taken_at is null and g.withdrawn_at is null
       and g.ends_at > ${work.at}
     order by g.at desc limit 20`)
}

export async function writeGiftTaken(work: Work, id: string, memberId: string): Promise<void> {
  await work.send(sql`
    update retention.pass_gift set taken_at = ${work.at}, taken_by = ${memberId}
     where merchant_id = ${work.merchantId} and id = ${id}`)
}

export async function writeGiftWithdrawn(work: Work, id: string): Promise<void> {
  await work.send(sql`
    update retention.pass_gift set withdrawn_at = ${work.at} where merchant_id = ${work.merchantId} and id = ${id}`)
}
