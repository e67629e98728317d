import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { judgeOffer, offerPrint } from './offer-judging-rules.ts'

const of = (...cents: number[]) => cents
const ten = (cents: number) => Array.from({ length: 10 }, (_, index) => cents + index)

const judged: { when: string; made: number[]; taken: number[]; withheld: number[]; ground: string | null }[] = [
  { when: 'nobody was made it', made: [], taken: [], withheld: [], ground: null },
  {
    when: 'who took it costs more than all they bring',
    ...{ made: ten(-900), taken: ten(-900), withheld: [], ground: 'costs_more' },
  },
  { when: 'nine took it', made: ten(-900), taken: ten(-900).slice(1), withheld: [], ground: null },
  { when: 'who was held out brings more', made: ten(100), taken: [], withheld: ten(9_000), ground: 'keeps_less' },
  { when: 'nine were held out', made: ten(100), taken: [], withheld: ten(9_000).slice(1), ground: null },
  { when: 'it keeps people', made: ten(9_000), taken: ten(9_000), withheld: ten(100), ground: null },
]

for (const { when, ground, ...worths } of judged) {
  test(`an offer is ${ground ? 'stopped' : 'left alone'} when ${when}`, () => {
    const result = judgeOffer(worths)
    assert.equal(result.ground, ground)
    assert.deepEqual(
      [result.made, result.taken, result.withheld],
      [worths.made.length, worths.taken.length, worths.withheld.length],
    )
  })
}

test('what an offer adds is told with its 99 % interval: an example by hand', () => {
  // Means 300 and 200; variances 10,000 and 10,000 over three each: 2.5758 · √(20,000 / 3) = 210.32.
  const { effect } = judgeOffer({ made: of(200, 300, 400), taken: [], withheld: of(100, 200, 300) })
  assert.deepEqual([effect.differenceCents, effect.fromCents, effect.untilCents], [100, -110, 310])
})

test('an offer is another one once it gives or costs something else, and the same in other words', () => {
  const offer = { code: 'rest', terms: { kind: 'freeze' as const, days: 30 }, costCents: 100 }
  assert.equal(offerPrint(offer), offerPrint({ ...offer, terms: { days: 30, kind: 'freeze' } }))
  const others = [
    { ...offer, costCents: 200 },
    { ...offer, terms: { kind: 'freeze' as const, days: 14 } },
    { ...offer, terms: { kind: 'gift' as const, templateId: newId() } },
  ]
  assert.equal(new Set([offer, ...others].map(offerPrint)).size, 4)
})

/** A number between 0 and 1, the same row for the same seed (mulberry32). */
function mulberry(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * Weeks after which a shop of forty leavers a week stops an offer; null: not in that time. Who stays is worth 200.00 to 1,000.00, who
 * leaves nothing; some stay by themselves, some more by the offer, which costs the same of all who take it.
 */
function weeksUntilStopped(random: () => number, shop: { adds: number; costCents: number; weeks: number }) {
  const stays = 0.25
  const worth = () => 20_000 + Math.floor(random() * 80_000)
  const [made, taken, withheld]: [number[], number[], number[]] = [[], [], []]
  for (let week = 1; week <= shop.weeks; week++) {
    for (let leaver = 0; leaver < 40; leaver++) {
      const chance = random()
      if (random() < 0.2) {
        withheld.push(chance < stays ? worth() : 0)
        continue
      }
      const isTaken = chance < stays + shop.adds
      const value = isTaken ? worth() - shop.costCents : 0
      made.push(value)
      if (isTaken) taken.push(value)
    }
    if (judgeOffer({ made, taken, withheld }).ground) return week
  }
  return null
}

test('of a thousand simulated shops: an offer that loses money is stopped within four weeks, one that does no harm goes on', () => {
  const random = mulberry(20_261_123)
  const runs = 1_000
  const count = (shop: Parameters<typeof weeksUntilStopped>[1]) =>
    Array.from({ length: runs }, () => weeksUntilStopped(random, shop)).filter((weeks) => weeks !== null).length
  // Costs 850.00 for each who takes it and keeps nobody more: people are worth 600.00 on average.
  assert.ok(count({ adds: 0, costCents: 85_000, weeks: 4 }) >= 950)
  // Costs 100.00 and keeps fifteen more of a hundred, who are worth 600.00 each.
  assert.ok(count({ adds: 0.15, costCents: 10_000, weeks: 12 }) <= 10)
  // Neither costs nor does anything: as often as chance has it in a quarter.
  assert.ok(count({ adds: 0, costCents: 0, weeks: 12 }) <= 60)
})
