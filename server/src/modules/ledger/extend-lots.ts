import { sql } from 'kysely'
import { noteDue } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { refuse, type Refusal } from '#shared/refusal.ts'
import type { AccountKey, Expiry, Lot } from './ledger-rules.ts'
import type { Booked } from './post-commands.ts'
import { expirySweepKind, lockLedger } from './post-ledger.ts'

export type Extension = Booked & { account: AccountKey; lotId: string; expiry: Expiry | null }

/**
 * Moves the expiry of lots, for a freeze or as a favour: the only way in which it changes after the grant. Each move is a row
 * with the record it was made for. From then on the day stands: what lapsed by inactivity no longer does. A lot that has expired but is not swept yet lives again. Refuses a lot that the account does
 * not hold or that is used up. Locks the accounts.
 */
export async function extendLots(
  work: Work,
  extensions: readonly Extension[],
): Promise<({ from: Expiry | null } | Refusal<'lot_not_found'>)[]> {
  const state = await lockLedger(
    work,
    extensions.map(({ account }) => account),
  )
  const moved = new Map<string, Lot>()
  const rows: object[] = []
  const outcomes = extensions.map(({ account, lotId, expiry, source }) => {
    const lot = moved.get(lotId) ?? state.lots.get(lotId)
    const owner = lot && state.accounts.get(lot.accountId)
    const isTheirs = owner?.ownerId === account.ownerId && owner.asset === account.asset
    if (!lot || !isTheirs || lot.remainingUnits === 0) return refuse('lot_not_found')
    moved.set(lotId, { ...lot, expiry, idle: null })
    rows.push({
      id: newId(),
      lot_id: lotId,
      source_kind: source.kind,
      source_id: source.id,
      from_expires_at: lot.expiry?.at ?? null,
      to_expires_at: expiry?.at ?? null,
      to_expires_day: expiry?.day ?? null,
      to_expires_zone: expiry?.zone ?? null,
    })
    return { from: lot.expiry }
  })
  if (rows.length > 0) await writeExtensions(work, rows, [...moved.values()])
  return outcomes
}

async function writeExtensions(work: Work, rows: readonly object[], lots: readonly Lot[]): Promise<void> {
  const expiries = lots.map(({ id, expiry }) => ({
    id,
    expires_at: expiry?.at ?? null,
    expires_day: expiry?.day ?? null,
    expires_zone: expiry?.zone ?? null,
  }))
  const times = lots.flatMap(({ expiry }) => (expiry ? [expiry.at.getTime()] : []))
  await Promise.all([
    work.send(sql`
      insert into ledger.lot_extension (merchant_id, at, id, lot_id, source_kind, source_id, from_expires_at, to_expires_at,
             to_expires_day, to_expires_zone)
      select ${work.merchantId}, ${work.at}, x.*
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(id uuid, lot_id uuid, source_kind text, source_id uuid,
             from_expires_at timestamptz, to_expires_at timestamptz, to_expires_day date, to_expires_zone text)`),
    work.send(sql`
      update ledger.lot l set expires_at = v.expires_at, expires_day = v.expires_day, expires_zone = v.expires_zone,
           idle_months = null, idle_days = null, idle_zone = null
        from jsonb_to_recordset(${JSON.stringify(expiries)}::jsonb)
               as v(id uuid, expires_at timestamptz, expires_day date, expires_zone text)
       where l.merchant_id = ${work.merchantId} and l.id = v.id`),
    ...(times.length > 0 ? [noteDue(work, expirySweepKind, new Date(Math.min(...times)))] : []),
  ])
}
