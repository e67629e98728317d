// One redemption over HTTP as a shop meets it, one caller, durable: a visit of a pass that staff take (核销), and a coupon that a sale of
// one line takes, paid with stored value and cash. Beside both, in the same minutes, what the same way costs that redeems nothing (the
// session of who asks) and one SU16 latency; and the processor time of one answer, which a busy machine hardly
// changes. Who asks is a process of its own.
// Run: node bench/redemption.ts [--count 400] [--rounds 3]. Aim: p95 7 ms.
import { parseArgs } from 'node:util'
import { makeMember } from '#testing/make-member.ts'
import { makeComponent, makePass, makePlan } from '#testing/make-pass.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { prepareCheckouts, stockCheckoutShop } from './lib/checkout-shop.ts'
import { cpuSecondsBelow, postmasterOf } from './lib/cpu-time.ts'
import { type LoadReport, startLoadGenerator } from './lib/load.ts'
import { describeMachine } from './lib/machine.ts'
import { prepareSu16 } from './lib/su16.ts'

const { values } = parseArgs({
  options: { count: { type: 'string', default: '400' }, rounds: { type: 'string', default: '3' } },
})
const count = Number(values.count)
const shop = await startBenchShop()
const generator = startLoadGenerator()

type Requests = { method?: 'GET'; path: string | string[]; bodies: string[] }

/** One after another, and the processor time of one, the generator's apart. */
async function weigh(requests: Requests): Promise<{ report: LoadReport; node: number; postgres: number }> {
  const postmaster = await postmasterOf(shop.dataDir)
  const began = { node: process.cpuUsage(), postgres: await cpuSecondsBelow(postmaster) }
  const { port, headers } = shop
  const order = { ...requests, port, headers, isRepeated: false, connections: 1, seconds: 120, perSecond: null }
  const report = await generator.send(order)
  if (report.done < requests.bodies.length) throw new Error(JSON.stringify(report.failures))
  const { user, system } = process.cpuUsage(began.node)
  const postgres = (await cpuSecondsBelow(postmaster)) - began.postgres
  const each = 1_000 / report.done
  return { report, node: ((user + system) / 1e6) * each, postgres: postgres * each }
}

/** Visits of passes of fifty, each of a member of its own, taken by the staff who know them. */
async function prepareVisits(): Promise<Requests> {
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
  const turns = Array.from({ length: Math.min(count, passes.length * 50) }, (_, turn) => passes[turn % passes.length]!)
  return {
    path: turns.map(({ passId }) => `/api/v1/passes/${passId}/uses`),
    bodies: turns.map(({ memberId }) => JSON.stringify({ componentId, memberId, storeId })),
  }
}

try {
  console.log(await describeMachine(shop.ownerUrl))
  const checkouts = await stockCheckoutShop(shop, { members: 400 })
  const su16 = await prepareSu16(shop.ownerUrl)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const unitMs = 16_000 / (await su16(3)).tps
    console.log(`round ${round}: one SU16 latency ${unitMs.toFixed(1)} ms`)
    const sales = await prepareCheckouts(checkouts, { count, lineCount: 1 })
    const ways: [string, Requests][] = [
      ['session', { method: 'GET', path: '/api/v1/session', bodies: Array.from({ length: count }, () => '') }],
      ['visit of a pass', await prepareVisits()],
      ['coupon in a sale', { path: '/api/v1/sales', bodies: sales }],
    ]
    for (const [name, requests] of ways) {
      const { report, node, postgres } = await weigh(requests)
      const [p50, p95, p99] = [report.p50Ms, report.p95Ms, report.p99Ms].map((ms) => ms.toFixed(1))
      const cpu = `processor ${node.toFixed(1)} + database ${postgres.toFixed(1)} ms each`
      console.log(
        `  ${name.padEnd(16)} p50 ${p50}, p95 ${p95}${name === 'session' ? '' : ' (aim 7)'}, p99 ${p99} ms; ${cpu}`,
      )
    }
  }
} finally {
  generator.stop()
  await shop.stop()
}
