// What each page's question costs the server: processor time of Node and PostgreSQL per answer, over a shop with a past, for every GET that
// needs no id; beside the cheapest of them (who am I) in the same run. One at a time, so that nothing waits for anything.
// Run: node bench/desk-pages.ts [--members 500] [--days 120] [--tries 30] [--show 20]
import { readFile } from 'node:fs/promises'
import { loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { startSession } from '#modules/identity/start-session.ts'
import { inTransaction } from '#platform/transaction.ts'
import { addDays, localDay } from '#shared/business-day.ts'
import { buildDemoShop } from '#testing/demo-shop.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { cpuSecondsBelow, postmasterOf } from './lib/cpu-time.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '500' },
    days: { type: 'string', default: '120' },
    tries: { type: 'string', default: '30' },
    show: { type: 'string', default: '20' },
  },
})
const tries = Number(values.tries)
const who = '/api/v1/session'

type Parameter = { in: string; name: string; required?: boolean }
type Paths = Record<string, { get?: { parameters?: Parameter[] } }>

/** Every GET whose parameters can be filled in for the shop: its store, its last quarter. */
async function questionsOf(storeId: string): Promise<string[]> {
  const text = await readFile(path.resolve(import.meta.dirname, '../server/openapi.json'), 'utf8')
  const { paths } = JSON.parse(text) as { paths: Paths }
  const today = localDay(new Date(), 'Asia/Shanghai')
  const known: Record<string, string> = { storeId, from: addDays(today, -90), to: today, day: today, by: 'day' }
  return Object.entries(paths).flatMap(([at, { get }]) => {
    if (!get || at.includes('{')) return []
    const query = new URLSearchParams()
    for (const { name, required, in: place } of get.parameters ?? []) {
      if (place !== 'query' || !(required || ['storeId', 'from', 'to'].includes(name))) continue
      if (known[name] === undefined) return []
      query.set(name, known[name])
    }
    return [query.size > 0 ? `${at}?${query.toString()}` : at]
  })
}

// Without a worker: what it does beside is no page's cost.
const shop = await startBenchShop({ ROLE: 'api' })
type Cost = { question: string; node: number; database: number; ms: number }

async function ask(question: string, headers: Record<string, string>): Promise<boolean> {
  const answer = await fetch(`http://localhost:${shop.port}${question}`, { headers })
  await answer.arrayBuffer()
  return answer.ok
}

async function costOf(question: string, headers: Record<string, string>, postmaster: number): Promise<Cost | null> {
  for (let warm = 0; warm < 5; warm++) if (!(await ask(question, headers))) return null
  const before = await cpuSecondsBelow(postmaster)
  const [own, began] = [process.cpuUsage(), performance.now()]
  for (let asked = 0; asked < tries; asked++) await ask(question, headers)
  const ms = (performance.now() - began) / tries
  const { user, system } = process.cpuUsage(own)
  const database = ((await cpuSecondsBelow(postmaster)) - before) * 1_000
  return { question, ms, node: (user + system) / 1_000 / tries, database: database / tries }
}

try {
  console.log(await describeMachine(shop.ownerUrl))
  const { database } = shop
  const size = { members: Number(values.members), days: Number(values.days) }
  const demo = await buildDemoShop({ database, today: new Date(), ...size })
  const options = { merchantId: demo.merchantId, actor: { kind: 'system', name: 'bench' } as const, at: new Date() }
  const { token, storeId } = await inTransaction(database, options, async (work) => {
    const [found] = await work.send<{ userId: string; storeId: string }>(sql`
      select (select id from identity."user" where merchant_id = ${work.merchantId} and login_name = ${demo.logins[0]!.loginName}) as user_id,
             (select id from shops.store where merchant_id = ${work.merchantId} order by number limit 1) as store_id`)
    const { userId, storeId } = found!
    const start = { userId, deviceId: null, ip: '127.0.0.1', userAgent: 'bench', how: 'password' } as const
    const { token } = await startSession(work, database.keys, start)
    return { token, storeId }
  })
  const headers = { cookie: `regulars_session=${token}`, 'x-requested-with': 'regulars' }
  const postmaster = await postmasterOf(shop.dataDir)
  const costs: Cost[] = []
  const questions = await questionsOf(storeId)
  for (const question of questions) {
    const cost = await costOf(question, headers, postmaster)
    if (cost) costs.push(cost)
  }
  const sum = ({ node, database: stored }: Cost) => node + stored
  const least = costs.find(({ question }) => question.startsWith(who))
  if (!least) throw new Error('nobody is signed in')
  console.log(
    `${costs.length} of ${questions.length} questions answered, load ${loadavg()[0]!.toFixed(1)}; by processor time:`,
  )
  for (const cost of [least, ...costs.toSorted((a, b) => sum(b) - sum(a)).slice(0, Number(values.show))]) {
    const { node, database: stored, ms, question } = cost
    const times = (sum(cost) / sum(least)).toFixed(1).padStart(5)
    console.log(
      `${times} ×  Node ${node.toFixed(1)}, PostgreSQL ${stored.toFixed(1)} ms; ${ms.toFixed(0)} ms  ${question.slice(7, 80)}`,
    )
  }
} finally {
  await shop.stop()
}
