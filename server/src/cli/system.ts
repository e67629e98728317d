import { existsSync } from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
import { merchantFacts } from '#modules/shops/store-facts.ts'
import type { Config } from '#platform/config.ts'
import { type DatabaseHost, reachDatabase } from '#platform/database-host.ts'
import { type Database, openDatabase } from '#platform/db.ts'
import { findRunning } from '#platform/embedded-postgres/data-dir-lock.ts'
import { migrate } from '#platform/migrate.ts'
import { readSecretKey } from '#platform/secret-key.ts'
import { inTransaction, onGlobal } from '#platform/transaction.ts'
import { heardTypes } from '#server/subscriptions.ts'
import { CommandRefused, type Output } from './command.ts'

/** Where the demo shop is kept: beside the real one, never in it. */
export function demoDirOf(dataDir: string): string {
  return `${dataDir}-demo`
}

/**
 * The settings for a command about data that exists: of the demo shop with `--demo`, and also when nothing but the demo shop
 * is there and running, which is told.
 */
export async function configForData(config: Config, isDemo: boolean, tell: (line: string) => void): Promise<Config> {
  const demo = { ...config, dataDir: demoDirOf(config.dataDir) }
  if (isDemo) return demo
  if (config.databaseUrl || existsSync(path.join(config.dataDir, 'database.json'))) return config
  if (!(await findRunning(demo.dataDir))) return config
  tell(`This is about the demo shop in ${demo.dataDir}: ${config.dataDir} holds no data.`)
  return demo
}

/** Opens the database for one command: of the server that runs, else started for as long as the command takes. */
export async function withDatabase<T>(
  { config, output }: { config: Config; output: Output },
  body: (database: Database, host: DatabaseHost) => Promise<T>,
): Promise<T> {
  await using host = await reachDatabase(config, output.progress)
  if (host.isOwn) await migrate(host.ownerUrl, output.progress)
  const database = openDatabase({
    heardTypes,
    url: host.appUrl,
    secretKey: await readSecretKey(config),
    limits: false, // A proof over a whole year of sales may take its time.
    ...(host.assumeRole ? { assumeRole: host.assumeRole } : {}),
  })
  try {
    return await body(database, host)
  } finally {
    await database.close()
  }
}

/** The merchant a command is about: `--merchant` by id or slug, else the only one there is. */
export async function findMerchant(database: Database, asked: string | null): Promise<string> {
  const merchants = await onGlobal(
    database,
    sql<{ id: string; slug: string }>`select id, slug from platform.merchant order by created_at, id`,
  )
  const fitting = asked === null ? merchants : merchants.filter(({ id, slug }) => id === asked || slug === asked)
  if (fitting.length === 1) return fitting[0]!.id
  if (merchants.length === 0)
    throw new CommandRefused('merchant_not_found', 'There is no merchant yet: "regulars merchant create" makes one.')
  const known = (await Promise.all(merchants.map(({ id }) => describeMerchant(database, id)))).join('\n')
  if (asked === null)
    throw new CommandRefused('merchant_needed', `There are several merchants; name one with --merchant:\n${known}`)
  throw new CommandRefused('merchant_not_found', `There is no merchant "${asked}". These are:\n${known}`)
}

async function describeMerchant(database: Database, merchantId: string): Promise<string> {
  const actor = { kind: 'system', name: 'regulars' } as const
  const { name, currency } = await inTransaction(database, { merchantId, actor, at: new Date() }, merchantFacts)
  return `  ${merchantId}  ${name} (${currency})`
}
