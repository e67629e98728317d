import { rm } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { verifyLedgers } from '#modules/ledger/verify-ledger.ts'
import { BackupError } from '#platform/backup/backup-layout.ts'
import { checkPages } from '#platform/backup/check-pages.ts'
import { type Drill, writeDrill } from '#platform/backup/last-drill.ts'
import { type BackupSummary, chooseBackup } from '#platform/backup/list-backups.ts'
import { restoreBackup } from '#platform/backup/restore-backup.ts'
import { openDatabase } from '#platform/db.ts'
import { diskUse } from '#platform/embedded-postgres/disk-space.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '#platform/embedded-postgres/start.ts'
import { migrate } from '#platform/migrate.ts'

/** Ends in `.unfinished`: no list of backups counts it, and what a killed drill leaves goes with the next. */
const drillFolder = 'drill.unfinished'

/**
 * Restores the newest backup of a folder beside it, as far as its archive reaches, and looks whether a shop could go on with
 * it: every byte against its sum, every index and table page, the schema of this version, every entry of the ledger. Throws
 * the copy away and notes the outcome in the folder. Refuses, as `BackupError`, a folder without a backup.
 */
export async function drillRestore(backupsDir: string, log: (line: string) => void): Promise<Drill> {
  const began = performance.now()
  const backup = await chooseBackup(backupsDir)
  const dataDir = path.join(path.resolve(backupsDir), drillFolder)
  await rm(dataDir, { recursive: true, force: true })
  let found: Pick<Drill, 'problems' | 'lastCommitAt' | 'relations' | 'entries'>
  try {
    found = await lookInto(backup, dataDir, log)
  } catch (error) {
    found = { problems: [(error as Error).message], lastCommitAt: null, relations: 0, entries: 0 }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
  const seconds = Math.round((performance.now() - began) / 1000)
  const ok = found.problems.length === 0
  const drill = { ok, backupName: backup.name, at: new Date().toISOString(), seconds, ...found }
  await writeDrill(backupsDir, drill)
  return drill
}

async function lookInto(backup: BackupSummary, dataDir: string, log: (line: string) => void) {
  await refuseWithoutRoom(backup)
  log('restoring on trial')
  const { lastCommitAt } = await restoreBackup({ backupDir: backup.backupDir, dataDir })
  // Not durable: it lives for minutes, and ends with this process. Small: the shop's own server runs beside it.
  const server = await startEmbeddedPostgres({ dataDir, durable: false, extraSettings: { shared_buffers: '128MB' } })
  try {
    await migrate(server.ownerUrl)
    log('checking pages and indexes')
    const pages = await withOwner(server, checkPages)
    log('verifying the ledger')
    const ledger = await verifyLedger(server)
    const problems = [...pages.problems, ...ledger.problems]
    return {
      problems,
      lastCommitAt: lastCommitAt?.toISOString() ?? null,
      ...{ relations: pages.relations, entries: ledger.entries },
    }
  } finally {
    await server.stop()
  }
}

async function refuseWithoutRoom({ backupDir, bytes }: BackupSummary): Promise<void> {
  const { freeBytes } = await diskUse(path.dirname(backupDir))
  const needed = bytes * 1.5 + 512 * 1024 * 1024
  if (freeBytes > needed) return
  throw new BackupError(
    `There is no room to restore on trial: ${Math.ceil(needed / 2 ** 20)} MB are needed beside the backups, ` +
      `${Math.floor(freeBytes / 2 ** 20)} MB are free.`,
  )
}

async function withOwner<T>({ ownerUrl }: EmbeddedPostgres, use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end()
  }
}

async function verifyLedger({ appUrl }: EmbeddedPostgres): Promise<{ problems: string[]; entries: number }> {
  const database = openDatabase({ url: appUrl, limits: false })
  try {
    const { firstBroken, entries } = await verifyLedgers(database, new Date())
    const problem =
      firstBroken && `the ledger of ${firstBroken.merchantId} is broken: ${firstBroken.check} at ${firstBroken.id}`
    return { problems: problem ? [problem] : [], entries }
  } finally {
    await database.close()
  }
}
