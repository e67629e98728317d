import { spawn } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { listOwnBackups } from '#platform/backup/list-backups.ts'
import { lastNight } from '#platform/backup/nightly-rules.ts'
import type { Config } from '#platform/config.ts'

const everyMs = 60_000
const afterTroubleMs = 10 * 60_000
const command = path.resolve(import.meta.dirname, 'cli.ts')

/**
 * Takes a backup into `BACKUP_DIR` every night, keeps the last ones, and restores each on trial. A night on which the machine
 * was off is made up for at the next start. Each step is a process of its own and gives way to the till.
 *
 * A trouble is logged and tried again after ten minutes; the shop sells on.
 */
export function keepBackedUp(config: Config & { backupDir: string }, log: (line: string) => void) {
  const stopping = new AbortController()
  const run = async () => {
    while (!stopping.signal.aborted) {
      const trouble = await backUpWhenDue(config, stopping.signal).catch((error: Error) => error.message)
      if (trouble && !stopping.signal.aborted) log(`the nightly backup to ${config.backupDir} failed: ${trouble}`)
      await sleep(trouble ? afterTroubleMs : everyMs, undefined, { signal: stopping.signal, ref: false }).catch(
        () => {},
      )
    }
  }
  const running = run()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

/** Null when all is well: there is a backup since the last night, or there is one now. Else what is wrong. */
async function backUpWhenDue(config: Config & { backupDir: string }, signal: AbortSignal): Promise<string | null> {
  const { dataDir, backupDir, backupHour, backupKeep, backupDrill } = config
  const newest = (await listOwnBackups(backupDir, dataDir)).at(-1)
  if (newest && new Date(newest.startedAt) >= lastNight(new Date(), backupHour)) return null
  const trouble = await runCommand(config, signal, ['backup', backupDir, '--keep', String(backupKeep)])
  if (trouble || !backupDrill) return trouble
  const failed = await runCommand(config, signal, ['backup', 'drill', backupDir])
  return failed && `the trial restore found: ${failed}`
}

/** Null when the command succeeded, else what it said. */
async function runCommand({ dataDir }: Config, signal: AbortSignal, args: string[]): Promise<string | null> {
  const child = spawn(process.execPath, [command, ...args, '--json'], {
    env: { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  if (child.pid) os.setPriority(child.pid, os.constants.priority.PRIORITY_LOW)
  const [code] = (await once(child, 'close')) as [number | null]
  return code === 0 ? null : said.trim().slice(0, 2_000) || `exit code ${code}`
}
