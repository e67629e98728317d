// One redemption over HTTP as a shop meets it, one caller, durable: a visit of a pass that staff take (核销), and a coupon that a sale of
// one line takes, paid with stored value and cash. Beside both, in the same minutes, what the same way costs that redeems nothing (the
// session of who asks) and one SU16 latency; and the processor time of one answer, which a busy machine hardly changes.
// Run: node bench/redemption.ts [--count 400] [--rounds 3]. Aim: p95 7 ms.
import { randomUUID } from 'node:crypto'
import { parseArgs } from 'node:util'
import { makeMember } from '#testing/make-member.ts'
import { makeComponent, makePass, makePlan } from '#testing/make-pass.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { prepareCheckouts, stockCheckoutShop } from './lib/checkout-shop.ts'
import { cpuSecondsBelow, postmasterOf } from './lib/cpu-time.ts'
import { describeMachine } from './lib/machine.ts'
import { prepareSu16 } from './lib/su16.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '400' }, rounds: { type: 'string', default: '3' } },
})
const count = Number(values.count)
const shop = await startBenchShop()

type Request = { path: string; body?: string }

async function ask({ path, body }: Request): Promise<void> {
  const sent = body === undefined ? {} : { method: 'POST', body }
  const headers = { ...shop.headers, 'content-type': 'application/json', 'idempotency-key': randomUUID() }
  const answer = await fetch(`http://127.0.0.1:${shop.port}/api/v1${path}`, { headers, ...sent })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${answer.status}: ${text}`)
}

/** One after another; milliseconds, sorted, and the processor time of one. This process asks as well. */
async function weigh(requests: readonly Request[]): Promise<{ times: number[]; node: number; postgres: number }> {
  const postmaster = await postmasterOf(shop.dataDir)
  const began = { node: process.cpuUsage(), postgres: await cpuSecondsBelow(postmaster) }
  const times: number[] = []
  for (const request of requests) {
    const start = performance.now()
    await ask(request)
    times.push(performance.now() - start)
  }
  const { user, system } = process.cpuUsage(began.node)
  const postgres = (await cpuSecondsBelow(postmaster)) - began.postgres
  const each = 1_000 / requests.length
  return { times: times.toSorted((a, b) => a - b), node: ((user + system) / 1e6) * each, postgres: postgres * each }
}

/** Visits of passes of fifty, each of a member of its own, taken by the staff who know them. */
async function prepareVisits(): Promise<Request[]> {
  const { storeId } = shop
  const plan = await shop.inWork((work) => makePlan(work, { components: [makeComponent({ units: 50 })] }))
  const passes: { passId: string; memberId: string }[] = []
  for (let made = 0; made < 40; made++) {
    passes.push(
      await shop.inWork(async (work) => {
        const { id: memberId } = await makeMember(work)
        const { passId } = await makePass(work, { storeId, memberId, plan })
        return { passId, memberId }
      }),
    )
  }
  const { id: componentId } = plan.terms.components[0]!
  return Array.from({ length: Math.min(count, passes.length * 50) }, (_, turn) => {
    const { passId, memberId } = passes[turn % passes.length]!
    return { path: `/passes/${passId}/uses`, body: JSON.stringify({ componentId, memberId, storeId }) }
  })
}

const at = (times: number[], share: number) => times[Math.floor((times.length - 1) * share)]!

try {
  console.log(await describeMachine(shop.ownerUrl))
  const checkouts = await stockCheckoutShop(shop, { members: 400 })
  const su16 = await prepareSu16(shop.ownerUrl)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const unitMs = 16_000 / (await su16(3)).tps
    console.log(`round ${round}: one SU16 latency ${unitMs.toFixed(1)} ms`)
    const sales = await prepareCheckouts(checkouts, { count, lineCount: 1 })
    const ways: [string, Request[]][] = [
      ['session', Array.from({ length: count }, () => ({ path: '/session' }))],
      ['visit of a pass', await prepareVisits()],
      ['coupon in a sale', sales.map((body) => ({ path: '/sales', body }))],
    ]
    for (const [name, requests] of ways) {
      const { times, node, postgres } = await weigh(requests)
      const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => at(times, share).toFixed(1))
      const cpu = `processor ${node.toFixed(1)} + database ${postgres.toFixed(1)} ms each`
      console.log(
        `  ${name.padEnd(16)} p50 ${p50}, p95 ${p95}${name === 'session' ? '' : ' (aim 7)'}, p99 ${p99} ms; ${cpu}`,
      )
    }
  }
} finally {
  await shop.stop()
}
