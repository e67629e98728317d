import { existsSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { sql } from 'kysely'
import { type RunningSystem, startSystem } from '#main'
import type { Config } from '#platform/config.ts'
import { findRunning } from '#platform/embedded-postgres/data-dir-lock.ts'
import { stopOrphan } from '#platform/embedded-postgres/start.ts'
import { shutDownOnSignals, type ShutdownStep, type UnlessEnding } from '#platform/shutdown.ts'
import { onGlobal } from '#platform/transaction.ts'
import type { DemoShop } from '#testing/demo-shop.ts'
import { type CliCommand, CommandRefused, type Output } from './command.ts'
import { buildWeb, serverConfig } from './start.ts'
import { demoDirOf, withDatabase } from './system.ts'

type DemoLogin = DemoShop['logins'][number]

/** The shop is complete when this file is there: who may sign in. */
const loginsName = 'demo.json'

/** A year that was cut off half way is of no use: it is begun anew. Only ever the demo's own folder. */
async function removeUnfinished(dataDir: string): Promise<void> {
  if (!existsSync(path.join(dataDir, 'database.json')) || existsSync(path.join(dataDir, loginsName))) return
  if (await findRunning(dataDir)) return
  await stopOrphan(dataDir)
  for (const name of ['postgres', 'postgres.unfinished', 'database.json']) {
    await rm(path.join(dataDir, name), { recursive: true, force: true })
  }
}

async function readLogins(dataDir: string): Promise<DemoLogin[] | null> {
  const text = await readFile(path.join(dataDir, loginsName), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as DemoLogin[])
}

async function buildShop({ database }: RunningSystem, config: Config, output: Output): Promise<DemoLogin[]> {
  const [merchant] = await onGlobal(database, sql`select 1 from platform.merchant limit 1`)
  if (merchant)
    throw new CommandRefused('database_not_empty', 'The demo shop needs an empty database; this one holds a merchant.')
  const { buildDemoShop } = await import('#testing/demo-shop.ts')
  output.say('Building a year of the demo shop: one to three minutes …')
  // On connections of its own, whose proof of the whole year may take longer than a till would wait.
  const { logins } = await withDatabase({ config, output }, (own) =>
    buildDemoShop({ database: own, today: new Date(), progress: output.progress }),
  )
  const target = path.join(config.dataDir, loginsName)
  await writeFile(`${target}.new`, JSON.stringify(logins, null, 2), { mode: 0o600 })
  await rename(`${target}.new`, target)
  return logins
}

type Surroundings = { output: Output; log: (line: string) => void; steps: ShutdownStep[]; unlessEnding: UnlessEnding }

/** Builds without a worker: at today's clock it would end points and sweep parked sales of a year that is still being lived. */
async function buildAlone(config: Config, { output, log, steps, unlessEnding }: Surroundings): Promise<DemoLogin[]> {
  const system = await startSystem({ config: { ...config, role: 'api' }, log, steps }).catch(unlessEnding)
  const logins = await buildShop(system, config, output).catch(unlessEnding).catch(stopAndRethrow(system))
  await system.stop()
  steps.length = 0 // They are done; those of the system that follows take their place.
  return logins
}

function stopAndRethrow(system: RunningSystem) {
  return async (error: unknown): Promise<never> => {
    await system.stop()
    throw error
  }
}

export const demoCommand: CliCommand = {
  options: { port: { type: 'string' }, 'no-build': { type: 'boolean' } },
  startsSystem: true,
  async run(input) {
    const { options, output } = input
    const asked = serverConfig(input)
    const config: Config = { ...asked, dataDir: demoDirOf(asked.dataDir) }
    if (!options['no-build']) await buildWeb(output)
    if (!config.databaseUrl) await removeUnfinished(config.dataDir)
    const log = (line: string) => console.error(line)
    const steps: ShutdownStep[] = []
    // From the start on: a year takes minutes, and whoever ends it half way wants PostgreSQL to end, too.
    const { unlessEnding } = shutDownOnSignals({ steps, log })
    const logins =
      (await readLogins(config.dataDir)) ?? (await buildAlone(config, { output, log, steps, unlessEnding }))
    const system = await startSystem({ config, log, steps }).catch(unlessEnding)
    const { demoCodes, startDemoProviders } = await import('#testing/demo/pay-providers.ts')
    await startDemoProviders(system.database).catch(stopAndRethrow(system))
    const { startDemoInvoices } = await import('#testing/demo/invoice-vendor.ts')
    const [merchant] = await onGlobal(
      system.database,
      sql<{ id: string }>`select id from platform.merchant order by id limit 1`,
    )
    if (merchant) await startDemoInvoices(system.database, merchant.id).catch(stopAndRethrow(system))
    const { findPortalMember } = await import('#testing/demo/portal-member.ts')
    const member = merchant ? await findPortalMember(system.database, merchant.id, new Date()) : null
    output.result({ url: system.url, dataDir: config.dataDir, pid: process.pid, logins, member }, () =>
      [
        `熟客 Regulars, 演示门店 the demo shop: ${system.url}`,
        ...logins.map(({ role, loginName, password }) => `  ${role}  ${loginName} / ${password}`),
        `  付款码 payment codes to type at the till: 微信 ${demoCodes.wechat_pay}, 支付宝 ${demoCodes.alipay}`,
        ...(member
          ? [
              `  会员 a member at ${system.url}/m: ${member.name} ${member.phone}, 验证码 the code stands in 消息 (${system.url}/messages)`,
            ]
          : []),
      ].join('\n'),
    )
    await new Promise(() => {}) // Until a signal comes.
  },
}
