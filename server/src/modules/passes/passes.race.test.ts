import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { openDatabase } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { committed, systemActor, testAt } from '#testing/work.ts'
import { cancelPass, previewCancel } from './cancel-pass.ts'
import { showPass } from './show-passes.ts'

const tills = 64
// RACE_ROUNDS=200 for long: a round is a sale of its own and 64 transactions.
const rounds = Number(process.env.RACE_ROUNDS ?? 25)
const timeout = 300_000 + rounds * 5_000
const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: tills })
after(() => database.close())

/** Each attempt on a connection of its own: all 64 really stand at the pass at once. */
const run = <T>(merchantId: string, body: (work: Work) => Promise<T>) =>
  inTransaction(database, { merchantId, actor: systemActor, at: testAt }, body)

async function lastUnit(merchantId: string, storeId: string) {
  return committed(merchantId, async (work) => {
    const { id: memberId } = await makeMember(work)
    const plan = await makePlan(work, { components: [makeComponent({ units: 1 })] })
    return { memberId, pass: await makePass(work, { storeId, memberId, plan }) }
  })
}

/** Everything at once; what each came to. */
async function raceFor(attempts: (() => Promise<unknown>)[]): Promise<string[]> {
  const settled = await Promise.allSettled(attempts.map((attempt) => attempt()))
  return settled.map((each) => {
    if (each.status === 'fulfilled') return 'done'
    if (each.reason instanceof Refused) return each.reason.code
    throw each.reason
  })
}

test(`${tills} tills at the last visit of a pass: one gets it, ${rounds} rounds; it adds up`, { timeout }, async () => {
  const { merchantId, storeId } = await makeCommittedShop()
  for (let round = 0; round < rounds; round++) {
    const { memberId, pass } = await lastUnit(merchantId, storeId)
    const outcomes = await raceFor(
      Array.from({ length: tills }, () => () => run(merchantId, (work) => makeUse(work, pass, { memberId, storeId }))),
    )
    assert.equal(outcomes.filter((outcome) => outcome === 'done').length, 1, outcomes.join())
    assert.ok(outcomes.every((outcome) => outcome === 'done' || outcome === 'pass_used_up'))
    const shown = await committed(merchantId, (work) => showPass(work, pass.passId))
    assert.deepEqual([shown.components[0]!.leftUnits, shown.uses.length], [0, 1])
  }
  assert.ok((await committed(merchantId, (work) => verifyLedger(work))).ok)
})

test('a visit and the end of the pass at once: whichever comes second is refused, nothing half done', async () => {
  const { merchantId, storeId } = await makeCommittedShop()
  for (let round = 0; round < Math.min(rounds, 40); round++) {
    const { memberId, pass } = await lastUnit(merchantId, storeId)
    const wish = { cause: 'member', time: 'now' } as const
    const { fingerprint } = await committed(merchantId, (work) => previewCancel(work, pass.passId, wish))
    const end = () =>
      run(merchantId, (work) => cancelPass(work, { ...wish, passId: pass.passId, fingerprint, reason: '退卡' }))
    const visit = () => run(merchantId, (work) => makeUse(work, pass, { memberId, storeId, useId: newId() }))
    const outcomes = await raceFor(round % 2 === 0 ? [end, visit] : [visit, end])
    assert.equal(outcomes.filter((outcome) => outcome === 'done').length, 1, outcomes.join())
    assert.ok(
      outcomes.some((outcome) => outcome === 'pass_ended' || outcome === 'quote_changed'),
      outcomes.join(),
    )
  }
  assert.ok((await committed(merchantId, (work) => verifyLedger(work))).ok)
})
