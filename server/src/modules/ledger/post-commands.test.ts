import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import { inWork } from '#testing/work.ts'
import { adjustValue, grantValue } from './grant-value.ts'
import { consumeHolds, holdValue, releaseHolds } from './hold-value.ts'
import { accountIn, availableUnits, type AccountKey } from './ledger-rules.ts'
import { readLedger } from './post-ledger.ts'
import { clawBackValue, spendValue } from './spend-value.ts'
import { verifyLedger } from './verify-ledger.ts'

const booked = () => ({ source: { kind: 'sale', id: newId() } })

async function makePoints(work: Work, units: number) {
  const account: AccountKey = { ownerKind: 'member', ownerId: newId(), asset: 'points' }
  const grant = booked()
  accept((await grantValue(work, [{ account, units, terms: { expiry: null }, ...grant }]))[0]!)
  return { account, granted: grant.source }
}

async function stand(work: Work, account: AccountKey) {
  const state = await readLedger(work, [account])
  const { balanceUnits, debtUnits, heldUnits } = accountIn(state, account)
  return { balanceUnits, debtUnits, heldUnits, availableUnits: availableUnits(state, [account], work.at) }
}

test(
  'commands of one batch see each other, and a refusal ends only its own',
  inWork(async (work) => {
    const { account } = await makePoints(work, 100)
    const spend = (units: number) => ({ accounts: [account], units, ...booked() })
    const outcomes = await spendValue(work, [spend(60), spend(60), spend(40), spend(1)])
    assert.deepEqual(
      outcomes.map((outcome) => (isRefusal(outcome) ? outcome.details.availableUnits : 'spent')),
      ['spent', 40, 'spent', 0],
    )
    assert.equal((await stand(work, account)).balanceUnits, 0)
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'units held for a class are kept for it: released ones can be spent, consumed ones are gone',
  inWork(async (work) => {
    const { account } = await makePoints(work, 10)
    const { source: hold } = booked()
    accept((await holdValue(work, [{ account, units: 4, usableAt: work.at, source: hold }]))[0]!)
    assert.deepEqual(await stand(work, account), { balanceUnits: 10, debtUnits: 0, heldUnits: 4, availableUnits: 6 })
    accept((await consumeHolds(work, [{ account, hold, units: 3, ...booked() }]))[0]!)
    const settling = { account, hold, units: 1 }
    const [released, again] = await releaseHolds(work, [
      { ...settling, ...booked() },
      { ...settling, ...booked() },
    ])
    assert.ok(!isRefusal(released))
    assert.ok(isRefusal(again) && again.code === 'release_exceeds_hold')
    assert.deepEqual(await stand(work, account), { balanceUnits: 7, debtUnits: 0, heldUnits: 0, availableUnits: 7 })
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'points taken back after they were spent are owed, and the next grant repays them (R16)',
  inWork(async (work) => {
    const { account, granted } = await makePoints(work, 50)
    accept((await spendValue(work, [{ accounts: [account], units: 30, ...booked() }]))[0]!)
    const command = { account, units: 50, granted, shortfall: 'debt' as const, ...booked() }
    const plan = accept((await clawBackValue(work, [command]))[0]!)
    assert.deepEqual([plan.takenUnits, plan.debtUnits], [20, 30])
    assert.deepEqual(await stand(work, account), { balanceUnits: -30, debtUnits: 30, heldUnits: 0, availableUnits: 0 })
    accept((await grantValue(work, [{ account, units: 100, terms: { expiry: null }, ...booked() }]))[0]!)
    assert.deepEqual(await stand(work, account), { balanceUnits: 70, debtUnits: 0, heldUnits: 0, availableUnits: 70 })
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'a correction takes no more than is there',
  inWork(async (work) => {
    const { account } = await makePoints(work, 5)
    const take = { accounts: [account], kind: 'adjust' as const, from: { units: 6 } }
    const [outcome] = await adjustValue(work, [{ take, ...booked() }])
    assert.ok(isRefusal(outcome) && outcome.code === 'balance_insufficient')
    assert.equal((await stand(work, account)).balanceUnits, 5)
  }),
)
