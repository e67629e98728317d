// Power cuts under load: tills sell over HTTP on a data directory that lies in a disk image; at random moments the image is copied
// in one instant, as the disk would be left by a power cut, mounted, recovered, and compared with what had been acknowledged
// before the copy began: every sale must be there, and the ledger must verify.
// Negative control: with --control the database runs with fsync off, and sales must be lost.
// Needs root, loop devices, ext4 and XFS; without them it says so and ends with 2.
// Run: node bench/power-cut.ts [--cuts 50] [--seed 1] [--dir /var/tmp] [--control]
import { setTimeout as sleep } from 'node:timers/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { verifyLedgers } from '#modules/ledger/verify-ledger.ts'
import { openDatabase } from '#platform/db.ts'
import { startEmbeddedPostgres } from '#platform/embedded-postgres/start.ts'
import { randomFrom } from '#testing/demo/random.ts'
import { startBenchShop, stockBenchShop } from './lib/bench-shop.ts'
import { type CutDisk, makeCuttableDisk, whyNoDisk } from './lib/disk-image.ts'
import { describeMachine } from './lib/machine.ts'
import { sendRequest } from './lib/send-request.ts'

const { values } = parseArgs({
  options: {
    cuts: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    dir: { type: 'string', default: '/var/tmp' },
    control: { type: 'boolean', default: false },
  },
})
const missing = await whyNoDisk()
if (missing) {
  console.error(`The power cut cannot be tried here: ${missing}.`)
  process.exit(2)
}

const random = randomFrom(Number(values.seed))
const tills = 32
/** Ids of sales, in the order of their answers. */
const acknowledged: string[] = []
let isSelling = true

const disk = await makeCuttableDisk(values.dir)
process.once('SIGINT', () => void disk.remove().finally(() => process.exit(130)))
const recoveries: number[] = []
const total = { cuts: 0, checked: 0, lost: 0, doubled: 0, unreadable: 0, brokenLedgers: 0 }
try {
  const shop = await startBenchShop({ DATA_DIR: path.join(disk.folder, 'data') })
  try {
    const makeRequest = await stockBenchShop(shop, { members: 200 })
    if (values.control) await ownerQuery(shop.ownerUrl, 'alter system set fsync = off')
    await ownerQuery(shop.ownerUrl, 'select pg_reload_conf()')
    await sleep(500)
    console.log(await describeMachine(shop.ownerUrl))
    const selling = Array.from({ length: tills }, async () => {
      while (isSelling) {
        const request = makeRequest(0)
        if ((await sendRequest(shop.port, request)) === 'ok') acknowledged.push(request.headers!['idempotency-key']!)
      }
    })
    for (let cut = 1; cut <= Number(values.cuts); cut++) {
      await sleep(random.between(150, 1_500))
      await cutOnce()
      if (cut % 10 === 0) console.log(`  ${JSON.stringify(total)}`)
    }
    isSelling = false
    await Promise.all(selling)
  } finally {
    isSelling = false
    await shop.stop({ keepData: true })
  }
} finally {
  await disk.remove()
}
recoveries.sort((a, b) => a - b)
const middle = recoveries[recoveries.length >> 1]?.toFixed(0)
console.log(`recovered in ${middle} ms (median), ${recoveries.at(-1)?.toFixed(0)} ms (worst)`)
console.log(JSON.stringify({ ...total, acknowledged: acknowledged.length }))
const isGood = total.lost === 0 && total.doubled === 0 && total.unreadable === 0 && total.brokenLedgers === 0
if (values.control ? total.lost === 0 : !isGood) process.exitCode = 1

async function cutOnce(): Promise<void> {
  const before = acknowledged.length // Answered before the copy begins: these must be on it.
  const copy = await disk.cut()
  try {
    total.cuts++
    total.checked += before
    const lost = await judge(copy, new Set(acknowledged.slice(0, before)))
    total.lost += lost
    if (lost > 0 && !values.control) console.log(`  cut ${total.cuts}: ${lost} of ${before} are lost`)
  } finally {
    await copy.remove()
  }
}

/** How many of the acknowledged are not on the disk; all, where the database does not come up any more. */
async function judge(copy: CutDisk, wanted: ReadonlySet<string>): Promise<number> {
  const began = performance.now()
  const server = await startEmbeddedPostgres({ dataDir: path.join(copy.folder, 'data') }).catch((error: Error) => {
    console.log(`  cut ${total.cuts}: ${error.message}`)
  })
  if (!server) {
    total.unreadable++
    return wanted.size
  }
  recoveries.push(performance.now() - began)
  try {
    const rows = await ownerQuery<{ id: string }>(server.ownerUrl, 'select id from cashier.sale')
    const found = new Set(rows.map(({ id }) => id))
    total.doubled += rows.length - found.size
    const database = openDatabase({ url: server.appUrl, limits: false })
    if (!(await verifyLedgers(database, new Date())).ok) total.brokenLedgers++
    await database.close()
    return [...wanted].filter((id) => !found.has(id)).length
  } finally {
    await server.stop()
  }
}

async function ownerQuery<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<T>(text)
  await client.end()
  return rows
}
