// kill -9 under load: tills sell over HTTP while the app, its PostgreSQL or both are killed at random moments. Afterwards every
// acknowledged sale must be there once, whatever was unanswered is sent again under its key, and the ledger must verify.
// Negative control: with --control the server acknowledges before the WAL is on its way (synchronous_commit off), and sales must be
// lost. (fsync off cannot be the control of a kill: what was written survives in the system's cache; see power-cut.ts.)
// Run: node bench/kill-loop.ts [--kills 50] [--seed 1] [--control]
import { type ChildProcess, spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { findRunning } from '#platform/embedded-postgres/data-dir-lock.ts'
import { randomFrom } from '#testing/demo/random.ts'
import { startBenchShop, stockBenchShop } from './lib/bench-shop.ts'
import type { MakeRequest } from './lib/http-load.ts'
import { describeMachine } from './lib/machine.ts'
import { sendRequest } from './lib/send-request.ts'

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    control: { type: 'boolean', default: false },
  },
})
const random = randomFrom(Number(values.seed))
const tills = 64
const port = 18_000 + Math.floor(Math.random() * 2_000)

type Sent = ReturnType<MakeRequest>
const acknowledged = new Set<string>()
let unanswered: Sent[] = []

const shop = await startBenchShop()
const makeRequest = await stockBenchShop(shop, { members: 200 })
console.log(await describeMachine(shop.ownerUrl))
if (values.control) await ownerQuery(shop.ownerUrl, 'alter system set synchronous_commit = off')
await shop.stop({ keepData: true })

const waits: number[] = []
for (let kill = 1; kill <= Number(values.kills); kill++) {
  const began = performance.now()
  const app = await startApp()
  waits.push(performance.now() - began)
  await resend()
  const victim = values.control ? 'server' : random.pick(['app', 'server', 'both'] as const)
  await sellUntilKilled(app, victim)
  if (kill % 10 === 0) console.log(`  ${kill} kills, ${acknowledged.size} sales acknowledged`)
}
const app = await startApp()
await resend()
const verdict = await judge()
app.kill('SIGTERM')
await new Promise((resolve) => app.once('exit', resolve))
await rm(shop.dataDir, { recursive: true, force: true })
waits.sort((a, b) => a - b)
console.log(
  `ready again after ${waits[waits.length >> 1]!.toFixed(0)} ms (median), ${waits.at(-1)!.toFixed(0)} ms (worst)`,
)
console.log(JSON.stringify(verdict))
const isGood = verdict.lost === 0 && verdict.doubled === 0 && verdict.ledgerOk
if (values.control ? verdict.lost === 0 : !isGood) process.exitCode = 1

async function startApp(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [path.resolve('bin/regulars.mjs'), 'start', '--no-build'], {
    env: { ...process.env, DATA_DIR: shop.dataDir, PORT: String(port), LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said += chunk))
  for (let tries = 0; tries < 600; tries++) {
    if (child.exitCode !== null) throw new Error(`the app did not start: ${said}`)
    if ((await sendRequest(port, { method: 'GET', path: '/api/health/ready' })) === 'ok') return child
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`the app was not ready in time: ${said}`)
}

async function sellUntilKilled(app: ChildProcess, victim: 'app' | 'server' | 'both'): Promise<void> {
  const running = await findRunning(shop.dataDir)
  const postmaster = Number(
    (await readFile(path.join(shop.dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0],
  )
  if (!running || !postmaster) throw new Error('the app says that it runs, its server does not')
  let isOver = false
  const selling = Array.from({ length: tills }, async () => {
    while (!isOver) {
      const request = makeRequest(0)
      const key = request.headers!['idempotency-key']!
      const answer = await sendRequest(port, request)
      if (answer === 'ok') acknowledged.add(key)
      else unanswered.push(request)
    }
  })
  await new Promise((resolve) => setTimeout(resolve, random.between(150, 1_500)))
  if (victim !== 'app') process.kill(postmaster, 'SIGKILL')
  if (victim !== 'server') app.kill('SIGKILL')
  await new Promise((resolve) => setTimeout(resolve, random.between(0, 50)))
  isOver = true
  if (victim === 'server') app.kill('SIGKILL')
  await Promise.all(selling)
}

/** What got no answer is sent again under its key: booked or not, it is booked once after this. */
async function resend(): Promise<void> {
  const again = unanswered
  unanswered = []
  for (let i = 0; i < again.length; i += tills) {
    await Promise.all(
      again.slice(i, i + tills).map(async (request) => {
        if ((await sendRequest(port, request)) === 'ok') acknowledged.add(request.headers!['idempotency-key']!)
        else unanswered.push(request)
      }),
    )
  }
}

async function judge() {
  const running = await findRunning(shop.dataDir)
  if (!running) throw new Error('the app is gone')
  const { ownerUrl } = running
  const rows = await ownerQuery<{ id: string; count: string }>(
    ownerUrl,
    `select id, count(*) from cashier.sale where merchant_id = '${shop.merchantId}' group by id`,
  )
  const known = new Map(rows.map(({ id, count }) => [id, Number(count)]))
  const lost = [...acknowledged].filter((id) => !known.has(id)).length
  const doubled = [...known.values()].filter((count) => count > 1).length
  const unkeyed = [...known.keys()].filter((id) => !acknowledged.has(id)).length
  const ledger = await verify()
  return {
    kills: Number(values.kills),
    acknowledged: acknowledged.size,
    booked: known.size,
    lost,
    doubled,
    unkeyed,
    ledgerOk: ledger,
  }
}

function verify(): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.resolve('bin/regulars.mjs'), 'ledger', 'verify', '--json'], {
      env: { ...process.env, DATA_DIR: shop.dataDir },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child.on('exit', (code) => resolve(code === 0))
  })
}

async function ownerQuery<T extends pg.QueryResultRow>(url: string, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query<T>(text)
  await client.end()
  return rows
}
