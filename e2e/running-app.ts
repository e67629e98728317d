import assert from 'node:assert/strict'
import { type ChildProcess, fork, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LedgerReport } from '#modules/ledger/verify-ledger.ts'
import { createDatabaseLike, createEmptyDatabase, type TestDatabase } from '#scripts/lib/test-database.ts'
import type { HostAnswer, HostRequest } from './app-host.ts'

export type RunningApp = {
  url: string
  /** What the first page of an empty system asks for; null once the shop is set up. */
  setupCode: string | null
  /** What `regulars ledger verify` says of its data. */
  ledger(): Promise<LedgerVerdict>
  /** Runs `regulars …` beside the running app, on the same data, as the shop's owner would. */
  command(...args: string[]): Promise<CommandResult>
  stop(): Promise<void>
}

export type LedgerVerdict = Pick<LedgerReport, 'ok' | 'firstBroken'>

export type CommandResult = { code: number | null; stdout: string; stderr: string }

export type AppOptions = {
  /**
   * A process of its own by the command that people type, on the PostgreSQL that ships with the app. Else the same system in a
   * process that runs one journey's after the other (`app-host.ts`), on a new database of the suite's server.
   */
  embedded?: boolean
  /** `demo` for a shop with a year behind it. */
  command?: 'start' | 'demo'
}

const launcher = path.resolve(import.meta.dirname, '../bin/regulars.mjs')
const startLimitMs = 120_000

/** Every fen and point of the app's shop adds up: what ends a journey that moved some. */
export async function assertLedgerSound(app: RunningApp): Promise<void> {
  const { ok, firstBroken } = await app.ledger()
  assert.deepEqual({ ok, firstBroken }, { ok: true, firstBroken: null })
}

/** Starts the app on a port of its own and on data that are gone after `stop()`. */
export async function startApp({ embedded = false, command = 'start' }: AppOptions = {}): Promise<RunningApp> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'regulars-e2e-'))
  const database = embedded ? null : await createDatabaseOfSuite()
  // Whose server the suite runs on is not the app's: it has a database of its own, or the one it ships with.
  const { DATABASE_URL: _ofSuite, ...inherited } = process.env
  const env = {
    ...inherited,
    DATA_DIR: dataDir,
    PORT: '0',
    LOG_LEVEL: 'warn',
    ...(database ? { DATABASE_URL: database.ownerUrl } : {}),
  }
  const clear = async () => {
    await database?.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return database && command === 'start' ? startHosted(env, clear) : startByCommand(command, env, clear)
}

let host: ChildProcess | undefined
let asked = 0
let waiting = 0

type Unnumbered<Request> = Request extends unknown ? Omit<Request, 'id'> : never

/** Asks the host of this process's apps. It is started with the first, keeps nobody waiting but who asks, and ends with this process. */
async function askHost<T>(request: Unnumbered<HostRequest>, id = ++asked): Promise<T> {
  if (!host) {
    host = fork(path.resolve(import.meta.dirname, 'app-host.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    host.setMaxListeners(0).unref()
  }
  const current = host
  if (waiting++ === 0) current.channel?.ref()
  try {
    return await new Promise<T>((resolve, reject) => {
      const onExit = () => reject(new Error('The host of the apps has ended'))
      const onMessage = (message: HostAnswer) => {
        if (message.id !== id) return
        current.off('message', onMessage).off('exit', onExit)
        if (message.fault === undefined) resolve(message.answer as T)
        else reject(new Error(message.fault))
      }
      current.on('message', onMessage).once('exit', onExit)
      current.send({ ...request, id })
    })
  } finally {
    if (--waiting === 0) current.channel?.unref()
  }
}

async function startHosted(env: NodeJS.ProcessEnv, clear: () => Promise<void>): Promise<RunningApp> {
  const app = ++asked
  try {
    const started = await askHost<{ url: string; setupCode: string | null }>({ kind: 'start', env }, app)
    return {
      ...started,
      ledger: () => askHost<LedgerVerdict>({ kind: 'ledger', app }),
      command: (...args) => runCommand(args, env),
      async stop() {
        await askHost({ kind: 'stop', app })
        await clear()
      },
    }
  } catch (error) {
    await clear()
    throw error
  }
}

/** Starts the app as people do. */
async function startByCommand(
  command: 'start' | 'demo',
  env: NodeJS.ProcessEnv,
  clear: () => Promise<void>,
): Promise<RunningApp> {
  const app = spawn(process.execPath, [launcher, command, '--json'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const printed = { stdout: '', stderr: '' }
  app.stdout.on('data', (chunk: Buffer) => (printed.stdout += chunk.toString()))
  app.stderr.on('data', (chunk: Buffer) => (printed.stderr += chunk.toString()))
  const ended = new Promise<void>((resolve) => app.once('exit', () => resolve()))
  const stop = async () => {
    app.kill('SIGTERM')
    await ended
    await clear()
  }
  try {
    const started = await Promise.race([readStarted(printed), ended.then(() => failToStart(printed))])
    return {
      ...started,
      ledger: async () => JSON.parse((await runCommand(['ledger', 'verify', '--json'], env)).stdout),
      command: (...args) => runCommand(args, env),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/**
 * A database on the suite's server; null where there is none. Migrated already, where the suite keeps a template: an app that
 * migrates its own is what `embedded` ones are for.
 */
export async function createDatabaseOfSuite(): Promise<TestDatabase | null> {
  const { TEST_DATABASE_OWNER_URL: serverUrl, TEST_DATABASE_TEMPLATE: template } = process.env
  if (!serverUrl) return null
  return template ? createDatabaseLike(serverUrl, template) : createEmptyDatabase(serverUrl)
}

/** Waits for the document in which the app says where people reach it. */
async function readStarted(printed: {
  stdout: string
  stderr: string
}): Promise<Pick<RunningApp, 'url' | 'setupCode'>> {
  for (const startedAt = performance.now(); performance.now() - startedAt < startLimitMs;) {
    if (printed.stdout.trimEnd().endsWith('}')) return JSON.parse(printed.stdout)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return failToStart(printed)
}

function failToStart({ stdout, stderr }: { stdout: string; stderr: string }): never {
  throw new Error(`The app did not start. It printed:\n${stdout}${stderr}`)
}

async function runCommand(args: string[], env: NodeJS.ProcessEnv): Promise<CommandResult> {
  const child = spawn(process.execPath, [launcher, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code, stdout, stderr }
}
