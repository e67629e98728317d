import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import path from 'node:path'
import pg from 'pg'
import { defaultWebDir } from '#main'
import { readErased } from '#modules/member-lifecycle/erasure-journal.ts'
import { foldersOfJournals } from '#platform/backup/journal-folders.ts'
import { readDrill } from '#platform/backup/last-drill.ts'
import { listOwnBackups } from '#platform/backup/list-backups.ts'
import { lastNight } from '#platform/backup/nightly-rules.ts'
import { readBackupsDir } from '#platform/backup/open-segment-copier.ts'
import { type Config, settings } from '#platform/config.ts'
import { checkDiskSpace } from '#platform/embedded-postgres/disk-space.ts'
import { findRunning } from '#platform/embedded-postgres/data-dir-lock.ts'
import { findTls, listenAddress } from '#platform/tls.ts'
import type { CliCommand } from './command.ts'

type Finding = { what: string; found: string; isTrouble?: boolean }

const secrets = new Set(['SECRET_KEY', 'METRICS_TOKEN'])

/** A setting as it may be shown: secrets and passwords are not. */
function shown(name: string, value: string): string {
  if (secrets.has(name)) return '(set)'
  return name.endsWith('_URL') ? value.replace(/\/\/([^:@/]+):[^@/]*@/, '//$1:…@') : value
}

export const doctorCommand: CliCommand = {
  async run({ config, env, output }) {
    const findings = [
      { what: 'Node', found: process.version },
      ...(await lookAtData(config)),
      await lookAtDatabase(config),
      ...(await lookAtBackups(config, new Date())),
      await lookAtErasures(config),
      await lookAtListening(config),
      lookAtWeb(),
    ]
    const set = Object.keys(settings).map((name) => ({ name, value: env[name] ? shown(name, env[name]) : null }))
    output.result({ ok: !findings.some(({ isTrouble }) => isTrouble), findings, settings: set }, () =>
      [
        ...findings.map(({ what, found, isTrouble }) => `${isTrouble ? '✗' : '✓'} ${what}: ${found}`),
        '',
        ...set.map(
          ({ name, value }) => `${name.padEnd(20)} ${value ?? '–'}   ${settings[name as keyof typeof settings]}`,
        ),
      ].join('\n'),
    )
    if (findings.some(({ isTrouble }) => isTrouble)) process.exitCode = 1
  },
}

async function lookAtData({ dataDir }: Config): Promise<Finding[]> {
  if (!existsSync(dataDir)) return [{ what: 'Data', found: `${dataDir} does not exist yet; the first start makes it` }]
  const full = await checkDiskSpace(dataDir)
  return [
    { what: 'Data', found: dataDir },
    full ? { what: 'Disk', found: full, isTrouble: true } : { what: 'Disk', found: 'has room' },
  ]
}

async function lookAtDatabase(config: Config): Promise<Finding> {
  const what = 'Database'
  const running = config.databaseUrl ? null : await findRunning(config.dataDir)
  const url = config.databaseUrl ?? running?.ownerUrl
  if (!url) return { what, found: 'the embedded PostgreSQL, not running' }
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ version: string }>(`select current_setting('server_version') as version`)
    const version = rows[0]!.version
    const isOld = Number.parseInt(version, 10) < 15
    const where = running ? `runs for process ${running.pid} on port ${running.port}` : 'answers'
    return { what, found: `PostgreSQL ${version} ${where}${isOld ? '; 15 or later is needed' : ''}`, isTrouble: isOld }
  } catch (error) {
    return { what, found: `cannot be reached: ${(error as Error).message}`, isTrouble: true }
  } finally {
    await client.end().catch(() => {})
  }
}

/** Two hours: a backup of a large shop, and its trial, take their time. */
const nightMs = 2 * 3_600_000

async function lookAtBackups(config: Config, now: Date): Promise<Finding[]> {
  const what = 'Backups'
  const { dataDir, backupDir, backupHour, backupKeep } = config
  if (config.databaseUrl)
    return [
      { what, found: 'the PostgreSQL of DATABASE_URL is backed up with its own tools (pg_basebackup, pgBackRest)' },
    ]
  const folder = backupDir ?? (await readBackupsDir(dataDir))
  if (!folder) return [{ what, found: 'none; BACKUP_DIR takes one every night, "regulars backup" takes one now' }]
  const backups = await listOwnBackups(folder, dataDir)
  const newest = backups.at(-1)
  const isLate =
    backupDir !== null &&
    !(newest && new Date(newest.startedAt) >= lastNight(new Date(now.getTime() - nightMs), backupHour))
  const plan = backupDir ? `every night at ${backupHour}, ${backupKeep} are kept` : 'by hand'
  const place = `${folder}${(await isSameDisk(folder, dataDir)) ? ', on the same disk as the data' : ''}`
  const count = newest ? `${backups.length}, the newest of ${newest.finishedAt}` : 'none yet'
  return [{ what, found: `${count}, in ${place}; ${plan}`, isTrouble: isLate }, ...(await lookAtDrill(folder))]
}

async function lookAtDrill(folder: string): Promise<Finding[]> {
  const what = 'Trial restore'
  const drill = await readDrill(folder)
  if (!drill) return [{ what, found: 'none yet: "regulars backup drill"' }]
  const { ok, at, backupName, seconds, problems } = drill
  const found = ok
    ? `${backupName} came back whole at ${at}, in ${seconds} s`
    : `${backupName} at ${at}: ${problems[0]}`
  return [{ what, found, isTrouble: !ok }]
}

async function isSameDisk(first: string, second: string): Promise<boolean> {
  const [a, b] = await Promise.all([first, second].map((folder) => stat(folder).catch(() => undefined)))
  return a !== undefined && a.dev === b?.dev
}

async function lookAtErasures(config: Config): Promise<Finding> {
  const what = 'Erase list'
  const folders = await foldersOfJournals(config)
  const { records, damaged } = await readErased(folders)
  const found = `${records.length} records that no restore brings back, in ${folders.join(' and ')}`
  return { what, found: damaged > 0 ? `${found}; ${damaged} lines are damaged` : found, isTrouble: damaged > 0 }
}

async function lookAtListening(config: Config): Promise<Finding> {
  const what = 'Address'
  try {
    const tls = await findTls(config, new Date())
    const host = listenAddress(config, tls)
    return { what, found: `${tls ? 'https' : 'http'}, port ${config.port}, on ${host}` }
  } catch (error) {
    return { what, found: (error as Error).message, isTrouble: true }
  }
}

function lookAtWeb(): Finding {
  const isBuilt = existsSync(path.join(defaultWebDir, 'index.html'))
  return { what: 'Console', found: isBuilt ? 'is built' : 'is not built yet; the next start builds it' }
}
