import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { findRunning, type RunningServer } from './data-dir-lock.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { startEmbeddedPostgres } from './start.ts'

const root = await mkdtemp(join(tmpdir(), 'regulars test 店-'))
await chmod(root, 0o755) // As root the server runs under another account.
after(() => rm(root, { recursive: true, force: true }))

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows as Record<string, unknown>[]
  } finally {
    await client.end()
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** By its port, not by its pid: a machine's first process may leave the dead unburied for a while. */
async function untilGone(url: string): Promise<void> {
  for (let waited = 0; await query(url, 'select 1').catch(() => undefined); waited += 50) {
    assert.ok(waited < 10_000, 'the server is still there')
    await sleep(50)
  }
}

/** Another process that holds the database of `dataDir`, as the app does. */
async function startInAnotherProcess(dataDir: string, durable: boolean) {
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(new URL('start.ts', import.meta.url).href)}
    const { pid, ownerUrl } = await startEmbeddedPostgres(${JSON.stringify({ dataDir, durable })})
    process.stdout.write(JSON.stringify({ pid, ownerUrl }))
    setInterval(() => {}, 1000)`
  const app: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(app, 'exit').then(() => assert.fail('the other process ended before it had a database'))
  const [line] = (await Promise.race([once(app.stdout!, 'data'), ended])) as [Buffer]
  return { app, ...(JSON.parse(line.toString()) as { pid: number; ownerUrl: string }) }
}

test('a new database is durable, compares text byte by byte, and lets only two roles in by password', async () => {
  const dataDir = join(root, 'new')
  const database = await startEmbeddedPostgres({ dataDir })
  try {
    const settings = await query(
      database.ownerUrl,
      `select string_agg(name || '=' || setting, ' ' order by name) as on from pg_settings where name in
        ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'archive_mode')`,
    )
    assert.equal(
      settings[0]?.['on'],
      'archive_mode=on data_checksums=on fsync=on full_page_writes=on synchronous_commit=on',
    )
    const [text] = await query(
      database.appUrl,
      `select 'B' < 'a' and 'z' < 'é' as "byBytes", lower('É') as lower, current_user as role, current_database() as db,
        pg_encoding_to_char(encoding) as encoding from pg_database where datname = current_database()`,
    )
    assert.deepEqual(text, { byBytes: true, lower: 'é', role: 'regulars_app', db: 'regulars', encoding: 'UTF8' })
    const [role] = await query(
      database.appUrl,
      `select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles
        where rolname = current_user`,
    )
    assert.deepEqual(Object.values(role ?? {}), [false, false, false, false, false])

    const wrong = new URL(database.ownerUrl)
    wrong.password = 'guess'
    await assert.rejects(query(wrong.href, 'select 1'), /password authentication failed/)
    assert.ok(database.port >= 20_000)
    for (const file of ['database.json', 'server.json', 'lock', 'postgres.log']) {
      assert.equal((await stat(join(dataDir, file))).mode & 0o077, 0, `${file} is for its owner alone`)
    }
  } finally {
    await database.stop()
  }
})

test('a second app on the same data is refused and told who has it; a command can attach', async () => {
  const dataDir = join(root, 'twice')
  const first = await startEmbeddedPostgres({ dataDir, durable: false })
  await assert.rejects(startEmbeddedPostgres({ dataDir, durable: false }), (error: Error) => {
    assert.ok(error instanceof EmbeddedPostgresError)
    assert.match(error.message, new RegExp(`in use by process ${process.pid}, started .*kill ${process.pid}.*DATA_DIR`))
    return true
  })
  const running = (await findRunning(dataDir)) as RunningServer
  assert.equal(running.ownerUrl, first.ownerUrl)
  await query(running.appUrl, 'select 1')

  await first.stop()
  await first.stop()
  assert.equal(await findRunning(dataDir), undefined)
  const again = await startEmbeddedPostgres({ dataDir, durable: false })
  assert.equal(again.ownerUrl, first.ownerUrl, 'port and passwords stay')
  await again.stop()
})

test('when the server is killed the app hears of it and starts it again with everything that was committed', async () => {
  const dataDir = join(root, 'server killed')
  const exits: string[] = []
  const first = await startEmbeddedPostgres({ dataDir, onExit: (reason) => exits.push(reason) })
  await query(first.ownerUrl, 'create table sale as select generate_series(1, 1000) as id')
  process.kill(first.pid, 'SIGKILL')
  while (exits.length === 0) await sleep(10)
  assert.match(exits[0] ?? '', new RegExp(`PostgreSQL ${first.pid} ended by itself`))

  const second = await startEmbeddedPostgres({ dataDir })
  assert.notEqual(second.pid, first.pid)
  assert.deepEqual(await query(second.ownerUrl, 'select count(*)::int as sales from sale'), [{ sales: 1000 }])
  await second.stop()
  assert.equal(exits.length, 1, 'an asked-for stop is not reported')
})

test('a backend that outlives its killed server does not keep the next one from starting', async () => {
  const dataDir = join(root, 'busy backend')
  const first = await startEmbeddedPostgres({ dataDir, durable: false })
  const busy = new Client({ connectionString: first.ownerUrl })
  busy.on('error', () => {}) // It loses its server.
  await busy.connect()
  const { rows } = await busy.query('select pg_backend_pid() as pid')
  const endless = busy.query('select count(*) from generate_series(1, 1000000000)').catch(() => {})
  await sleep(200)
  process.kill(first.pid, 'SIGKILL')
  await sleep(200)
  assert.ok(isAlive(rows[0].pid), 'the backend is busy and has noticed nothing')

  while (await findRunning(dataDir)) await sleep(10)
  const second = await startEmbeddedPostgres({ dataDir, durable: false })
  await query(second.ownerUrl, 'select 1')
  await second.stop()
  await endless
})

test('when the app is killed the next one takes over the server that is still running', async () => {
  const dataDir = join(root, 'app killed')
  const { app, pid, ownerUrl } = await startInAnotherProcess(dataDir, true)
  await assert.rejects(startEmbeddedPostgres({ dataDir }), new RegExp(`in use by process ${app.pid}`))
  await query(ownerUrl, 'create table sale as select generate_series(1, 1000) as id')
  app.kill('SIGKILL')
  await once(app, 'exit')
  assert.equal(await findRunning(dataDir), undefined)

  const next = await startEmbeddedPostgres({ dataDir })
  assert.equal(next.pid, pid, 'the same server')
  assert.deepEqual(await query(next.ownerUrl, 'select count(*)::int as sales from sale'), [{ sales: 1000 }])
  await next.stop()
  await untilGone(ownerUrl)
})

test('a server left running with other settings is replaced, not taken over', async () => {
  const dataDir = join(root, 'other settings')
  const { app, pid } = await startInAnotherProcess(dataDir, true)
  app.kill('SIGKILL')
  await once(app, 'exit')
  const next = await startEmbeddedPostgres({ dataDir, extraSettings: { work_mem: '13MB' } })
  assert.notEqual(next.pid, pid)
  assert.deepEqual(await query(next.ownerUrl, 'show work_mem'), [{ work_mem: '13MB' }])
  await next.stop()
})

test('a throw-away server ends with its process, however that ends', async () => {
  const { app, ownerUrl } = await startInAnotherProcess(join(root, 'thrown away'), false)
  app.kill('SIGKILL')
  await untilGone(ownerUrl)
})

test('a stale pid file that names a stranger does not harm the stranger', async () => {
  const dataDir = join(root, 'stale pid')
  const first = await startEmbeddedPostgres({ dataDir, durable: false })
  const pidFile = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')
  await first.stop()
  // Of the server's own account: one of another account PostgreSQL itself takes for a stranger.
  const { uid, gid } = await stat(join(dataDir, 'postgres'))
  const stranger = spawn('sleep', ['1000'], { uid, gid })
  await writeFile(join(dataDir, 'postgres', 'postmaster.pid'), pidFile.replace(/^\d+/, String(stranger.pid)))
  try {
    const second = await startEmbeddedPostgres({ dataDir, durable: false })
    await second.stop()
    assert.ok(isAlive(stranger.pid!))
  } finally {
    stranger.kill()
  }
})

test('passwords that were lost are made anew, the data stays', async () => {
  const dataDir = join(root, 'lost passwords')
  const first = await startEmbeddedPostgres({ dataDir, durable: false })
  await query(first.ownerUrl, 'create table kept as select 1 as id')
  await first.stop()
  await rm(join(dataDir, 'database.json'))
  const second = await startEmbeddedPostgres({ dataDir, durable: false })
  assert.notEqual(second.appUrl, first.appUrl)
  assert.deepEqual(await query(second.ownerUrl, 'select id from kept'), [{ id: 1 }])
  assert.deepEqual(await query(second.appUrl, 'select 1 as one'), [{ one: 1 }])
  await second.stop()
})

test('a folder that holds something else, or data of another version, is refused in words', async () => {
  const dataDir = join(root, 'something else')
  await mkdir(join(dataDir, 'postgres'), { recursive: true })
  await assert.rejects(startEmbeddedPostgres({ dataDir }), /exists but holds no PostgreSQL data/)
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '15\n')
  await assert.rejects(startEmbeddedPostgres({ dataDir }), /made by PostgreSQL 15; this Regulars ships PostgreSQL 18/)
})

test('root is told when the server could not reach its data', { skip: process.getuid?.() !== 0 }, async () => {
  const closed = await mkdtemp(join(root, 'closed-'))
  const dataDir = join(closed, 'data')
  await assert.rejects(startEmbeddedPostgres({ dataDir }), (error: Error) => {
    assert.match(error.message, /does not run as root but as .+, who may not enter .*closed-.*chmod o\+x/s)
    return true
  })
})
