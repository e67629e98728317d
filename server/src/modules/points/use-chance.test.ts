import assert from 'node:assert/strict'
import { test } from 'node:test'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { readQuietAccounts } from '#modules/ledger/lot-fates.ts'
import { spendValue } from '#modules/ledger/spend-value.ts'
import { addDays } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePoints } from '#testing/make-value.ts'
import { inWork, systemActor, type TestWork } from '#testing/work.ts'
import { refreshForecast } from './forecast-refresh.ts'
import { readEndingMembers } from './forecast.ts'
import { readOutlook, readUseChance } from './use-chance.ts'
import { chanceDays, chanceOf, estimateUse, expectedUse, type Fate } from './use-chance-rules.ts'

/** A generator of its own, so that the programme is the same each time (mulberry32). */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** A lot of a year: units, and the day of its life on which it is used whole; past the end of it, never. */
type Life = { startsOn: number; units: number; usedAfter: number; isQuiet: boolean }
const life = 365

/** A programme whose true curve the estimate is never told: half the members use early, half late or never. */
function programme(seed: number, lots: number): Life[] {
  const next = random(seed)
  return Array.from({ length: lots }, () => {
    const isQuiet = next() < 0.5
    const usedAfter = Math.floor((isQuiet ? 700 : 260) * (-Math.log(1 - next())) ** 0.7)
    return { startsOn: Math.floor(next() * 1_095), units: 20 + Math.floor(next() * 400), usedAfter, isQuiet }
  })
}

function fatesBy(lives: readonly Life[], now: number): Fate[] {
  const ended = lives.filter(({ startsOn }) => startsOn + life <= now && startsOn + life > now - 365)
  return chanceDays.flatMap((daysLeft) =>
    ended.flatMap(({ units, usedAfter, isQuiet }, index) => {
      if (usedAfter < life - daysLeft) return []
      return [
        { daysLeft, isQuiet, part: index % 10, lots: 1, openUnits: units, usedUnits: usedAfter < life ? units : 0 },
      ]
    }),
  )
}

test('ninety days ahead the expected use is within five percent of what a programme with a hidden curve does', () => {
  for (const seed of [1, 2, 3]) {
    const now = 730
    const lives = programme(seed, 20_000)
    const chance = estimateUse(fatesBy(lives, now))!
    const open = lives.filter(({ startsOn, usedAfter }) => {
      const ends = startsOn + life
      return ends > now && ends <= now + 90 && startsOn + Math.min(usedAfter, life) >= now
    })
    const expected = open.reduce(
      (sum, { startsOn, units }) => sum + expectedUse(units, chanceOf(chance, startsOn + life - now)),
      0,
    )
    const points = open.reduce((sum, { units }) => sum + units, 0)
    const used = open.reduce((sum, { units, usedAfter }) => sum + (usedAfter < life ? units : 0), 0)
    const missed = Math.abs(expected - used) / points
    assert.ok(missed < 0.05, `seed ${seed}: ${expected} expected, ${used} used of ${points}`)
    assert.ok(chance.marginBps < 3_000, 'the interval is told, and narrow where much is known')
  }
})

test('more days left are never less chance, quiet members have less, and a few lots say nothing', () => {
  const chance = estimateUse(fatesBy(programme(7, 6_000), 730))!
  for (let days = 1; days < 400; days++) {
    assert.ok(chanceOf(chance, days) <= chanceOf(chance, days + 1), `${days} days`)
  }
  assert.ok(chanceOf(chance, 90, true) < chanceOf(chance, 90, false))
  assert.equal(chanceOf(chance, 5_000), chance.steps.at(-1)!.bps)
  const few = { daysLeft: 30, isQuiet: false, part: 0, lots: 99, openUnits: 9_900, usedUnits: 9_900 }
  assert.equal(estimateUse([few]), null)
  const wild = [1, 7, 14, 30].map((daysLeft, index) => {
    const usedUnits = [80, 20, 60, 40][index]!
    return { daysLeft, isQuiet: false, part: index, lots: 200, openUnits: 100, usedUnits }
  })
  const steps = estimateUse(wild)!.steps.map(({ bps }) => bps)
  assert.deepEqual(
    steps,
    steps.toSorted((a, b) => a - b),
    'what a sample says by chance is evened out',
  )
})

const on = (work: TestWork, day: string) => work.as(systemActor, new Date(`${day}T04:00:00Z`)) as TestWork

test(
  'the shop’s own past says what is used in time: what was spent after a moment over what was open then, corrections aside',
  inWork(async (work) => {
    await makeShop(work)
    assert.equal(await readUseChance(work), null)
    const spend = async (at: TestWork, memberId: string, units: number) => {
      const accounts = [{ ownerKind: 'member', ownerId: memberId, asset: 'points' }] as const
      accept((await spendValue(at, [{ accounts, units, source: { kind: 'sale', id: newId() } }]))[0]!)
    }
    const ends = '2026-06-30'
    const members: string[] = []
    // 120 members hold 100 that end on one day: 20 spend all early, 40 spend 60 ten days before, 60 lose all.
    for (let index = 0; index < 120; index++) {
      const { id } = await makeMember(work)
      members.push(id)
      await makePoints(on(work, '2026-03-01'), id, 100, ends)
    }
    for (const id of members.slice(0, 20)) await spend(on(work, '2026-03-05'), id, 100)
    for (const id of members.slice(20, 60)) await spend(on(work, addDays(ends, -10)), id, 60)
    const after = on(work, '2026-07-10')
    await expireValue(after)
    const chance = (await readUseChance(after))!
    const bpsAt = (days: number) => chance.steps.find(({ daysLeft }) => daysLeft === days)!.bps
    // A month before, 100 members had 10,000 open, of which 2,400 were used; a week before nothing was any more.
    assert.deepEqual([bpsAt(7), bpsAt(30)], [0, 2_400])
    assert.equal(
      chance.steps.find(({ daysLeft }) => daysLeft === 30)!.lots,
      100,
      'who had nothing left then says nothing',
    )

    const { id: newcomer } = await makeMember(after)
    await makePoints(after, newcomer, 1_000, addDays('2026-07-10', 29))
    await refreshForecast(after)
    const outlook = (await readOutlook(after, { from: '2026-07-10', to: '2026-12-31', by: 'day' }))!
    assert.deepEqual(
      outlook.rows.map(({ points, usedPoints, lostPoints }) => [points, usedPoints, lostPoints]),
      [[1_000, 240, 760]],
    )
    const [ending] = await readEndingMembers(after, { from: '2026-07-10', to: '2026-12-31', after: null, limit: 5 })
    assert.equal((await readQuietAccounts(after, [ending!.accountId])).size, 0)
    assert.equal((await readQuietAccounts(on(work, '2027-01-01'), [ending!.accountId])).size, 1)
  }),
)
