import { sql } from 'kysely'
import type { Work } from '#platform/work.ts'

export type AuditRow = {
  id: string
  at: Date
  action: string
  subjectKind: string
  subjectId: string
  actorId: string | null
  actor: { kind: string; id: string | null; name?: string; deviceId?: string }
  ip: string | null
  changes: Record<string, [unknown, unknown]>
  reason: string | null
  approvedBy: string | null
}

export type AuditFilter = {
  from: Date | null
  to: Date | null
  /** A whole action, or a module's with a trailing dot. */
  action: string | null
  actorId: string | null
  subjectId: string | null
  /** Only what a manager had to approve. */
  isApproved: boolean
}

const columns = sql`id, at, action, subject_kind, subject_id, actor_id, actor, ip, changes, reason, approved_by`

/** Lines newest first, `limit` of them after the cursor (at, id). */
export async function readAuditPage(
  { send, merchantId }: Work,
  filter: AuditFilter,
  { after, limit }: { after: { at: string; id: string } | null; limit: number },
): Promise<AuditRow[]> {
  const { from, to, action, actorId, subjectId, isApproved } = filter
  return send<AuditRow>(sql`
    select ${columns} from audit.entry
     where merchant_id = ${merchantId}
       and (${from}::timestamptz is null or at >= ${from})
       and (${to}::timestamptz is null or at < ${to})
       and (${action}::text is null or action = ${action} or (right(${action}, 1) = '.' and starts_with(action, ${action})))
       and (${actorId}::uuid is null or actor_id = ${actorId})
       and (${subjectId}::uuid is null or subject_id = ${subjectId})
       and (not ${isApproved}::boolean or approved_by is not null)
       and (${after?.at ?? null}::timestamptz is null or (at, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
     order by at desc, id desc
     limit ${limit}`)
}

/** A line as it is hashed: everything, in the words of the table. */
export type SealedLine = AuditRow & { recordedAt: Date }

/**
 * Lines that no seal names yet, recorded before `before`, oldest first. Looks back one day before the last seal, so that a
 * line whose transaction took long is sealed late and not left out.
 */
export async function readUnsealed({ send, merchantId }: Work, before: Date, limit: number): Promise<SealedLine[]> {
  return send<SealedLine>(sql`
    with last as (
      select coalesce(max(sealed_at), '-infinity'::timestamptz) - interval '1 day' as since
        from audit.seal where merchant_id = ${merchantId}
    ), named as (
      select unnest(s.entry_ids) as id from audit.seal s, last
       where s.merchant_id = ${merchantId} and s.sealed_at >= last.since
    )
    select ${columns}, recorded_at from audit.entry e
     where e.merchant_id = ${merchantId} and e.recorded_at < ${before}
       and e.recorded_at >= (select since from last)
       and not exists (select from named where named.id = e.id)
     order by e.recorded_at, e.id
     limit ${limit}`)
}

export type SealRow = { seq: number; entryIds: string[]; entryHashes: Buffer[]; hash: Buffer }

/** The last seal. Callers hold the merchant's sealing lock. */
export async function readLastSeal({ send, merchantId }: Work): Promise<SealRow | undefined> {
  const rows = await send<SealRow>(sql`
    select seq, entry_ids, entry_hashes, hash from audit.seal
     where merchant_id = ${merchantId} order by seq desc limit 1`)
  return rows[0]
}

export async function readSealsAfter({ send, merchantId }: Work, seq: number, limit: number): Promise<SealRow[]> {
  return send<SealRow>(sql`
    select seq, entry_ids, entry_hashes, hash from audit.seal
     where merchant_id = ${merchantId} and seq > ${seq} order by seq limit ${limit}`)
}

export async function readLines({ send, merchantId }: Work, ids: readonly string[]): Promise<SealedLine[]> {
  return send<SealedLine>(sql`
    select ${columns}, recorded_at from audit.entry where merchant_id = ${merchantId} and id = any(${[...ids]}::uuid[])`)
}

/** One sealer of a merchant at a time, until the transaction ends. */
export async function lockSealing({ send, merchantId }: Work): Promise<void> {
  await send(sql`select pg_advisory_xact_lock(hashtextextended(${`audit.seal ${merchantId}`}, 0))`)
}

/** When the seal was made is the database's own time, as `recorded_at` is: a moved business clock moves neither. */
export async function insertSeal({ send, merchantId }: Work, row: SealRow): Promise<void> {
  await send(sql`
    insert into audit.seal (merchant_id, seq, entry_ids, entry_hashes, hash, sealed_at)
    values (${merchantId}, ${row.seq}, ${row.entryIds}::uuid[], ${row.entryHashes}::bytea[], ${row.hash}, clock_timestamp())`)
}

export async function readDatabaseTime({ send }: Work): Promise<Date> {
  const rows = await send<{ now: Date }>(sql`select clock_timestamp() as now`)
  return rows[0]!.now
}
