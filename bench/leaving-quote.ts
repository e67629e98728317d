// The quote of a cancellation over HTTP as a member's phone asks for it: a pass of ten visits of which some are used, at the end of its
// formula, among the passes of thousands. For scale beside it, in the same minutes: the member's own session, which reads two rows. And the
// processor time of one answer, which a busy machine hardly changes.
// Run: node bench/leaving-quote.ts [--members 2000] [--seconds 10] [--rounds 3]
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { startMemberSession } from '#modules/identity/member-session.ts'
import { enrolMembers } from '#modules/members/enrol-members.ts'
import { newId } from '#shared/ids.ts'
import { makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { cpuSecondsBelow, postmasterOf } from './lib/cpu-time.ts'
import { describeMachine } from './lib/machine.ts'
import { sendRequest } from './lib/send-request.ts'

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '2000' },
    seconds: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
  },
})
const shop = await startBenchShop()
type Holder = { passId: string; headers: Record<string, string> }
const holders: Holder[] = []

async function fill(): Promise<void> {
  const { storeId } = shop
  const plan = await shop.inWork((work) => makePlan(work))
  for (let done = 0; done < Number(values.members); done += 50) {
    await shop.inWork(async (work) => {
      const rows = Array.from({ length: 50 }, (_, i) => ({
        ...{ id: newId(), name: `会员 ${done + i}`, source: 'import' as const },
        phone: `+86139${String(done + i).padStart(8, '0')}`,
      }))
      await enrolMembers(work, rows)
      for (const [i, { id: memberId }] of rows.entries()) {
        const pass = await makePass(work, { storeId, memberId, plan })
        for (let used = 0; used < i % 4; used++) await makeUse(work, pass, { memberId, storeId })
        // Some of them ask; the others are the crowd in the tables.
        if (i > 4) continue
        const start = { memberId, ip: '127.0.0.1', userAgent: 'bench' }
        const { token } = await startMemberSession(work, shop.database.keys, start)
        const headers = { cookie: `regulars_member=${token}`, 'x-requested-with': 'regulars' }
        holders.push({ passId: pass.passId, headers })
      }
    })
  }
}

/** So many phones that ask again as soon as they are answered. Milliseconds, sorted. */
async function ask(phones: number, pathOf: (holder: Holder) => string): Promise<number[]> {
  const until = performance.now() + Number(values.seconds) * 1_000
  const times: number[] = []
  await Promise.all(
    Array.from({ length: phones }, async (_, phone) => {
      for (let turn = phone; performance.now() < until; turn += phones) {
        const holder = holders[turn % holders.length]!
        const began = performance.now()
        const answer = await sendRequest(shop.port, { method: 'GET', path: pathOf(holder), headers: holder.headers })
        if (answer !== 'ok') throw new Error(`answered with ${answer}`)
        times.push(performance.now() - began)
      }
    }),
  )
  return times.toSorted((a, b) => a - b)
}

type Asked = { times: number[]; cpuMs: { node: number; postgres: number } }

/** The same, with the processor time of one answer: of this process, which asks as well, and of the database. */
async function weigh(phones: number, pathOf: (holder: Holder) => string): Promise<Asked> {
  const postmaster = await postmasterOf(shop.dataDir)
  const began = { node: process.cpuUsage(), postgres: await cpuSecondsBelow(postmaster) }
  const times = await ask(phones, pathOf)
  const { user, system } = process.cpuUsage(began.node)
  const postgres = (await cpuSecondsBelow(postmaster)) - began.postgres
  return { times, cpuMs: { node: (user + system) / 1_000 / times.length, postgres: (postgres * 1_000) / times.length } }
}

const at = (times: number[], share: number) => times[Math.floor((times.length - 1) * share)]!
const describe = ({ times, cpuMs: { node, postgres } }: Asked) =>
  `p50 ${at(times, 0.5).toFixed(1)} ms, p99 ${at(times, 0.99).toFixed(1)} ms (${times.length} asked), ` +
  `processor ${node.toFixed(1)} + database ${postgres.toFixed(1)} ms each`

try {
  console.log(await describeMachine(shop.ownerUrl))
  await fill()
  console.log(`${values.members} passes, ${holders.length} phones`)
  for (const phones of [1, 16]) {
    for (let round = 1; round <= Number(values.rounds); round++) {
      const bare = await weigh(phones, () => '/api/v1/me/session')
      const quotes = await weigh(phones, ({ passId }) => `/api/v1/me/passes/${passId}/way-out`)
      const ratio = (share: number) => (at(quotes.times, share) / at(bare.times, share)).toFixed(1)
      console.log(`${phones} at once, load ${loadavg()[0]!.toFixed(1)}: own card ${describe(bare)}`)
      console.log(`  quote ${describe(quotes)} = ${ratio(0.5)} and ${ratio(0.99)} of that`)
    }
  }
} finally {
  await shop.stop()
}
