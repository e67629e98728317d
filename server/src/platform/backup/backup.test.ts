import assert from 'node:assert/strict'
import { chmod, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#platform/embedded-postgres/start.ts'
import { BackupError, readManifest, walArchiveOf } from './backup-layout.ts'
import { forEachAtOnce } from './hashed-files.ts'
import { chooseBackup, listBackups, pruneBackups } from './list-backups.ts'
import { copyOnce } from './open-segment-copier.ts'
import { restoreBackup } from './restore-backup.ts'
import { takeBackup } from './take-backup.ts'
import { verifyBackup } from './verify-backup.ts'

const root = await mkdtemp(join(tmpdir(), "regulars 50% 备份's-"))
await chmod(root, 0o755) // As root the server runs under another account.
const dataDir = join(root, 'data')
const backupsDir = join(root, 'backups')
const secret = 'ab'.repeat(32)
let database: EmbeddedPostgres

before(async () => {
  database = await startEmbeddedPostgres({ dataDir })
  await writeFile(join(dataDir, 'secret.key'), secret, { mode: 0o600 })
  await withClient(database.ownerUrl, (client) =>
    client.query(
      `create table account (id int primary key, cents bigint not null);
       insert into account select id, 100000 from generate_series(1, 20) as id;
       create table sale (till int, number int, primary key (till, number));`,
    ),
  )
})
after(async () => {
  await database.stop()
  await rm(root, { recursive: true, force: true })
})

async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

/** Tills that sell until told to stop: each sale is one transaction that also moves money between two accounts. */
function openTills(count: number) {
  let isOpen = true
  const log: { till: number; number: number; begunAt: number; acknowledgedAt: number }[] = []
  const runs = Array.from({ length: count }, (_, till) =>
    withClient(database.ownerUrl, async (client) => {
      const { rows } = await client.query('select coalesce(max(number), 0) as last from sale where till = $1', [till])
      for (let number = Number(rows[0].last) + 1; isOpen; number++) {
        const [from, to] = number % 2 ? [till + 1, till + 11] : [till + 11, till + 1]
        const begunAt = Date.now()
        await client.query('begin')
        await client.query('insert into sale values ($1, $2)', [till, number])
        await client.query('update account set cents = cents - $2 where id = $1', [from, number])
        await client.query('update account set cents = cents + $2 where id = $1', [to, number])
        await client.query('commit')
        log.push({ till, number, begunAt, acknowledgedAt: Date.now() })
      }
    }),
  )
  const close = async () => {
    isOpen = false
    await Promise.all(runs)
    return log
  }
  return { log, close }
}

async function readShop(url: string) {
  return withClient(url, async (client) => {
    const sales = await client.query<{ till: number; count: number; last: number }>(
      'select till, count(*)::int as count, max(number) as last from sale group by till',
    )
    const total = await client.query<{ cents: string }>('select sum(cents) as cents from account')
    return { sales: sales.rows, totalCents: Number(total.rows[0]?.cents) }
  })
}

test('a backup taken while four tills sell is restored to exactly what was committed at an instant', async () => {
  const tills = openTills(4)
  await sleep(300)
  const { backupDir } = await takeBackup({ ownerUrl: database.ownerUrl, dataDir, backupsDir })
  await sleep(500)
  const target = new Date()
  await sleep(700)
  const log = await tills.close()
  // What came after the instant must be in the archive too, else it would be left out for the wrong reason.
  await archiveCaughtUp()

  const restoredDir = join(root, 'restored')
  const result = await restoreBackup({ backupDir, dataDir: restoredDir, targetTime: target })
  assert.ok(result.lastCommitAt && result.lastCommitAt <= target)
  assert.ok(target.getTime() - result.lastCommitAt.getTime() < 500)
  assert.equal(await readFile(join(restoredDir, 'secret.key'), 'utf8'), secret)

  const restored = await startEmbeddedPostgres({ dataDir: restoredDir })
  try {
    assert.notEqual(restored.ownerUrl, database.ownerUrl)
    const shop = await readShop(restored.ownerUrl)
    assert.equal(shop.totalCents, 2_000_000, 'no sale came back in part')
    for (const { till, count, last } of shop.sales) {
      assert.equal(count, last, 'no hole in the sales of a till')
      const own = log.filter((sale) => sale.till === till)
      const acknowledged = own.filter((sale) => sale.acknowledgedAt < target.getTime())
      const begun = own.filter((sale) => sale.begunAt <= target.getTime())
      assert.ok(last >= acknowledged.length, 'every sale acknowledged before the instant is there')
      assert.ok(last <= begun.length, 'no sale begun after the instant is there')
      assert.ok(own.length > begun.length, 'the till went on selling after the instant')
    }
    assert.equal(shop.sales.length, 4)
    await withClient(restored.ownerUrl, async (client) => {
      assert.equal((await client.query('show archive_command')).rows[0].archive_command, 'true', 'archive of its own')
    })
  } finally {
    await restored.stop()
  }
})

/** Ends the segment of the newest commit, and names it: the server itself may begin another in the same moment. */
async function endSegment(): Promise<string> {
  const { rows } = await withClient(database.ownerUrl, (client) =>
    client.query<{ name: string }>('select pg_walfile_name(pg_switch_wal()) as name'),
  )
  return rows[0]!.name
}

/** Waits until the archive holds a segment: by default all that was committed till now. */
async function archiveCaughtUp(segment?: string) {
  const wanted = segment ?? (await endSegment())
  const [backup] = await listBackups(backupsDir)
  const archive = walArchiveOf(backup!.backupDir, await readManifest(backup!.backupDir))
  for (let waited = 0; !(await readdir(archive)).includes(wanted); waited += 50) {
    assert.ok(waited < 10_000, 'the WAL was not archived')
    await sleep(50)
  }
}

test('without an instant everything that reached the archive comes back', async () => {
  await withClient(database.ownerUrl, (client) => client.query('insert into sale values (99, 1)'))
  await archiveCaughtUp()
  const restoredDir = join(root, 'all')
  await restoreBackup({ backupDir: (await chooseBackup(backupsDir)).backupDir, dataDir: restoredDir })
  const restored = await startEmbeddedPostgres({ dataDir: restoredDir })
  try {
    assert.deepEqual(await readShop(restored.ownerUrl), await readShop(database.ownerUrl))
    const [original] = await listBackups(backupsDir)
    const copy = await takeBackup({ ownerUrl: restored.ownerUrl, dataDir: restoredDir, backupsDir })
    assert.notEqual(copy.manifest.walFolder, original!.walFolder, 'the copy goes another way and archives elsewhere')
    assert.deepEqual((await verifyBackup(copy.backupDir)).problems, [])
    await rm(copy.backupDir, { recursive: true })
  } finally {
    await restored.stop()
  }
})

test('the newest sales come back too, though their WAL segment was never finished', async () => {
  const { backupDir } = await chooseBackup(backupsDir)
  const archive = walArchiveOf(backupDir, await readManifest(backupDir))
  const sell = (number: number) =>
    withClient(database.ownerUrl, (client) => client.query('insert into sale values (98, $1)', [number]))

  await sell(1)
  let progress = await copyOnce(database.ownerUrl, dataDir)
  await sell(2)
  progress = await copyOnce(database.ownerUrl, dataDir, progress)
  await sell(3)
  await copyOnce(database.ownerUrl, dataDir) // As after a restart of the app.
  await sell(4)
  assert.ok(!(await readdir(archive)).includes(progress!.segment), 'the segment is still being written')
  assert.equal((await verifyBackup(backupDir)).ok, true)

  const restoredDir = join(root, 'newest')
  await restoreBackup({ backupDir, dataDir: restoredDir })
  const restored = await startEmbeddedPostgres({ dataDir: restoredDir })
  try {
    const { sales } = await readShop(restored.ownerUrl)
    assert.deepEqual(
      sales.find((sale) => sale.till === 98),
      { till: 98, count: 3, last: 3 },
    )
  } finally {
    await restored.stop()
  }
  await flipOneByte(join(archive, `${progress!.segment}.open`))
  const { problems } = await verifyBackup(backupDir)
  await flipOneByte(join(archive, `${progress!.segment}.open`))
  assert.deepEqual(problems, [`WAL ${progress!.segment}.open is damaged`])

  await endSegment()
  await sell(5)
  await archiveCaughtUp(progress!.segment)
  await copyOnce(database.ownerUrl, dataDir, progress)
  assert.ok(!(await readdir(archive)).includes(`${progress!.segment}.open`), 'the whole segment replaces it')
})

test('one flipped byte in any file is found, and a missing, foreign or cut one too', async () => {
  const { backupDir } = await takeBackup({ ownerUrl: database.ownerUrl, dataDir, backupsDir })
  const manifest = await readManifest(backupDir)
  const archive = walArchiveOf(backupDir, manifest)
  assert.deepEqual((await verifyBackup(backupDir)).problems, [])

  const filled = manifest.files.filter((file) => file.bytes > 0).map((file) => file.path)
  await forEachAtOnce(filled, (path) => flipOneByte(join(backupDir, path)))
  await flipOneByte(join(archive, manifest.firstSegment))
  const { problems } = await verifyBackup(backupDir)
  const expected = [...filled.toSorted(), `WAL ${manifest.firstSegment}`].map((each) => `${each} is damaged`)
  assert.deepEqual(problems, expected, 'every single damaged file is named')
  await forEachAtOnce(filled, (path) => flipOneByte(join(backupDir, path)))
  await flipOneByte(join(archive, manifest.firstSegment))

  const sums = [join(backupDir, 'manifest.json.sha256'), join(archive, `${manifest.lastSegment}.sha256`)]
  // The manifest at many places: a name in it may still be read when it is another name.
  const places = Array.from({ length: 40 }, (_, index) => index / 40)
  const damages = [
    ...places.map((place) => [join(backupDir, 'manifest.json'), place] as const),
    ...sums.map((path) => [path, 0.5] as const),
  ]
  for (const [path, place] of damages) {
    await flipOneByte(path, place)
    const noticed = await verifyBackup(backupDir).then(
      (verification) => !verification.ok,
      (error) => error instanceof BackupError,
    )
    assert.ok(noticed, `${path} is damaged at ${place} and nobody noticed`)
    await flipOneByte(path, place)
  }
  const damaged = join(backupDir, 'data/global/pg_control')
  await flipOneByte(damaged)
  await assert.rejects(restoreBackup({ backupDir, dataDir: join(root, 'damaged') }), /is damaged, nothing was restored/)
  assert.deepEqual(
    (await readdir(join(root, 'damaged'))).filter((name) => name.startsWith('postgres')),
    [],
  )
  await flipOneByte(damaged)

  await writeFile(join(backupDir, 'data', 'base', 'foreign'), 'x')
  assert.deepEqual((await verifyBackup(backupDir)).problems, ['data/base/foreign does not belong here'])
  await rm(join(backupDir, 'data', 'base', 'foreign'))
  const segment = await readFile(join(archive, manifest.lastSegment))
  await rm(join(archive, manifest.lastSegment))
  assert.deepEqual((await verifyBackup(backupDir)).problems, [`WAL ${manifest.lastSegment} is missing`])
  await writeFile(join(archive, manifest.lastSegment), segment)
  assert.deepEqual((await verifyBackup(backupDir)).problems, [])
})

async function flipOneByte(path: string, place = 0.5): Promise<void> {
  const { size } = await stat(path)
  const file = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  const position = Math.floor(size * place)
  await file.read(byte, 0, 1, position)
  byte[0]! ^= 1
  await file.write(byte, 0, 1, position)
  await file.close()
}

test('a restore never touches a database that is there, and says which instants it cannot reach', async () => {
  const { backupDir, finishedAt } = await chooseBackup(backupsDir)
  await assert.rejects(restoreBackup({ backupDir, dataDir }), /in use by process/)
  const early = new Date(new Date(finishedAt).getTime() - 60_000)
  await assert.rejects(
    restoreBackup({ backupDir, dataDir: join(root, 'early'), targetTime: early }),
    /which lies before/,
  )
  const late = new Date(Date.now() + 3_600_000)
  await assert.rejects(
    restoreBackup({ backupDir, dataDir: join(root, 'late'), targetTime: late }),
    (error: Error) => error instanceof BackupError && /archive does not reach/.test(error.message),
  )
  await assert.rejects(restoreBackup({ backupDir, dataDir: join(root, 'all') }), /holds a database already/)
  await assert.rejects(chooseBackup(backupsDir, new Date(0)), /lies before it and cannot be restored/)
})

test('old backups go, and the WAL that only they needed; the newest can still be restored', async () => {
  await takeBackup({ ownerUrl: database.ownerUrl, dataDir, backupsDir })
  const [, , newest] = await listBackups(backupsDir)
  const removed = await pruneBackups(backupsDir, 1)
  assert.equal(removed.length, 2)
  assert.deepEqual(
    (await listBackups(backupsDir)).map((backup) => backup.name),
    [newest!.name],
  )
  const archive = walArchiveOf(newest!.backupDir, await readManifest(newest!.backupDir))
  const segments = (await readdir(archive)).filter((name) => /^[0-9A-F]{24}/.test(name)).toSorted()
  assert.ok(segments[0]!.startsWith(newest!.firstSegment))
  assert.deepEqual((await verifyBackup(newest!.backupDir)).problems, [])
  await assert.rejects(pruneBackups(backupsDir, 0), /At least one backup must be kept/)
})

test('a database that is not the embedded one of DATA_DIR is refused', async () => {
  await assert.rejects(
    takeBackup({ ownerUrl: database.ownerUrl, dataDir: join(root, 'all'), backupsDir }),
    (error: Error) => error instanceof BackupError && /its own tools/.test(error.message),
  )
})
