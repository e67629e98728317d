import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { grantValue } from '#modules/ledger/grant-value.ts'
import { eraseDueMembers, requestErasure } from '#modules/member-lifecycle/erase-member.ts'
import { journalName } from '#modules/member-lifecycle/erasure-journal.ts'
import { journalErasuresJob } from '#modules/member-lifecycle/keep-erasures.ts'
import { foldersOfJournals } from '#platform/backup/journal-folders.ts'
import { readDrill } from '#platform/backup/last-drill.ts'
import { listBackups, listOwnBackups } from '#platform/backup/list-backups.ts'
import { movableClock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres/start.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { startSystem } from '#server/main.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { systemActor } from '#testing/work.ts'

const root = await mkdtemp(path.join(tmpdir(), 'regulars-restore-'))
await chmod(root, 0o755) // As root the server runs under another account.
after(() => rm(root, { recursive: true, force: true }))

const backupsDir = path.join(root, 'backups')

async function regulars(dataDir: string, ...args: string[]): Promise<Record<string, unknown>> {
  const { code, text } = await runRegulars(dataDir, ...args, '--json')
  assert.equal(code, 0, text)
  return JSON.parse(text) as Record<string, unknown>
}

async function runRegulars(dataDir: string, ...args: string[]): Promise<{ code: number | null; text: string }> {
  const { DATABASE_URL: _, ...env } = process.env
  const bin = path.resolve(import.meta.dirname, '../../../bin/regulars.mjs')
  const child = spawn(process.execPath, [bin, ...args], { env: { ...env, DATA_DIR: dataDir } })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  child.stderr.pipe(process.stderr)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, text }
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}

async function nightlyBackup(dataDir: string): Promise<string> {
  for (let waited = 0; waited < 90_000; waited += 100) {
    const [backup] = await listOwnBackups(backupsDir, dataDir)
    if (backup) return backup.backupDir
    await sleep(100)
  }
  return assert.fail('no backup was taken')
}

/** A shop that backs up by itself, and whose only member is erased after that; gives an instant between the two. */
async function eraseAfterBackup(dataDir: string): Promise<Date> {
  const backups = { BACKUP_DIR: backupsDir, BACKUP_DRILL: 'off' }
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent', ...backups })
  const system = await startSystem({ config, log: () => {}, webDir: null })
  const merchantId = newId()
  const inWork = <T>(at: Date, body: (work: Work) => Promise<T>) =>
    inTransaction(system.database, { merchantId, actor: systemActor, at }, body)
  try {
    const memberId = await inWork(new Date(), async (work) => {
      await makeShop(work)
      const { id } = await makeMember(work, { name: '金丝雀', phone: '13812345678' })
      const account = { ownerKind: 'member', ownerId: id, asset: 'points' } as const
      await grantValue(work, [{ account, units: 80, terms: { expiry: null }, source: { kind: 'test', id: newId() } }])
      return id
    })
    await nightlyBackup(dataDir)
    const between = new Date()
    await inWork(new Date(), (work) => requestErasure(work, { id: newId(), memberId, givesUpValue: true }))
    const later = new Date(Date.now() + 8 * 86_400_000)
    assert.equal(await inWork(later, (work) => eraseDueMembers(work)), 1)
    const tools = { database: system.database, clock: movableClock(later), log: assert.fail }
    await journalErasuresJob(() => foldersOfJournals(config)).run(tools)
    await query(system.host.ownerUrl, 'select pg_switch_wal()')
    return between
  } finally {
    await system.stop()
  }
}

async function countCanaries(dataDir: string): Promise<unknown> {
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    const [row] = await query(
      server.ownerUrl,
      `select (select count(*)::int from members.member where name = '金丝雀') as names,
              (select count(*)::int from members.credential) as phones,
              (select count(*)::int from members.member_key) as keys`,
    )
    return row
  } finally {
    await server.stop()
  }
}

test('who was erased after the backup does not come back with it', async () => {
  const between = await eraseAfterBackup(path.join(root, 'shop'))
  const to = ['--to', between.toISOString()]

  const restored = path.join(root, 'restored')
  const { erasedAgain } = await regulars(restored, 'restore', backupsDir, ...to)
  assert.equal(erasedAgain, 1)
  assert.deepEqual(await countCanaries(restored), { names: 0, phones: 0, keys: 0 })
  const proof = await regulars(restored, 'ledger', 'verify')
  assert.deepEqual([proof.ok, proof.entries], [true, 1])

  // Without its journal the backup would bring them back: the check above can see.
  await rename(path.join(backupsDir, journalName), path.join(root, 'put-aside.log'))
  const forgetful = path.join(root, 'forgetful')
  assert.equal((await regulars(forgetful, 'restore', backupsDir, ...to)).erasedAgain, 0)
  assert.deepEqual(await countCanaries(forgetful), { names: 1, phones: 1, keys: 1 })
})

test('a backup is restored on trial, and one flipped byte of it is found', async () => {
  const nowhere = path.join(root, 'nowhere') // A drill is about the backups alone.
  const drill = await regulars(nowhere, 'backup', 'drill', backupsDir)
  assert.deepEqual([drill.ok, drill.problems, drill.entries], [true, [], 1])
  assert.ok(Number(drill.relations) > 100, 'tables and indexes were looked at')
  assert.ok(!(await readdir(backupsDir)).includes('drill.unfinished'), 'the copy is gone')

  const [backup] = await listBackups(backupsDir)
  const file = path.join(backup!.backupDir, 'data', 'PG_VERSION')
  await writeFile(file, (await readFile(file, 'utf8')).replace('1', '2'))
  const { code, text } = await runRegulars(nowhere, 'backup', 'drill', backupsDir, '--json')
  assert.equal(code, 1)
  assert.match(text, /PG_VERSION is damaged/)
  assert.equal((await readDrill(backupsDir))?.ok, false)
})
