// A million coupon codes, made and committed by the command itself: drawn, hashed and written, then the file of them; and one of them shown.
// Beside it, in the same run, the bare way: as many rows of ready hashes by one sorted INSERT into a table with its key.
// Run: node bench/coupon-codes.ts [--codes 1000000] [--rounds 3]. Aim: 3 s.
import { randomBytes } from 'node:crypto'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { exportCodes, makeCodes } from '#modules/coupons/make-codes.ts'
import { openCode } from '#modules/coupons/open-code.ts'
import { newId } from '#shared/ids.ts'
import { makeCouponTemplate } from '#testing/make-coupon.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { cpuSecondsBelow, postmasterOf } from './lib/cpu-time.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({
  options: { codes: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '3' } },
})
const quantity = Number(values.codes)
const shop = await startBenchShop()
const client = new pg.Client(shop.ownerUrl)
await client.connect()
const postmaster = await postmasterOf(shop.dataDir)

type Cost = { seconds: number; node: number; database: number }

async function costOf(body: () => Promise<unknown>): Promise<Cost> {
  const before = await cpuSecondsBelow(postmaster)
  const [own, began] = [process.cpuUsage(), performance.now()]
  await body()
  const seconds = (performance.now() - began) / 1_000
  const { user, system } = process.cpuUsage(own)
  return { seconds, node: (user + system) / 1e6, database: (await cpuSecondsBelow(postmaster)) - before }
}

const describe = ({ seconds, node, database }: Cost) =>
  `${seconds.toFixed(2)} s (processor: Node ${node.toFixed(1)}, PostgreSQL ${database.toFixed(1)} s)`

/** A row a code, as a table would hold them that knows nothing else. */
async function bareRows(): Promise<void> {
  const hashes = randomBytes(quantity * 16)
  await client.query(
    `insert into bare_code (merchant_id, code_hash, issue_id)
     select $1::uuid, substring(h.bytes from n * 16 + 1 for 16) as code_hash, $2::uuid
       from (select $3::bytea as bytes) h, generate_series(0, $4::integer) n order by code_hash`,
    [shop.merchantId, newId(), hashes, quantity - 1],
  )
}

try {
  console.log(await describeMachine(shop.ownerUrl))
  await client.query(`create table bare_code (merchant_id uuid not null, code_hash bytea not null, issue_id uuid not null,
    coupon_id uuid, primary key (merchant_id, code_hash))`)
  const { id: templateId } = await shop.inWork((work) => makeCouponTemplate(work))
  for (let round = 1; round <= Number(values.rounds); round++) {
    const issueId = newId()
    const bare = await costOf(bareRows)
    const made = await costOf(() =>
      shop.inWork((work) => makeCodes(work, { issueId, templateId, quantity, reason: '' })),
    )
    const lines: string[] = []
    const exported = await costOf(async () => {
      for (const text of await shop.inWork((work) => exportCodes(work, issueId))) lines.push(text)
    })
    const codes = lines.join('').trim().split('\r\n')
    if (codes.length !== quantity) throw new Error(`${codes.length} codes were exported`)
    const times: number[] = []
    for (let shown = 0; shown < 200; shown++) {
      const code = codes[(shown * 7_919) % quantity]!
      const began = performance.now()
      await shop.inWork((work) => openCode(work, { code, memberId: null }))
      times.push(performance.now() - began)
    }
    times.sort((a, b) => a - b)
    console.log(`round ${round}, load ${loadavg()[0]!.toFixed(1)}: ${quantity} bare rows ${describe(bare)}`)
    console.log(`  codes made ${describe(made)} = ${(made.seconds / bare.seconds).toFixed(2)} of that`)
    console.log(
      `  exported ${describe(exported)}; shown p50 ${times[100]!.toFixed(1)} ms, p99 ${times[197]!.toFixed(1)} ms`,
    )
  }
} finally {
  await client.end()
  await shop.stop()
}
