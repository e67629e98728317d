import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { processOptions, type Cluster } from './cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { followLog, type LogFollower } from './server-log.ts'

/** A running postmaster: our child, or one that a killed app left behind. */
export type ServerProcess = { pid: number; log: LogFollower; exited: Promise<void> }

/** What `postmaster.pid` says; `port` and `state` come only once the server listens. */
type PostmasterFile = { pid: number; port: number; state: string }

const startTimeoutMs = 120_000 // Recovery after a crash reads up to max_wal_size.

/** Starts the server of a cluster and waits until it takes connections. Refuses in words when it does not come up. */
export async function launchServer(cluster: Cluster, logPath: string, port: number): Promise<ServerProcess> {
  const log = await startLog(logPath)
  const fd = openSync(logPath, 'a', 0o600)
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.dir], {
    ...processOptions(cluster),
    stdio: ['ignore', fd, fd],
    // Its own process group: Ctrl-C in the terminal reaches the app alone, which then stops the server in order.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  closeSync(fd)
  let exit: string | undefined
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (exit = error.message)))
    child.once('exit', (code, signal) => resolve(void (exit = signal ?? `exit code ${code}`)))
  })
  child.unref()

  const deadline = Date.now() + startTimeoutMs
  while (exit === undefined && Date.now() < deadline) {
    const file = await readPostmasterFile(cluster.dir)
    if (file && file.pid === child.pid && file.state === 'ready') return { pid: file.pid, log, exited }
    await Promise.race([sleep(25), exited])
  }
  if (exit === undefined) child.kill('SIGQUIT')
  const tail = await log.close()
  throw new EmbeddedPostgresError(explainFailedStart(cluster, port, exit, tail))
}

function explainFailedStart(cluster: Cluster, port: number, exit: string | undefined, tail: string[]): string {
  const text = tail.join('\n')
  const why = /No space left on device/.test(text)
    ? 'the disk is full. Free some space and start again: nothing that was acknowledged is lost'
    : /could not bind|Address already in use/.test(text)
      ? `port ${port} is taken`
      : exit === undefined
        ? `it was not ready within ${startTimeoutMs / 1000} s`
        : `it ended with ${exit}`
  return `The embedded PostgreSQL in ${cluster.dir} did not start: ${why}.\n${text}`
}

/**
 * The server that a killed app left running on this cluster, if any.
 *
 * It is adopted, not restarted: it holds warm caches and needs no recovery, so the shop sells again at once.
 */
export async function findOrphan(cluster: Cluster, logPath: string): Promise<ServerProcess | undefined> {
  const file = await readPostmasterFile(cluster.dir)
  if (!file || !(await isServerOf(cluster, file.pid))) return undefined
  const log = followLog(logPath)
  return { pid: file.pid, log, exited: watchUntilGone(cluster, file.pid) }
}

async function watchUntilGone(cluster: Cluster, pid: number): Promise<void> {
  while (await isServerOf(cluster, pid)) await sleep(250, undefined, { ref: false })
}

/** Whether the process is alive and is this cluster's server, not a stranger that was given its old pid. */
async function isServerOf(cluster: Cluster, pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  const args = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return args.split('\0').includes(cluster.dir)
}

export async function readPostmasterFile(dir: string): Promise<PostmasterFile | undefined> {
  const text = await readFile(join(dir, 'postmaster.pid'), 'utf8').catch(() => undefined)
  const lines = text?.split('\n').map((line) => line.trim())
  if (!lines?.[0]) return undefined
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), state: lines[7] ?? '' }
}

/**
 * Stops a server: fast first (open transactions are rolled back, a checkpoint is written), at once when that takes
 * longer than `patienceMs`; the next start then replays the WAL.
 */
export async function stopServer(cluster: Cluster, server: ServerProcess, patienceMs = 30_000): Promise<void> {
  await endProcess(cluster, server.pid, 'fast')
  if (!(await endsWithin(server, patienceMs))) {
    await endProcess(cluster, server.pid, 'immediate')
    if (!(await endsWithin(server, 10_000))) process.kill(server.pid, 'SIGKILL')
    await server.exited
  }
  await server.log.close()
}

async function endsWithin(server: ServerProcess, ms: number): Promise<boolean> {
  const timer = new AbortController()
  const timeout = sleep(ms, false, { signal: timer.signal }).catch(() => false)
  const ended = await Promise.race([server.exited.then(() => true), timeout])
  timer.abort()
  return ended
}

async function endProcess(cluster: Cluster, pid: number, mode: 'fast' | 'immediate'): Promise<void> {
  if (process.platform === 'win32') {
    const args = ['stop', '-D', cluster.dir, '-m', mode, '-W']
    spawn(cluster.binaries.pgCtl, args, { ...processOptions(cluster), stdio: 'ignore' })
    return
  }
  try {
    process.kill(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // Gone already.
  }
}

const keptLogBytes = 10 * 1024 * 1024

/** Opens the log for one run of the server; a long one is set aside, and the one before it dropped. */
async function startLog(logPath: string): Promise<LogFollower> {
  const size = (await stat(logPath).catch(() => undefined))?.size ?? 0
  if (size > keptLogBytes) await rename(logPath, `${logPath}.1`)
  return followLog(logPath)
}
