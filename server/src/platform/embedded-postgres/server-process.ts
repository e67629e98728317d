import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { readdir, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { processOptions, type Cluster } from './cluster.ts'
import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { giveAway } from './private-file.ts'
import { explainLog, followLog, type LogFollower } from './server-log.ts'

const run = promisify(execFile)

/** A running postmaster: our child, or one that a killed app left behind. */
export type ServerProcess = { pid: number; log: LogFollower; exited: Promise<void> }

const startTimeoutMs = 120_000 // Recovery after a crash reads up to max_wal_size.

/** Starts the server of a cluster and waits until it takes connections. Refuses in words when it does not come up. */
export async function launchServer(
  cluster: Cluster,
  logPath: string,
  port: number,
  timeoutMs = startTimeoutMs,
): Promise<ServerProcess> {
  await clearAway(cluster)
  const outcome = await tryLaunch(cluster, logPath, timeoutMs)
  if ('pid' in outcome) return outcome
  const why = explainLog(outcome.tail, port) ?? outcome.end
  throw new EmbeddedPostgresError(
    `The embedded PostgreSQL in ${cluster.dir} did not start: ${why}\n${outcome.tail.join('\n')}`,
  )
}

/**
 * Clears away what a server leaves when it is killed: backends, one of which deep in a long statement does not notice
 * for minutes and holds the shared memory; and its pid file, which PostgreSQL believes while any process bears that pid,
 * a stranger or a dead one that nobody has buried.
 */
async function clearAway(cluster: Cluster): Promise<void> {
  if (process.platform !== 'linux') return // Elsewhere PostgreSQL's own checks must do.
  const file = await readPostmasterFile(cluster.dir)
  if (!file || (await isServerOf(cluster, file.pid))) return
  while ((await endLeftovers(cluster)) > 0) await sleep(50)
  await rm(join(cluster.dir, 'postmaster.pid'), { force: true })
}

/** PostgreSQL's processes stay in the cluster's folder, which tells them from others. Gives how many there were. */
async function endLeftovers(cluster: Cluster): Promise<number> {
  let found = 0
  for (const entry of await readdir('/proc')) {
    if (!/^\d+$/.test(entry)) continue
    const folder = await readlink(`/proc/${entry}/cwd`).catch(() => undefined)
    const program = await readlink(`/proc/${entry}/exe`).catch(() => undefined)
    if (folder !== cluster.dir || !program || !/\/postgres( \(deleted\))?$/.test(program)) continue
    found++
    signal(Number(entry), 'SIGKILL')
  }
  return found
}

/** To a process that may be gone already. */
function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function tryLaunch(
  cluster: Cluster,
  logPath: string,
  timeoutMs: number,
): Promise<ServerProcess | { end: string; tail: string[] }> {
  await setLongLogAside(logPath)
  const fd = openSync(logPath, 'a', 0o600)
  await giveAway(logPath)
  const log = followLog(logPath)
  const child = spawn(cluster.binaries.postgres, ['-D', cluster.dir], {
    ...processOptions(cluster),
    stdio: ['ignore', fd, fd],
    // Its own process group: Ctrl-C in the terminal reaches the app alone, which then stops the server in order.
    detached: process.platform !== 'win32',
    windowsHide: true,
  })
  closeSync(fd)
  let end: string | undefined
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (end = error.message)))
    child.once('exit', (code, signal) => resolve(void (end = `it ended with ${signal ?? `exit code ${code}`}.`)))
  })
  child.unref()

  const deadline = Date.now() + timeoutMs
  while (end === undefined && Date.now() < deadline) {
    const file = await readPostmasterFile(cluster.dir)
    if (file && file.pid === child.pid && file.state === 'ready') return { pid: file.pid, log, exited }
    await Promise.race([sleep(25), exited])
  }
  if (end === undefined) child.kill('SIGQUIT')
  return { end: end ?? `it was not ready within ${timeoutMs / 1000} s.`, tail: log.close() }
}

const keptLogBytes = 10 * 1024 * 1024

/** A long log is set aside before a run of the server, and the one before it dropped. */
async function setLongLogAside(logPath: string): Promise<void> {
  const size = (await stat(logPath).catch(() => undefined))?.size ?? 0
  if (size > keptLogBytes) await rename(logPath, `${logPath}.1`)
}

/**
 * The server that a killed app left running on this cluster, if any. `isReusable`: it takes connections and is the
 * very program we would start. Such a one is best adopted: its caches are warm and there is nothing to recover.
 */
export async function findOrphan(
  cluster: Cluster,
  logPath: string,
): Promise<{ server: ServerProcess; port: number; isReusable: boolean } | undefined> {
  const deadline = Date.now() + startTimeoutMs
  for (;;) {
    const file = await readPostmasterFile(cluster.dir)
    if (!file || !(await isServerOf(cluster, file.pid))) return undefined
    if (file.state === 'starting' && Date.now() < deadline) {
      await sleep(100)
      continue
    }
    const server = { pid: file.pid, log: followLog(logPath), exited: watchUntilGone(cluster, file.pid) }
    const isReusable = file.state === 'ready' && (await runsOurProgram(cluster, file.pid))
    return { server, port: file.port, isReusable }
  }
}

async function watchUntilGone(cluster: Cluster, pid: number): Promise<void> {
  while (await isServerOf(cluster, pid)) await sleep(200, undefined, { ref: false })
}

/** Whether the process is alive and is this cluster's server, not a stranger that was given its old pid. */
async function isServerOf(cluster: Cluster, pid: number): Promise<boolean> {
  if (process.platform === 'win32') return false // There the server's own lock file must do.
  const commandLine =
    process.platform === 'linux'
      ? readFile(`/proc/${pid}/cmdline`, 'utf8')
      : run('ps', ['-p', String(pid), '-o', 'command=']).then(({ stdout }) => stdout)
  return (await commandLine.catch(() => '')).includes(cluster.dir)
}

/** False after an update replaced the program under a running server. */
async function runsOurProgram(cluster: Cluster, pid: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const program = await readlink(`/proc/${pid}/exe`).catch(() => undefined)
  return program === (await realpath(cluster.binaries.postgres))
}

/** What `postmaster.pid` says; port and state come only once the server listens. */
async function readPostmasterFile(dir: string): Promise<{ pid: number; port: number; state: string } | undefined> {
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
    if (!(await endsWithin(server, 10_000))) signal(server.pid, 'SIGKILL')
    await server.exited
  }
  server.log.close()
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
    await once(spawn(cluster.binaries.pgCtl, args, { ...processOptions(cluster), stdio: 'ignore' }), 'exit')
    return
  }
  signal(pid, mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
}

/**
 * Ends a throw-away server when this process dies, even by kill -9: a shell waits on a pipe that only we hold open.
 * A durable server lives on instead, see `findOrphan`.
 */
export function tieToThisProcess(server: ServerProcess): void {
  if (process.platform === 'win32') return
  const guard = spawn('/bin/sh', ['-c', 'read -r _ && exit; kill -QUIT "$1"', 'sh', String(server.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.unref()
  ;(guard.stdin as Socket).unref()
  guard.stdin.on('error', () => {}) // The guard may be gone when we say goodbye to it.
  void server.exited.then(() => guard.stdin.end('stopped\n'))
}
