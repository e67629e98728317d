import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { committed } from '#testing/work.ts'
import { allAssets, historyArbitrary, owners } from './history-steps.ts'
import {
  acceptedPlan,
  describeNaively,
  describeState,
  doNaively,
  ownerOf,
  planStep,
  sourceOf,
  timeOf,
  type History,
} from './ledger-history.ts'
import { NaiveLedger } from './naive-ledger.ts'
import { lockLedger, postingOf, writeLedger } from './post-ledger.ts'
import { verifyLedger } from './verify-ledger.ts'

const runs = Number(process.env.LEDGER_SQL_HISTORIES ?? 150)
/** A closed lot is read back only where a record is reversed. */
const withValue = 'with value'
const keys = owners.flatMap((ownerId) => allAssets.map((asset) => ({ ...ownerOf(ownerId), asset })))

test(`${runs} random histories in PostgreSQL: after every step the rows read back are what the naive ledger says`, async () => {
  await fc.assert(
    fc.asyncProperty(historyArbitrary(13), async (steps) => {
      await committed(newId(), async (work) => {
        const naive = new NaiveLedger()
        const history: History = { steps, accepted: new Set() }
        for (const index of steps.keys()) {
          const sources = steps.flatMap((_, i) => (i < index ? [sourceOf(i)] : []))
          const now = work.as(work.actor, timeOf(index))
          const state = await lockLedger(now, keys, sources)
          assert.deepEqual(describeState(state, withValue), describeNaively(naive, withValue))
          const planned = planStep(state, history, index, postingOf(now, sourceOf(index)))
          const plan = acceptedPlan(planned)
          assert.equal(!isRefusal(planned), doNaively(naive, history, index))
          if (plan) {
            await writeLedger(now, [plan])
            history.accepted.add(index)
          }
        }
        assert.deepEqual(describeState(await lockLedger(work, keys), withValue), describeNaively(naive, withValue))
        assert.deepEqual((await verifyLedger(work)).firstBroken, null)
      })
    }),
    { numRuns: runs },
  )
})
