import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan } from '#testing/make-pass.ts'
import { inWork, testAt } from '#testing/work.ts'
import { readTaken, readTakenNear } from './pass-queries.ts'
import type { Taken } from './pass-rules.ts'
import { quotaLeft } from './period-rules.ts'
import type { Quota } from './plan-types.ts'
import { insertHold, insertUses } from './use-queries.ts'

const dayOf = (days: number) => new Date(testAt.getTime() + days * 86_400_000).toISOString().slice(0, 10)

const quotas: Quota[] = (['day', 'week', 'month'] as const).flatMap((per) =>
  (['calendar', 'rolling'] as const).map((counting) => ({ per, counting, units: 100 })),
)

/** Units by whatever a rule sums them by. */
function sums(taken: readonly Taken[], by: (each: Taken) => string): Record<string, number> {
  const total: Record<string, number> = {}
  for (const each of taken) total[by(each)] = (total[by(each)] ?? 0) + each.units
  return total
}

test(
  'what is read for a visit leaves the same of every quota, and sums to the same, as all that was ever taken',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const people = [(await makeMember(work)).id, (await makeMember(work)).id]
    const plan = await makePlan(work, { components: [makeComponent(), makeComponent()] })
    const componentIds = plan.terms.components.map(({ id }) => id)
    const taken = fc.record({
      days: fc.oneof(fc.integer({ min: -400, max: 60 }), fc.integer({ min: -36, max: 36 })),
      component: fc.nat(1),
      person: fc.nat(1),
      units: fc.integer({ min: 1, max: 3 }),
      isHeld: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(taken, { maxLength: 60 }), async (all) => {
        const { passId } = await makePass(work, { storeId, memberId: people[0]!, plan })
        const rows = all.map(({ days, component, person, units, isHeld }) => ({
          ...{ id: newId(), passId, componentId: componentIds[component]!, memberId: people[person]!, units, isHeld },
          ...{
            day: dayOf(days),
            at: testAt,
            storeId,
            itemId: null,
            shown: 'staff' as const,
            bookingId: null,
            valueCents: 0,
          },
        }))
        await insertUses(
          work,
          rows.filter(({ isHeld }) => !isHeld).map(({ isHeld: _, ...use }) => ({ ...use, actorId: null })),
        )
        for (const { id: bookingId, ...hold } of rows.filter(({ isHeld }) => isHeld)) {
          const times = { startsAt: testAt, heldAt: testAt, confirmedAt: testAt, confirmedBy: null, staffGrade: null }
          await insertHold(work, { ...hold, ...times, bookingId })
        }
        const whole = (await readTaken(work, [passId])).get(passId) ?? []
        const near = await readTakenNear(work, passId)
        for (const quota of quotas) {
          for (const componentId of componentIds) {
            const left = (list: readonly Taken[]) =>
              // A shop's own day may be the one before or after.
              [-1, 0, 1].map((days) =>
                quotaLeft(
                  quota,
                  list.filter((each) => each.componentId === componentId),
                  dayOf(days),
                ),
              )
            assert.deepEqual(left(near), left(whole), JSON.stringify(quota))
          }
        }
        for (const by of [(each: Taken) => each.memberId, (each: Taken) => `${each.componentId} ${each.isHeld}`]) {
          assert.deepEqual(sums(near, by), sums(whole, by))
        }
      }),
      { numRuns: 40 },
    )
  }),
)
