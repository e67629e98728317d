import { sql } from 'kysely'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { endOfIdle, type Idle } from './idle-rules.ts'
import { accountIn, type AccountKey, type Expiry, type Lot, type Source } from './ledger-rules.ts'
import { expirySweepKind, lockLedger } from './post-ledger.ts'
import { noteIdle } from './write-queries.ts'

export type NewTerms = { fixed: Expiry | null; idle: Idle | null }

/**
 * Gives the open lots of accounts other terms of ending, as `termsOf` says of each (undefined: left alone), and counts inactivity from now
 * on: the owner was told, and that begins the time. Every move is a row with the record it was made for. Locks the accounts.
 */
export async function retermLots(
  work: Work,
  accounts: readonly AccountKey[],
  source: Source,
  termsOf: (lot: Lot, owner: AccountKey) => NewTerms | undefined,
): Promise<{ lots: number }> {
  const state = await lockLedger(work, accounts)
  const moved: { lot: Lot; terms: NewTerms }[] = []
  for (const key of accounts) {
    for (const id of state.lotIds.get(accountIn(state, key).id) ?? []) {
      const lot = state.lots.get(id)!
      const terms = lot.remainingUnits > 0 ? termsOf(lot, key) : undefined
      if (terms) moved.push({ lot, terms })
    }
  }
  if (moved.length === 0) return { lots: 0 }
  const accountIds = [...new Set(moved.map(({ lot }) => lot.accountId))]
  const lots = moved.map(({ lot, terms: { fixed, idle } }) => ({
    ...lot,
    idle,
    expiry: idle ? endOfIdle(idle, lot.earnedAt, work.at) : fixed,
  }))
  const ends = lots.flatMap(({ expiry }) => (expiry ? [expiry.at.getTime()] : []))
  await Promise.all([
    writeTerms(work, moved, source),
    work.send(sql`
      update ledger.account a set active_at = greatest(a.active_at, ${work.at})
        from unnest(${accountIds}::uuid[]) as v(id) where a.merchant_id = ${work.merchantId} and a.id = v.id`),
    noteIdle(work, lots),
    ...(ends.length > 0 ? [noteDue(work, expirySweepKind, new Date(Math.min(...ends)))] : []),
  ])
  return { lots: moved.length }
}

async function writeTerms(
  { send, merchantId, at }: Work,
  moved: readonly { lot: Lot; terms: NewTerms }[],
  source: Source,
): Promise<void> {
  const rows = moved.map(({ lot, terms: { fixed, idle } }) => ({
    id: newId(),
    lot_id: lot.id,
    from_expires_at: lot.expiry?.at ?? null,
    expires_at: fixed?.at ?? null,
    expires_day: fixed?.day ?? null,
    expires_zone: fixed?.zone ?? null,
    idle_months: idle?.months ?? null,
    idle_days: idle?.days ?? null,
    idle_zone: idle?.zone ?? null,
  }))
  const json = JSON.stringify(rows)
  await Promise.all([
    send(sql`
      insert into ledger.lot_extension (merchant_id, at, id, lot_id, source_kind, source_id, from_expires_at, to_expires_at,
             to_expires_day, to_expires_zone)
      select ${merchantId}, ${at}, x.id, x.lot_id, ${source.kind}, ${source.id}, x.from_expires_at, x.expires_at, x.expires_day,
             x.expires_zone
        from jsonb_to_recordset(${json}::jsonb) as x(id uuid, lot_id uuid, from_expires_at timestamptz, expires_at timestamptz,
             expires_day date, expires_zone text)`),
    send(sql`
      update ledger.lot l set expires_at = v.expires_at, expires_day = v.expires_day, expires_zone = v.expires_zone,
             idle_months = v.idle_months, idle_days = v.idle_days, idle_zone = v.idle_zone
        from jsonb_to_recordset(${json}::jsonb) as v(lot_id uuid, expires_at timestamptz, expires_day date, expires_zone text,
             idle_months smallint, idle_days smallint, idle_zone text)
       where l.merchant_id = ${merchantId} and l.id = v.lot_id`),
  ])
}
