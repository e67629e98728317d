// The ledger alone: grants and spends of one merchant through the lane, durable, as a ratio to SU16 of the same minutes, with 1,
// 16 and 64 callers. Run: node bench/ledger.ts [--seconds 5] [--rounds 3]
import { parseArgs } from 'node:util'
import { planGrant } from '#modules/ledger/grant-rules.ts'
import { type AccountKey, applyPlan, type Plan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import { hashBody } from '#platform/command.ts'
import { type BatchUseCase, Lanes } from '#platform/lane.ts'
import { newId } from '#shared/ids.ts'
import { isRefusal, Refused } from '#shared/refusal.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'
import { prepareSu16 } from './lib/su16.ts'

const { values } = parseArgs({
  options: { seconds: { type: 'string', default: '5' }, rounds: { type: 'string', default: '3' } },
})
const seconds = Number(values.seconds)

type Move = { memberId: string; grant: boolean }

const pointsOf = (ownerId: string): AccountKey => ({ ownerKind: 'member', ownerId, asset: 'points' })

const move: BatchUseCase<Move, { entries: number }> = async (work, turns) => {
  const ledger = await lockLedger(
    work,
    turns.map(({ input }) => pointsOf(input.memberId)),
  )
  const plans: Plan[] = []
  const outcomes = turns.map(({ input, work: own, key }) => {
    const account = pointsOf(input.memberId)
    const posting = postingOf(own, { kind: 'bench', id: key })
    const plan = input.grant
      ? planGrant(ledger, { account, units: 100, terms: { expiry: null } }, posting)
      : planSpend(ledger, { accounts: [account], units: 7 }, posting)
    if (isRefusal(plan)) return new Refused(plan.code, plan.details)
    applyPlan(ledger, plan)
    plans.push(plan)
    return { entries: plan.entries.length }
  })
  await writeLedger(work, plans)
  return outcomes
}

const shop = await startBenchShop()
try {
  console.log(await describeMachine(shop.ownerUrl))
  const lanes = new Lanes(shop.database, move)
  const members = Array.from({ length: 1_000 }, () => newId())
  const actor = { kind: 'system', name: 'bench' } as const
  const send = (input: Move) => {
    const command = { key: newId(), operation: 'bench', bodyHash: hashBody(input) }
    return lanes.submit(shop.merchantId, { command, actor, at: new Date(), input })
  }
  await Promise.all(members.map((memberId) => send({ memberId, grant: true })))
  const su16 = await prepareSu16(shop.ownerUrl)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const unit = await su16(seconds)
    console.log(`round ${round}: SU16 ${unit.tps.toFixed(0)}/s (${unit.tool})`)
    for (const callers of [1, 16, 64]) {
      const until = performance.now() + seconds * 1000
      let done = 0
      await Promise.all(
        Array.from({ length: callers }, async () => {
          while (performance.now() < until) {
            const memberId = members[Math.floor(Math.random() * members.length)]!
            await send({ memberId, grant: done % 10 === 0 }).catch(() => {})
            done++
          }
        }),
      )
      const perSecond = done / seconds
      console.log(
        `  ${String(callers).padStart(2)} callers: ${perSecond.toFixed(0)} moves/s = ${(perSecond / unit.tps).toFixed(2)} SU16`,
      )
    }
  }
} finally {
  await shop.stop()
}
