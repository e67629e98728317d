import assert from 'node:assert/strict'
import { test } from 'node:test'
import { campaignTerms } from '#testing/make-campaign.ts'
import type { Campaign } from './campaign-types.ts'
import type { EarnRule } from './earn-rules.ts'
import { costOfPoints, type PastSale, startReplay } from './simulate-rules.ts'

const rule: EarnRule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }

function campaign(
  campaignId: string,
  terms: Parameters<typeof campaignTerms>[0] = {},
  given: Partial<Campaign> = {},
): Campaign {
  const head = { campaignId, version: 1, name: campaignId, startsAt: '2030-01-01T00:00:00.000Z', endsAt: null }
  return { ...campaignTerms(terms), ...head, budgetPoints: null, ...given }
}

/** A sale of so many yuan, by default to one member on 1 March. */
function sale(yuan: number, given: Partial<PastSale> = {}): PastSale {
  const line = { lineId: 'l', productId: 'p', categoryIds: [], quantityMilli: 1000, isWeighed: false }
  return {
    ...{ saleId: `s${yuan}`, at: new Date('2026-03-01T06:00:00Z'), timeZone: 'Asia/Shanghai', storeId: 'north' },
    ...{ channel: 'till', memberId: 'm', tierId: null, isFirstVisit: false, basePoints: yuan },
    lines: [{ ...line, basisCents: yuan * 100 }],
    ...given,
  }
}

test('a draft of next year is tried on last month: points, whom it touches, by day, store and level', () => {
  const replay = startReplay({ rule, before: [], draft: campaign('draft', { storeIds: ['north'] }) })
  replay.take([sale(10), sale(20, { memberId: 'n', tierId: 'gold' })])
  replay.take([sale(40, { storeId: 'south', at: new Date('2026-03-01T17:00:00Z') })])
  const { byDay, byStore, byTier, ...sum } = replay.result()
  assert.deepEqual(sum, {
    ...{ sales: 3, beforePoints: 70, afterPoints: 100, draftPoints: 30 },
    ...{ touchedMembers: 2, touchedSales: 2, cutPoints: 0, spentOn: null },
  })
  assert.deepEqual(
    byDay.map(({ key, beforePoints, draftPoints }) => [key, beforePoints, draftPoints]),
    [
      ['2026-03-01', 30, 30],
      ['2026-03-02', 40, 0],
    ],
  )
  assert.deepEqual(
    byStore.map(({ key, afterPoints }) => [key, afterPoints]),
    [
      ['north', 60],
      ['south', 40],
    ],
  )
  assert.deepEqual(
    byTier.map(({ key, sales }) => [key, sales]),
    [
      [null, 2],
      ['gold', 1],
    ],
  )
})

test('a draft in place of what runs is compared with it; one in a group may give less than it seems', () => {
  const running = campaign('running', { give: { kind: 'fixed', points: 15 }, group: 'best' })
  const replaced = startReplay({ rule, before: [running], draft: campaign('running', { group: 'best' }) })
  replaced.take([sale(10), sale(20)])
  const { beforePoints, afterPoints, draftPoints } = replaced.result()
  assert.deepEqual([beforePoints, afterPoints, draftPoints], [60, 60, 30])
  const beside = startReplay({ rule, before: [running], draft: campaign('beside', { group: 'best' }) })
  beside.take([sale(10), sale(20)])
  assert.deepEqual([beside.result().afterPoints, beside.result().draftPoints], [30 + 15 + 20, 20])
})

test('caps and budget count along: what they keep back, and the day on which the budget is gone', () => {
  const capped = campaign('capped', { caps: { memberDayPoints: 25 } }, { budgetPoints: 40 })
  const replay = startReplay({ rule, before: [], draft: capped })
  const next = new Date('2026-03-02T06:00:00Z')
  replay.take([sale(20), sale(30), sale(30, { at: next })])
  const { draftPoints, cutPoints, spentOn } = replay.result()
  assert.deepEqual([draftPoints, cutPoints, spentOn], [20 + 5 + 15, 25 + 15, '2026-03-02'])
})

test('birthdays and first visits are those of then', () => {
  const birthday = campaign('b', { occasion: 'birthday_day', give: { kind: 'fixed', points: 8 } })
  const replay = startReplay({ rule, before: [], draft: birthday })
  const solar = { calendar: 'solar' as const, year: null, month: 3, date: 1, isLeapMonth: false }
  replay.learn(new Map([['m', solar]]))
  replay.take([sale(10), sale(10, { memberId: 'n' })])
  assert.equal(replay.result().draftPoints, 8)
  const first = startReplay({ rule, before: [], draft: campaign('f', { occasion: 'first_visit' }) })
  first.take([sale(10, { isFirstVisit: true }), sale(20)])
  assert.equal(first.result().draftPoints, 10)
})

test('points cost what they pay', () => {
  const redeem = { points: 100, worthCents: 50, minPoints: 0, stepPoints: 2, maxShareBps: 10_000 }
  assert.equal(costOfPoints(1_000, redeem), 500)
  assert.equal(costOfPoints(1_000, null), null)
})
