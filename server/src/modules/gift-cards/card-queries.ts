import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'
import type { GiftCard } from './gift-card-rules.ts'

export type CardRow = GiftCard & { batchId: string | null; madeAt: Date; blockedReason: string | null }

const columns = sql`c.id, c.code_tail, c.store_ids, c.batch_id, c.made_at, c.activated_at, c.blocked_at, c.blocked_reason`

/** The cards asked for, locked in the order of their ids. One statement of the flight. */
export function lockCards({ send, merchantId }: Work, ids: readonly string[]): Promise<CardRow[]> {
  return send<CardRow>(sql`
    select ${columns} from gift_cards.gift_card c
     where c.merchant_id = ${merchantId} and c.id = any(${[...ids]}::uuid[])
     order by c.id for update`)
}

export async function readCard({ send, merchantId }: Work, cardId: string): Promise<CardRow | null> {
  const [row] = await send<CardRow>(sql`
    select ${columns} from gift_cards.gift_card c where c.merchant_id = ${merchantId} and c.id = ${cardId}`)
  return row ?? null
}

export async function findCardByCode({ send, merchantId }: Work, codeHash: Buffer): Promise<CardRow | null> {
  const [row] = await send<CardRow>(sql`
    select ${columns} from gift_cards.gift_card c where c.merchant_id = ${merchantId} and c.code_hash = ${codeHash}`)
  return row ?? null
}

export type NewCard = { id: string; codeHash: Buffer; codeTail: string; sealedCode: Buffer }

export async function insertCards(
  { send, merchantId, at }: Work,
  { batchId, storeIds }: { batchId: string | null; storeIds: readonly string[] | null },
  cards: readonly NewCard[],
): Promise<void> {
  await send(sql`
    insert into gift_cards.gift_card (merchant_id, id, code_hash, code_tail, sealed_code, batch_id, store_ids, made_at)
    select ${merchantId}, c.id, c.hash, c.tail, c.sealed, ${batchId}, ${storeIds ? [...storeIds] : null}::uuid[], ${at}
      from unnest(${cards.map(({ id }) => id)}::uuid[], ${cards.map(({ codeHash }) => codeHash)}::bytea[],
                  ${cards.map(({ codeTail }) => codeTail)}::text[], ${cards.map(({ sealedCode }) => sealedCode)}::bytea[])
             as c(id, hash, tail, sealed)`)
}

export async function activateCard({ send, merchantId, at }: Work, cardId: string): Promise<void> {
  await send(sql`
    update gift_cards.gift_card set activated_at = ${at}
     where merchant_id = ${merchantId} and id = ${cardId} and activated_at is null`)
}

export async function writeBlock({ send, merchantId, at }: Work, cardId: string, reason: string | null): Promise<void> {
  await send(sql`
    update gift_cards.gift_card set blocked_at = ${reason === null ? null : at}, blocked_reason = ${reason}
     where merchant_id = ${merchantId} and id = ${cardId}`)
}

export async function insertBatch(
  { send, merchantId, at }: Work,
  batch: { id: string; name: string; quantity: number; storeIds: readonly string[] | null; madeBy: string | null },
): Promise<void> {
  await send(sql`
    insert into gift_cards.gift_card_batch (merchant_id, id, name, quantity, store_ids, made_at, made_by)
    values (${merchantId}, ${batch.id}, ${batch.name}, ${batch.quantity}, ${batch.storeIds ? [...batch.storeIds] : null}::uuid[],
            ${at}, ${batch.madeBy})`)
}

export type BatchRow = {
  id: string
  name: string
  quantity: number
  soldCount: number
  storeIds: string[] | null
  madeAt: Date
}

export function readBatches({ send, merchantId }: Work): Promise<BatchRow[]> {
  return send<BatchRow>(sql`
    select b.id, b.name, b.quantity, b.store_ids, b.made_at,
           (select count(*) from gift_cards.gift_card c
             where c.merchant_id = ${merchantId} and c.batch_id = b.id and c.activated_at is not null) as sold_count
      from gift_cards.gift_card_batch b where b.merchant_id = ${merchantId} order by b.made_at desc, b.id desc limit 200`)
}

/** The sealed codes that can still be shown. */
export function readSealed(
  { send, merchantId }: Work,
  of: { cardId: string } | { batchId: string },
): Promise<{ id: string; sealedCode: Buffer }[]> {
  const which = 'cardId' in of ? sql`id = ${of.cardId}` : sql`batch_id = ${of.batchId}`
  return send(sql`
    select id, sealed_code from gift_cards.gift_card
     where merchant_id = ${merchantId} and ${which} and sealed_code is not null order by id`)
}

export async function forgetSealedBefore({ send, merchantId }: Work, before: Date): Promise<void> {
  await send(sql`
    update gift_cards.gift_card set sealed_code = null
     where merchant_id = ${merchantId} and sealed_code is not null and made_at < ${before}`)
}

export async function oldestSealed({ send, merchantId }: Work): Promise<Date | null> {
  const [row] = await send<{ madeAt: Date | null }>(sql`
    select min(made_at) as made_at from gift_cards.gift_card where merchant_id = ${merchantId} and sealed_code is not null`)
  return row?.madeAt ?? null
}

export function readCards(
  { send, merchantId }: Work,
  filter: { tail: string | null; batchId: string | null; state: 'blank' | 'active' | 'blocked' | null },
  before: readonly [string, string] | null,
  limit: number,
): Promise<CardRow[]> {
  const states = {
    blank: sql`and c.activated_at is null and c.blocked_at is null`,
    active: sql`and c.activated_at is not null and c.blocked_at is null`,
    blocked: sql`and c.blocked_at is not null`,
  }
  return send<CardRow>(sql`
    select ${columns} from gift_cards.gift_card c
     where c.merchant_id = ${merchantId}
       ${filter.tail ? sql`and c.code_tail = ${filter.tail}` : sql``}
       ${filter.batchId ? sql`and c.batch_id = ${filter.batchId}` : sql``}
       ${filter.state ? states[filter.state] : sql``}
       ${before ? sql`and (c.made_at, c.id) < (${before[0]}::timestamptz, ${before[1]}::uuid)` : sql``}
     order by c.made_at desc, c.id desc limit ${limit}`)
}

export function readTails(
  { send, merchantId }: Work,
  ids: readonly string[],
): Promise<{ id: string; codeTail: string }[]> {
  return send(sql`
    select id, code_tail from gift_cards.gift_card where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])`)
}
