import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { startSystem } from '#server/main.ts'
import { createMerchant } from '#modules/identity/create-merchant.ts'
import { startSession } from '#modules/identity/start-session.ts'
import { readConfig } from '#platform/config.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'

export type BenchShop = {
  database: Database
  ownerUrl: string
  port: number
  merchantId: string
  storeId: string
  /** Headers of a signed-in owner. */
  headers: Record<string, string>
  inWork<T>(body: (work: Work) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

/** The system as a shop runs it (embedded PostgreSQL, durable), in a folder that goes afterwards, with one signed-in owner. */
export async function startBenchShop(env: Record<string, string> = {}): Promise<BenchShop> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'regulars-bench-'))
  const config = readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent', ...env })
  const system = await startSystem({ config, log: () => {}, webDir: null })
  const { database } = system
  const merchantId = newId()
  const inWork = <T>(body: (work: Work) => Promise<T>) =>
    inTransaction(database, { merchantId, actor: { kind: 'system', name: 'bench' }, at: new Date() }, body)
  const { storeId, token } = await inWork(async (work) => {
    const made = await createMerchant(work, database.keys, {
      name: '测速店',
      currency: 'CNY',
      locale: 'zh-CN',
      storeName: '一号店',
      timeZone: 'Asia/Shanghai',
      // No password opens this account: the session is begun below.
      owner: { loginName: `owner-${merchantId}`, name: '店主', passwordHash: 'none' },
    })
    const who = { userId: made.userId!, deviceId: null, ip: '127.0.0.1', userAgent: 'bench', how: 'password' } as const
    return { storeId: made.storeId, ...(await startSession(work, database.keys, who)) }
  })
  return {
    database,
    ownerUrl: system.host.ownerUrl,
    port: Number(new URL(system.url!).port),
    merchantId,
    storeId,
    headers: { cookie: `regulars_session=${token}`, 'x-requested-with': 'regulars' },
    inWork,
    async stop() {
      await system.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
