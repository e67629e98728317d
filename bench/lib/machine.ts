import os from 'node:os'
import pg from 'pg'

/** The line that stands above every figure: the machine and what PostgreSQL was told. */
export async function describeMachine(ownerUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const { rows } = await client.query<{ name: string; setting: string }>(`
    select name, setting from pg_settings
     where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'max_wal_size',
                    'data_checksums')
     order by name`)
  await client.end()
  const settings = rows.map(({ name, setting }) => `${name}=${setting}`).join(' ')
  return `${describeCpu()}, PostgreSQL ${settings}`
}

/** The machine alone, for figures that ask no database. */
export function describeCpu(): string {
  const [cpu] = os.cpus()
  return `${os.availableParallelism()} cores (${cpu?.model.trim() ?? 'unknown'}), ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`
}
