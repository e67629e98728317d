import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  goesBack,
  handOutOf,
  type HeldReturn,
  keptForSale,
  type ReturnedTender,
  withReturned,
} from './exchange-rules.ts'
import { nothingPaid, tendersOf, toCollectCents } from './tender-rules.ts'

const ids = { points: 'p', stored: 's', cash: 'c' }

function tender(kind: string, paidCents: number, more: Partial<ReturnedTender> = {}): ReturnedTender {
  return {
    tenderId: `of-${kind}`,
    kind,
    method: null,
    referenceId: null,
    cardTail: null,
    paidCents,
    points: 0,
    ...more,
  }
}

function held(...tenders: ReturnedTender[]): HeldReturn {
  const paidCents = tenders.reduce((sum, each) => sum + each.paidCents, 0)
  const refund = { refundId: 'r', lines: [], fingerprint: 'f', reason: '换货' }
  return {
    ...{ saleId: 'first', receiptNumber: '01-00-000001', memberId: 'wang', pointsReversed: 0 },
    ...{ refund, goods: [], paidCents, tenders },
  }
}

const wechat = tender('other', 10_000, { method: 'wechat', referenceId: 'payment' })

function settled(back: HeldReturn, netCents: number, receivedCents: number | null = null) {
  const payment = { ...keptForSale(back, netCents, nothingPaid, () => 'kept'), receivedCents }
  return { payment, tenders: tendersOf(netCents, payment, { ids, rounding: { stepCents: 1, mode: 'nearest' } }) }
}

test('something dearer, paid in cash: only the difference is collected, and the change is that of the difference', () => {
  const back = held(tender('cash', 6_800))
  const { payment, tenders } = settled(back, 10_000, 5_000)
  assert.equal(toCollectCents(10_000, payment), 3_200)
  assert.deepEqual(tenders, [{ tenderId: 'c', kind: 'cash', receivedCents: 11_800 }])
  assert.equal(handOutOf(back, tenders, 1_800), 1_800)
})

test('something cheaper, paid in cash: nothing is collected, the rest is handed over as change', () => {
  const { payment, tenders } = settled(held(tender('cash', 10_000)), 6_800)
  assert.equal(toCollectCents(6_800, payment), 0)
  assert.deepEqual(tenders, [{ tenderId: 'c', kind: 'cash', receivedCents: 10_000 }])
})

test('money outside stays as far as the new goods go, the rest goes back to where it came from', () => {
  const { tenders } = settled(held(wechat), 6_800)
  const kept = { paymentId: 'payment', carriedTenderId: 'of-other' }
  assert.deepEqual(tenders, [{ tenderId: 'kept', kind: 'other', method: 'wechat', amountCents: 6_800, ...kept }])
  assert.deepEqual(
    goesBack(held(wechat), tenders).map(({ method, paidCents }) => [method, paidCents]),
    [['wechat', 3_200]],
  )
})

test('money outside and cash come back: the money stays, and of the cash what is left over is handed out', () => {
  const back = held(wechat, tender('cash', 2_000))
  const all = settled(back, 10_000)
  assert.deepEqual(goesBack(back, all.tenders), [])
  assert.equal(handOutOf(back, all.tenders, 0), 2_000)
  assert.equal(toCollectCents(13_000, settled(back, 13_000).payment), 1_000)
})

test('a gift card pays again with what comes back onto it', () => {
  const back = held(tender('gift_card', 5_000, { referenceId: 'card', cardTail: 'JMNP' }))
  assert.deepEqual(settled(back, 3_000).tenders, [
    { tenderId: 'kept', kind: 'gift_card', giftCardId: 'card', amountCents: 3_000 },
  ])
})

test('stored value and points that come back can be used by the member they belong to, and nobody else', () => {
  const back = { ...held(tender('stored_value', 4_000), tender('points', 100, { points: 200 })), pointsReversed: 50 }
  const before = { storedCents: 1_000, points: 10 }
  assert.deepEqual(withReturned(before, back, 'wang'), { storedCents: 5_000, points: 160 })
  assert.deepEqual(withReturned(before, back, 'li'), before)
  assert.deepEqual(withReturned({ storedCents: 0, points: 0 }, { ...back, pointsReversed: 900 }, 'wang').points, 0)
})
