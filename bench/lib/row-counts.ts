import pg from 'pg'

export type RowCounts = { table: string; inserted: number; updated: number; deleted: number }

export type Counts = { rows: RowCounts[]; walBytes: number }

/** What PostgreSQL has counted so far: rows by table (pgbench's own apart), and bytes of WAL. */
export async function countRows(ownerUrl: string): Promise<Counts> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ table: string; inserted: string; updated: string; deleted: string }>(`
    select schemaname || '.' || relname as table, n_tup_ins as inserted, n_tup_upd as updated, n_tup_del as deleted
      from pg_stat_user_tables where relname !~ '^pgbench' order by 1`)
  const wal = await client.query<{ bytes: string }>(`select pg_current_wal_lsn() - '0/0' as bytes`)
  await client.end()
  return {
    rows: rows.map(({ table, inserted, updated, deleted }) => ({
      table,
      inserted: Number(inserted),
      updated: Number(updated),
      deleted: Number(deleted),
    })),
    walBytes: Number(wal.rows[0]!.bytes),
  }
}

/** The difference, tables that nothing was written to left out. */
export function rowsSince(before: Counts, after: Counts): Counts {
  const known = new Map(before.rows.map((row) => [row.table, row]))
  const rows = after.rows.map(({ table, inserted, updated, deleted }) => ({
    table,
    inserted: inserted - (known.get(table)?.inserted ?? 0),
    updated: updated - (known.get(table)?.updated ?? 0),
    deleted: deleted - (known.get(table)?.deleted ?? 0),
  }))
  return {
    rows: rows.filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0),
    walBytes: after.walBytes - before.walBytes,
  }
}
