import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createItem } from '#modules/catalog/create-item.ts'
import { createMerchant } from '#modules/identity/create-merchant.ts'
import { startSession } from '#modules/identity/start-session.ts'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { type Clock, systemClock } from '#platform/clock.ts'
import { readConfig } from '#platform/config.ts'
import type { Database } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { startSystem } from '#server/main.ts'
import { saleInputOf } from '#testing/make-sale.ts'
import { makeStoredValue } from '#testing/make-value.ts'
import type { MakeRequest } from './http-load.ts'

export type BenchShop = {
  dataDir: string
  database: Database
  ownerUrl: string
  port: number
  merchantId: string
  storeId: string
  /** Headers of a signed-in owner. */
  headers: Record<string, string>
  inWork<T>(body: (work: Work) => Promise<T>): Promise<T>
  /** Stops the system; its data goes too unless they are kept for another process. */
  stop(options?: { keepData: boolean }): Promise<void>
}

/**
 * The system as a shop runs it (embedded PostgreSQL, durable) with one signed-in owner, in a folder that `stop` removes.
 * `DATA_DIR` in `env` names another place; a shop that was kept there is opened again. `hasScreens` serves the built console, too;
 * `clock` is the server's, where a bench moves it.
 */
export async function startBenchShop(
  env: Record<string, string> = {},
  { hasScreens = false, clock = systemClock }: { hasScreens?: boolean; clock?: Clock } = {},
): Promise<BenchShop> {
  const dataDir = env['DATA_DIR'] ?? (await mkdtemp(path.join(os.tmpdir(), 'regulars-bench-')))
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'silent', ...env, DATA_DIR: dataDir })
  const system = await startSystem({ config, log: () => {}, clock, ...(hasScreens ? {} : { webDir: null }) })
  const { database } = system
  const known = await readKept(dataDir)
  const merchantId = known?.merchantId ?? newId()
  const inWork = <T>(body: (work: Work) => Promise<T>) =>
    inTransaction(database, { merchantId, actor: { kind: 'system', name: 'bench' }, at: new Date() }, body)
  const { storeId, token } = await inWork(async (work) => {
    const { storeId, userId } = known ?? (await foundShop(work, database))
    const who = { userId, deviceId: null, ip: '127.0.0.1', userAgent: 'bench', how: 'password' } as const
    const { token } = await startSession(work, database.keys, who)
    await writeFile(keptIn(dataDir), JSON.stringify({ merchantId, storeId, userId } satisfies KeptShop))
    return { storeId, token }
  })
  return {
    dataDir,
    database,
    ownerUrl: system.host.ownerUrl,
    port: Number(new URL(system.url!).port),
    merchantId,
    storeId,
    headers: { cookie: `regulars_session=${token}`, 'x-requested-with': 'regulars' },
    inWork,
    async stop({ keepData } = { keepData: false }) {
      await system.stop()
      if (!keepData) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

/** Whose data lies in a folder that was kept. */
type KeptShop = { merchantId: string; storeId: string; userId: string }

const keptIn = (dataDir: string) => path.join(dataDir, 'bench-shop.json')

async function readKept(dataDir: string): Promise<KeptShop | null> {
  const text = await readFile(keptIn(dataDir), 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as KeptShop)
}

async function foundShop(work: Work, { keys }: Database): Promise<{ storeId: string; userId: string }> {
  const { storeId, userId } = await createMerchant(work, keys, {
    name: '测速店',
    currency: 'CNY',
    locale: 'zh-CN',
    storeName: '一号店',
    timeZone: 'Asia/Shanghai',
    // No password opens this account: its sessions are begun here.
    owner: { loginName: `owner-${work.merchantId}`, name: '店主', passwordHash: 'none' },
  })
  return { storeId, userId: userId! }
}

/**
 * Goods, regulars with stored value and points rules; gives a maker of sales: each of a member, three lines, stored value and
 * cash, earning points, moving stock. The carts are priced once and sent again and again under fresh keys.
 */
export async function stockBenchShop(shop: BenchShop, { members = 1_000 } = {}): Promise<MakeRequest> {
  const { storeId } = shop
  const itemIds = await shop.inWork(async (work) => {
    await setEarnPolicy(work, {
      rule: { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true },
      expiry: { months: 12, round: 'month_end' },
    })
    const ids: string[] = []
    for (let i = 0; i < 100; i++) {
      const id = newId()
      const priced = { listPriceCents: 1_000 + i * 10, taxRateBps: 600, tracksStock: true }
      await createItem(work, { id, kind: 'product', name: `商品 ${i}`, ...priced })
      ids.push(id)
    }
    return ids
  })
  const memberIds: string[] = []
  for (let done = 0; done < members; done += 100) {
    await shop.inWork(async (work) => {
      const rows = Array.from({ length: 100 }, (_, i) => ({
        id: newId(),
        name: `会员 ${done + i}`,
        phone: `+86138${String(done + i).padStart(8, '0')}`,
        source: 'import' as const,
      }))
      await enrolMembers(work, rows)
      for (const { id } of rows) await makeStoredValue(work, id, 100_000_000, 10_000_000)
      memberIds.push(...rows.map(({ id }) => id))
    })
  }
  const carts = await shop.inWork(async (work) => {
    const made = []
    for (let i = 0; i < 500; i++) {
      const items = [0, 1, 2].map((n) => [itemIds[(i * 3 + n) % itemIds.length]!, 1 + (n % 2)] as const)
      made.push(
        await saleInputOf(work, { storeId, memberId: memberIds[i % memberIds.length]!, items, storedCents: 1_000 }),
      )
    }
    return made
  })
  let next = 0
  return () => ({
    method: 'POST',
    path: '/api/v1/sales',
    headers: { ...shop.headers, 'idempotency-key': newId() },
    body: carts[next++ % carts.length],
  })
}
