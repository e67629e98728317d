import { sql } from 'kysely'
import { refuse, type Refusal } from '#shared/refusal.ts'
import type { Database } from './db.ts'
import { keyedHash } from './secrets.ts'
import { onGlobal } from './transaction.ts'

/**
 * Counts tries in the database, for what must hold across processes and restarts: sign-in, one-time codes, card numbers.
 * Refuses with `too_many_requests` once `limit` tries were made within `seconds` of the first. Committed at once: a refusal
 * of what follows does not give the try back. `key` is kept as a keyed hash.
 */
export async function takeTries(
  database: Database,
  bucket: string,
  key: string,
  { limit, seconds, at }: { limit: number; seconds: number; at: Date },
): Promise<void | Refusal<'too_many_requests'>> {
  const windowStart = new Date(at.getTime() - seconds * 1_000)
  const [row] = await onGlobal(
    database,
    sql<{ hits: number; windowStart: Date }>`
      insert into platform.rate_limit as r (bucket, key_hash, window_start, hits)
      values (${bucket}, ${hashOf(database, bucket, key)}, ${at}, 1)
      on conflict (bucket, key_hash) do update
         set hits = case when r.window_start <= ${windowStart} then 1 else r.hits + 1 end,
             window_start = case when r.window_start <= ${windowStart} then excluded.window_start else r.window_start end
      returning hits, window_start`,
  )
  if (row!.hits <= limit) return
  const until = row!.windowStart.getTime() + seconds * 1_000
  return refuse('too_many_requests', { seconds: Math.max(1, Math.ceil((until - at.getTime()) / 1_000)) })
}

/** Clears the count, after a try that succeeded. */
export async function forgetTries(database: Database, bucket: string, key: string): Promise<void> {
  await onGlobal(
    database,
    sql`delete from platform.rate_limit where bucket = ${bucket} and key_hash = ${hashOf(database, bucket, key)}`,
  )
}

/** Drops counts that no window reaches back to. */
export async function forgetOldTries(database: Database, at: Date): Promise<void> {
  const before = new Date(at.getTime() - 2 * 86_400_000)
  await onGlobal(database, sql`delete from platform.rate_limit where window_start < ${before}`)
}

function hashOf(database: Database, bucket: string, key: string): Buffer {
  return keyedHash(database.keys('platform.rate_limit', null), `${bucket}/${key}`)
}
