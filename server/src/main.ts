import type { Server as TlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { enforceErasures } from '#modules/member-lifecycle/keep-erasures.ts'
import { foldersOfJournals } from '#platform/backup/journal-folders.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import type { Config } from '#platform/config.ts'
import { checkAppLogin, type DatabaseHost, hostDatabase } from '#platform/database-host.ts'
import { PaymentRunner } from '#modules/payments/payment-runner.ts'
import { MessageRunner } from '#modules/messaging/message-runner.ts'
import { type Database, openDatabase } from '#platform/db.ts'
import { watchDisk } from '#platform/disk-watch.ts'
import { migrate } from '#platform/migrate.ts'
import { watchProcess } from '#platform/metrics.ts'
import { readSecretKey } from '#platform/secret-key.ts'
import { answerPlainHttp, redirectToHttps } from '#platform/plain-http.ts'
import { runSteps, type ShutdownStep } from '#platform/shutdown.ts'
import { findTls, listenAddress, type Tls } from '#platform/tls.ts'
import { trustOverPlainHttp, trustRoutes } from '#platform/trust-page.ts'
import { buildApp } from './app.ts'
import { keepBackedUp } from './nightly-backup.ts'
import { heardTypes } from './subscriptions.ts'
import { startWorker } from './worker.ts'

export type RunningSystem = {
  /** Where people reach it. Null for a worker. */
  url: string | null
  database: Database
  host: DatabaseHost
  /** In the order in which they have to end. */
  steps: readonly ShutdownStep[]
  stop(): Promise<void>
}

export type StartOptions = {
  config: Config
  log: (line: string) => void
  clock?: Clock
  /** The built console; null serves the API alone. */
  webDir?: string | null
  /** Filled as parts begin, so that a signal half way through the start ends what there is by then. */
  steps?: ShutdownStep[]
}

export const defaultWebDir = path.resolve(import.meta.dirname, '../../web/console/dist')

/** Starts database, schema, HTTP and worker, as far as `ROLE` wants them, in one process. */
export async function startSystem({
  config,
  log,
  clock = systemClock,
  webDir = defaultWebDir,
  steps = [],
}: StartOptions): Promise<RunningSystem> {
  const stop = () => runSteps(steps, log)
  let outboxLagSeconds = () => 0
  try {
    const tls = await findTls(config, systemClock.now())
    const address = listenAddress(config, tls) // Refused before anything is started.
    const hosting = hostDatabase(config, log)
    // One that did not come up has nothing to stop.
    steps.unshift({
      name: 'PostgreSQL',
      run: () =>
        hosting.then(
          (began) => began.stop(),
          () => {},
        ),
    })
    const host = await hosting
    await migrate(host.ownerUrl, log)
    const secretKey = await readSecretKey(config)
    if (!config.databaseUrl) watchOver(config, steps, log)
    const database = openDatabase({
      heardTypes,
      url: host.appUrl,
      poolSize: config.poolSize,
      secretKey,
      limits: config.databaseDirectUrl === null,
      ...(host.assumeRole ? { assumeRole: host.assumeRole } : {}),
    })
    steps.unshift({ name: 'The connection pool', run: () => database.close() })
    await checkAppLogin(database)
    const journalFolders = () => foldersOfJournals(config)
    const erased = await enforceErasures({ database, folders: await journalFolders(), at: clock.now() })
    if (erased > 0) log(`the database was restored: ${erased} members were erased again`)
    const payments = new PaymentRunner({ database, clock, log, publicUrl: publicUrlOf(config, tls) })
    steps.unshift({ name: 'Payments under way', run: () => payments.stop() })
    const messages = new MessageRunner({ database, clock, log, publicUrl: publicUrlOf(config, tls) })
    steps.unshift({ name: 'Messages under way', run: () => messages.stop() })
    if (config.role !== 'api') {
      payments.start()
      const worker = await startWorker({ database, directUrl: host.directUrl, clock, log, journalFolders, messages })
      steps.unshift({ name: 'The worker', run: () => worker.stop() })
      outboxLagSeconds = () => worker.outboxLagSeconds()
    }
    watchProcess({ database, outboxLagSeconds: () => outboxLagSeconds() })
    const url =
      config.role === 'worker'
        ? null
        : await serve({ config, tls, host: address, database, clock, secretKey, webDir, steps, payments, messages })
    return { url, database, host, steps, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What runs beside the embedded database: the watch over its disk, and its nightly backup. */
function watchOver(config: Config, steps: ShutdownStep[], log: (line: string) => void): void {
  const disk = watchDisk(config.dataDir, log)
  steps.unshift({ name: 'The watch over the disk', run: () => disk.stop() })
  const { backupDir } = config
  if (backupDir === null) return
  const backups = keepBackedUp({ ...config, backupDir }, log)
  steps.unshift({ name: 'The nightly backup', run: () => backups.stop() })
}

type ServeOptions = {
  config: Config
  tls: Tls | null
  host: string
  database: Database
  clock: Clock
  secretKey: Buffer
  webDir: string | null
  steps: ShutdownStep[]
  payments: PaymentRunner
  messages: MessageRunner
}

/** Where providers send their notices; without PUBLIC_URL none reach this machine, and asking does without them. */
function publicUrlOf(config: Config, tls: Tls | null): string {
  return config.publicUrl ?? `${tls ? 'https' : 'http'}://localhost:${config.port}`
}

/** Starts the web server; returns the address under which people reach it. */
async function serve({
  config,
  tls,
  host,
  database,
  clock,
  secretKey,
  webDir,
  steps,
  payments,
  messages,
}: ServeOptions): Promise<string> {
  const app = await buildApp({
    database,
    clock,
    secretKey,
    secure: tls !== null || (config.publicUrl?.startsWith('https://') ?? false),
    logLevel: config.logLevel,
    trustProxy: config.trustProxy,
    https: tls ? { cert: tls.cert, key: tls.key } : undefined,
    webDir,
    metricsToken: config.metricsToken,
    payments,
    messages,
  })
  if (tls?.authority) trustRoutes(app, tls.authority)
  steps.unshift({ name: 'The web server', run: () => app.drain().then(() => app.close()) })
  await app.listen({ port: config.port, host })
  const { port } = app.server.address() as AddressInfo
  if (tls) answerPlainHttp(app.server as unknown as TlsServer, trustOverPlainHttp(tls.authority, redirectToHttps(port)))
  return config.publicUrl ?? `${tls ? 'https' : 'http'}://localhost:${port}`
}
