import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { inWork } from '#testing/work.ts'
import { addDays, endOfLocalDay, localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { expireValue } from './expire-value.ts'
import { planGrant } from './grant-rules.ts'
import { endOfIdle } from './idle-rules.ts'
import { type AccountKey, applyPlan, type Plan } from './ledger-rules.ts'
import { lockLedger, postingOf, readLedger, writeLedger } from './post-ledger.ts'
import { planSpend } from './spend-rules.ts'
import { planTouch } from './touch-rules.ts'
import { availableUnits } from './ledger-rules.ts'
import { verifyLedger } from './verify-ledger.ts'

const zones = ['Asia/Shanghai', 'America/New_York', 'Europe/London', 'Pacific/Auckland', 'America/Santiago', 'UTC']
const pointsOf = (ownerId: string): AccountKey => ({ ownerKind: 'member', ownerId, asset: 'points' })
const start = Date.parse('2026-01-31T12:00:00Z')
const hour = 3_600_000

const lotArbitrary = fc.record({
  units: fc.integer({ min: 1, max: 9 }),
  afterHours: fc.integer({ min: 0, max: 24 * 60 }),
  fixedDays: fc.option(fc.integer({ min: 0, max: 90 }), { freq: 3 }),
  idle: fc.option(fc.record({ months: fc.integer({ min: 0, max: 2 }), days: fc.integer({ min: 0, max: 20 }) }), {
    freq: 2,
  }),
  zone: fc.constantFrom(...zones),
})
const stepArbitrary = fc.record({
  afterHours: fc.integer({ min: 0, max: 24 * 60 }),
  units: fc.integer({ min: 0, max: 4 }),
})

/** A ledger kept by hand: units, when they were earned, the days they have; nothing else. */
type Naive = {
  left: number
  earned: number
  fixed: number
  idle: { months: number; days: number; zone: string } | null
}

function naiveEnd(lot: Naive, active: number): number {
  if (!lot.idle) return lot.fixed
  const from = localDay(new Date(Math.max(active, lot.earned)), lot.idle.zone)
  const [year, month, day] = from.split('-').map(Number) as [number, number, number]
  const last = new Date(Date.UTC(year, month - 1 + lot.idle.months + 1, 0)).getUTCDate()
  const lapsing = new Date(Date.UTC(year, month - 1 + lot.idle.months, Math.min(day, last) + lot.idle.days))
  return Math.min(lot.fixed, endOfLocalDay(lapsing.toISOString().slice(0, 10), lot.idle.zone).getTime())
}

test('what a sweep in SQL leaves is what a ledger kept by hand leaves, for random lots, visits, zones and clocks', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(lotArbitrary, { minLength: 1, maxLength: 8 }),
      fc.array(stepArbitrary, { maxLength: 6 }),
      fc.array(fc.integer({ min: 0, max: 24 * 120 }), { minLength: 1, maxLength: 4 }),
      async (grants, visits, sweeps) => {
        await inWork(async (work) => {
          const key = pointsOf(newId())
          const naive: Naive[] = []
          let active = Number.NEGATIVE_INFINITY
          const events = [
            ...grants.map((grant) => ({ at: start + grant.afterHours * hour, do: 'grant' as const, grant })),
            ...visits.map((visit) => ({ at: start + visit.afterHours * hour + 60_000, do: 'visit' as const, visit })),
            ...sweeps.map((after) => ({ at: start + after * hour + 120_000, do: 'sweep' as const })),
          ].sort((a, b) => a.at - b.at)
          for (const event of events) {
            const own = work.as(work.actor, new Date(event.at))
            const live = (lot: Naive) => lot.left > 0 && event.at < naiveEnd(lot, active)
            if (event.do === 'sweep') {
              while ((await expireValue(own, 3)).lots > 0);
              for (const lot of naive) if (!live(lot)) lot.left = 0
            } else if (event.do === 'grant') {
              const { units, fixedDays, idle, zone } = event.grant
              const day = fixedDays === null ? null : addDays(localDay(own.at, zone), fixedDays)
              const fixed = day === null ? null : { at: endOfLocalDay(day, zone), day, zone }
              const state = await lockLedger(own, [key])
              const terms = { expiry: fixed, idle: idle && { ...idle, zone, fixed } }
              const posting = postingOf(own, { kind: 'test', id: newId() })
              await writeLedger(own, [accept(planGrant(state, { account: key, units, terms }, posting))])
              const end = fixed?.at.getTime() ?? Infinity
              naive.push({ left: units, earned: event.at, fixed: end, idle: idle && { ...idle, zone } })
            } else {
              const state = await lockLedger(own, [key])
              const available = availableUnits(state, [key], own.at)
              assert.equal(
                available,
                naive.reduce((sum, lot) => sum + (live(lot) ? lot.left : 0), 0),
              )
              const units = Math.min(event.visit.units, available)
              const plans: Plan[] = []
              if (units > 0) {
                const posting = { ...postingOf(own, { kind: 'test', id: newId() }), isActivity: true }
                plans.push(accept(planSpend(state, { accounts: [key], units }, posting)))
              } else plans.push(...[planTouch(state, key, own.at)].filter((plan) => plan !== null))
              for (const plan of plans) applyPlan(state, plan)
              await writeLedger(own, plans)
              let left = units
              for (const lot of naive
                .filter(live)
                .sort((a, b) => naiveEnd(a, active) - naiveEnd(b, active) || a.earned - b.earned)) {
                const taken = Math.min(left, lot.left)
                lot.left -= taken
                left -= taken
              }
              active = Math.max(active, event.at)
            }
            const state = await readLedger(own, [key])
            const total = naive.reduce((sum, lot) => sum + lot.left, 0)
            assert.equal([...state.accounts.values()][0]!.balanceUnits, total, `balance after ${event.do}`)
            if (event.do !== 'sweep') continue
            const rows = await own.send<{ left: number }>(
              sql`select remaining_units as left from ledger.lot where merchant_id = ${own.merchantId} order by earned_at, id`,
            )
            const sorted = (list: number[]) => list.toSorted((a, b) => a - b)
            assert.deepEqual(sorted(rows.map(({ left }) => left)), sorted(naive.map(({ left }) => left)))
          }
          const verdict = await verifyLedger(work)
          assert.ok(verdict.ok, JSON.stringify(verdict.firstBroken))
        })()
      },
    ),
    { numRuns: 120 },
  )
})

test('the view and the pure function agree on when a lot ends, over leap days, month ends and changed clocks', async () => {
  await inWork(async (work) => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 365 * 24 * 5 }),
        fc.option(fc.integer({ min: 0, max: 365 * 24 * 2 })),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 0, max: 60 }),
        fc.constantFrom(...zones, 'Asia/Beirut', 'Africa/Cairo'),
        async (earned, active, months, days, zone) => {
          const earnedAt = new Date(Date.parse('2023-12-30T23:30:00Z') + earned * hour)
          const activeAt = active === null ? null : new Date(earnedAt.getTime() + (active - 2_000) * hour)
          const [row] = await work.send<{ day: string; at: Date }>(sql`
            select d.day::text, (d.day + 1)::timestamp at time zone ${zone} as at
              from (select ledger.idle_last_day(${activeAt}::timestamptz, ${earnedAt}::timestamptz, ${months}::smallint,
                     ${days}::smallint, ${zone}) as day, ${work.merchantId}::uuid as merchant_id) d`)
          const end = endOfIdle({ months, days, zone, fixed: null }, earnedAt, activeAt)
          assert.deepEqual({ day: row!.day, at: row!.at.toISOString() }, { day: end.day, at: end.at.toISOString() })
        },
      ),
      { numRuns: 600 },
    )
  })()
})
