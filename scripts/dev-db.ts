import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '#platform/embedded-postgres/start.ts'

/*
 * A throw-away PostgreSQL for tests and trials: prints its two URLs as one line of JSON and stays until it is
 * interrupted. Nothing in it survives.
 */
const dataDir = await mkdtemp(join(tmpdir(), 'regulars-dev-db-'))
const database = await startEmbeddedPostgres({ dataDir, durable: false })
process.stdout.write(`${JSON.stringify({ ownerUrl: database.ownerUrl, appUrl: database.appUrl })}\n`)

const stayAwake = setInterval(() => {}, 60_000)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, async () => {
    clearInterval(stayAwake)
    await database.stop()
    await rm(dataDir, { recursive: true, force: true })
    process.exit(0)
  })
}
