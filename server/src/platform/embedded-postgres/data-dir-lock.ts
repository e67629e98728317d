import { closeSync, openSync } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { giveAway, writePrivateFile } from './private-file.ts'

/** What `DATA_DIR/server.json` (mode 600) tells a command that wants to attach. */
export type RunningServer = { pid: number; port: number; ownerUrl: string; appUrl: string; startedAt: string }

export type DataDirLock = { release(): void }

/**
 * Takes `DATA_DIR` for this process, or refuses in words.
 *
 * The lock is a record lock of the operating system on `DATA_DIR/lock`, taken through SQLite because Node has no
 * file locks of its own. Unlike a pid file it cannot outlive its holder: kill -9 releases it, and a recycled pid or
 * another container's pid does not fake it.
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const database = openLock(dataDir, 300) // A command may be looking, see findRunning; it holds the lock for a moment.
  if (database) {
    await giveAway(join(dataDir, 'lock'))
    await removeServerFile(dataDir) // What a killed holder left.
    return { release: () => database.close() }
  }
  const holder = await readServerFile(dataDir)
  throw new EmbeddedPostgresError(
    holder
      ? `${dataDir} is in use by process ${holder.pid}, started ${holder.startedAt}. ` +
          `Stop that one first (kill ${holder.pid}), or start this one with another DATA_DIR.`
      : `${dataDir} is in use by a process that is just starting or stopping. ` +
          'Try again in a moment, or start this one with another DATA_DIR.',
  )
}

function openLock(dataDir: string, waitMs = 0): DatabaseSync | undefined {
  const path = join(dataDir, 'lock')
  closeSync(openSync(path, 'a', 0o600)) // SQLite would make it readable to all, and who can read it can lock it.
  const database = new DatabaseSync(path)
  try {
    // In memory: nothing is ever written, so no journal is left behind by a killed process.
    database.exec(`pragma busy_timeout = ${waitMs}; pragma journal_mode = memory; begin exclusive`)
    return database
  } catch (error) {
    database.close()
    if ((error as { errcode?: number }).errcode === 5) return undefined // SQLITE_BUSY
    throw error
  }
}

/** The server that runs on `dataDir`, for a command that wants to attach to it; undefined when none runs. */
export async function findRunning(dataDir: string): Promise<RunningServer | undefined> {
  const server = await readServerFile(dataDir)
  if (!server) return undefined
  const database = openLock(dataDir)
  database?.close()
  return database ? undefined : server
}

export async function writeServerFile(dataDir: string, server: RunningServer): Promise<void> {
  await writePrivateFile(join(dataDir, 'server.json'), `${JSON.stringify(server, null, 2)}\n`)
}

export async function removeServerFile(dataDir: string): Promise<void> {
  await rm(join(dataDir, 'server.json'), { force: true })
}

async function readServerFile(dataDir: string): Promise<RunningServer | undefined> {
  const text = await readFile(join(dataDir, 'server.json'), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as RunningServer)
}
