import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { needsSetup, setupCode } from '#modules/identity/set-up.ts'
import { verifyLedgers } from '#modules/ledger/verify-ledger.ts'
import { readConfig } from '#platform/config.ts'
import { startSystem } from '#server/main.ts'
import { createDatabaseLike, createEmptyDatabase, type TestDatabase } from '#scripts/lib/test-database.ts'

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

export type LedgerVerdict = Pick<Awaited<ReturnType<typeof verifyLedgers>>, 'ok' | 'firstBroken'>

export type CommandResult = { code: number | null; stdout: string; stderr: string }

export type AppOptions = {
  /**
   * A process of its own by the command that people type, on the PostgreSQL that ships with the app. Else the same system in this
   * process, on a new database of the suite's server: a journey starts in a tenth of the time.
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
  return database && command === 'start' ? startHere(env, clear) : startByCommand(command, env, clear)
}

async function startHere(env: NodeJS.ProcessEnv, clear: () => Promise<void>): Promise<RunningApp> {
  const log: string[] = []
  try {
    const system = await startSystem({ config: readConfig(env), log: (line) => log.push(line) })
    const { database } = system
    return {
      url: system.url!,
      setupCode: (await needsSetup({ database })) ? setupCode(database.keys) : null,
      ledger: () => verifyLedgers(database, new Date()),
      command: (...args) => runCommand(args, env),
      async stop() {
        await system.stop()
        await clear()
      },
    }
  } catch (error) {
    await clear()
    throw new Error(`The app did not start. It said:\n${log.join('\n')}`, { cause: error })
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
