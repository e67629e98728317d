import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import pg from 'pg'

const run = promisify(execFile)

export type Su16 = { tps: number; tool: string }

const scale = 50

/**
 * The unit of every database figure: pgbench's simple-update, prepared, 16 clients, scale 50, on the server being measured.
 * With Debian's pgbench where it is installed, else the same transaction by node-postgres; `tool` says which.
 */
export async function prepareSu16(ownerUrl: string): Promise<(seconds: number) => Promise<Su16>> {
  const pgbench = await run('pgbench', ['--version']).then(
    (out) => out.stdout.trim(),
    () => null,
  )
  await fillTables(ownerUrl)
  return pgbench ? (seconds) => byPgbench(ownerUrl, seconds, pgbench) : (seconds) => byDriver(ownerUrl, seconds)
}

async function fillTables(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  const rows = scale * 100_000
  await client.query(`
    drop table if exists pgbench_accounts, pgbench_history, pgbench_tellers, pgbench_branches;
    create table pgbench_branches (bid int not null primary key, bbalance int, filler char(88));
    create table pgbench_tellers (tid int not null primary key, bid int, tbalance int, filler char(84));
    create table pgbench_accounts (aid int not null, bid int, abalance int, filler char(84)) with (fillfactor = 100);
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches (bid, bbalance) select b, 0 from generate_series(1, ${scale}) b;
    insert into pgbench_tellers (tid, bid, tbalance) select t, (t - 1) / 10 + 1, 0 from generate_series(1, ${scale * 10}) t;
    insert into pgbench_accounts (aid, bid, abalance, filler)
      select a, (a - 1) / 100000 + 1, 0, '' from generate_series(1, ${rows}) a;
    alter table pgbench_accounts add primary key (aid)`)
  await client.query('vacuum analyze pgbench_accounts')
  await client.query('checkpoint')
  await client.end()
}

async function byPgbench(url: string, seconds: number, version: string): Promise<Su16> {
  const { stdout } = await run('pgbench', [
    ...[
      '-n',
      '-b',
      'simple-update',
      '-M',
      'prepared',
      '-c',
      '16',
      '-j',
      '2',
      '-s',
      String(scale),
      '-T',
      String(seconds),
    ],
    url,
  ])
  const tps = /tps = ([\d.]+)/.exec(stdout)?.[1]
  if (!tps) throw new Error(`pgbench printed no tps:\n${stdout}`)
  return { tps: Number(tps), tool: version }
}

async function byDriver(url: string, seconds: number): Promise<Su16> {
  const until = performance.now() + seconds * 1000
  let done = 0
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      while (performance.now() < until) {
        const [aid, tid, bid, delta] = [scale * 100_000, scale * 10, scale, 10_000].map(
          (n) => 1 + Math.floor(Math.random() * n),
        )
        await client.query('begin')
        await client.query({
          name: 'u',
          text: 'update pgbench_accounts set abalance = abalance + $1 where aid = $2',
          values: [delta, aid],
        })
        await client.query({ name: 's', text: 'select abalance from pgbench_accounts where aid = $1', values: [aid] })
        await client.query({
          name: 'i',
          text: 'insert into pgbench_history (tid, bid, aid, delta, mtime) values ($1, $2, $3, $4, current_timestamp)',
          values: [tid, bid, aid, delta],
        })
        await client.query('end')
        done++
      }
      await client.end()
    }),
  )
  return { tps: done / seconds, tool: 'the same transaction by node-postgres (pgbench is not installed)' }
}
