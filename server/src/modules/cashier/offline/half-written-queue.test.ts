import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { caller, makeCommittedShop, makeDevice, signIn } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { committed } from '#testing/work.ts'
import type { OfflineSale } from './offline-types.ts'
import { checkOf, isAsWritten } from './written-sale-rules.ts'

type Loose = Record<string, unknown>

/** Everything that was seen, or can be thought of, to go wrong with one record of a queue, and whether it can still be booked. */
const breaks: readonly (readonly [what: string, breaking: (sale: OfflineSale) => Loose, outcome: 'booked' | 'held'])[] =
  [
    ['cut in the middle', (sale) => Object.fromEntries(Object.entries(sale).slice(0, 4)), 'held'],
    ['nothing but its id', ({ saleId }) => ({ saleId }), 'held'],
    ['no lines', (sale) => ({ ...sale, made: { ...sale.made, lines: undefined } }), 'held'],
    ['half a line', (sale) => ({ ...sale, made: { ...sale.made, lines: [{ lineId: newId() }] } }), 'held'],
    ['no number', ({ receiptNumber: _gone, ...rest }) => rest, 'held'],
    [
      'fields of another kind',
      (sale) => ({ ...sale, receiptNumber: 7, contact: 5, happenedAt: {}, input: [] }),
      'held',
    ],
    ['a token that is none', (sale) => ({ ...sale, contact: 5 }), 'held'],
    ['no place in the queue', (sale) => ({ ...sale, sequence: 'three' }), 'held'],
    ['a wrong check sum', (sale) => ({ ...sale, check: '0'.repeat(64) }), 'held'],
    ['another receipt number than was written', (sale) => ({ ...sale, receiptNumber: '01-01-000777' }), 'held'],
    [
      'text, as a till sends what no database has a place for',
      ({ saleId, ...rest }) => ({ saleId, text: JSON.stringify(rest) }),
      'held',
    ],
    ['an older form, without a check sum', ({ check: _gone, ...rest }) => rest, 'booked'],
    [
      'a newer form, with more in it',
      (sale) => ({ ...sale, more: 1, check: checkOf({ ...sale, more: 1 } as OfflineSale) }),
      'booked',
    ],
  ]

test('a record of the queue that is broken in any way holds up no other and is kept for a person', async () => {
  const app = await testApp()
  const { merchantId, storeId, ownerId } = await makeCommittedShop()
  const till = await committed(merchantId, (work) => makeDevice(work, storeId))
  const device = caller(app, { 'x-device-key': till.deviceKey })
  const sales = await committed(merchantId, async (work) => {
    const item = await makeItem(work)
    const made: OfflineSale[] = []
    for (let sequence = 1; sequence <= breaks.length * 2; sequence++) {
      const wish = { storeId, till, cashierId: ownerId, sequence, items: [[item.id, 1]] as const }
      const sale = await makeOfflineSale(work, wish)
      made.push({ ...sale, check: checkOf(sale) })
    }
    return made
  })
  // Every second one is broken, each in its own way.
  const queue = sales.map((sale, index) => (index % 2 === 0 ? sale : breaks[(index - 1) / 2]![1](sale)))
  const call = {
    method: 'POST',
    url: '/till/offline-sales',
    payload: { deviceId: till.deviceId, sales: queue },
  } as const
  const answer = await device.call(call)
  assert.equal(answer.status, 200, JSON.stringify(answer.body))

  const outcomes = new Map<string, string>(
    answer.body.sales.map(({ saleId, outcome }: { saleId: string; outcome: string }) => [saleId, outcome]),
  )
  const whole = sales.filter((_, index) => index % 2 === 0)
  assert.deepEqual(
    whole.map(({ saleId }) => outcomes.get(saleId)),
    whole.map(() => 'booked'),
  )
  breaks.forEach(([what, , outcome], index) => assert.equal(outcomes.get(sales[index * 2 + 1]!.saleId), outcome, what))

  const again = await device.call(call)
  assert.ok(again.body.sales.every(({ outcome }: { outcome: string }) => outcome === 'repeated'))

  const owner = await signIn(app, { merchantId, userId: ownerId })
  const { items } = (await owner.call({ url: '/sale-conflicts?state=open&limit=100' })).body
  const listed = items.filter(({ kind }: { kind: string }) => kind === 'unreadable')
  const held = sales.filter((_, index) => index % 2 === 1 && breaks[(index - 1) / 2]![2] === 'held')
  assert.deepEqual(
    listed.map(({ saleId }: { saleId: string }) => saleId).sort(),
    held.map(({ saleId }) => saleId).sort(),
  )
  const booked = (await owner.call({ url: '/sales?limit=100' })).body.items
  assert.equal(booked.length, sales.length - held.length)
})

test('a check sum knows a record again whatever the order of its fields, and notices any other change', () => {
  const fields = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })
  fc.assert(
    fc.property(fields, fc.nat(), fc.jsonValue(), (given, place, other) => {
      const { check: _none, ...plain } = given
      const sale = JSON.parse(JSON.stringify(plain)) as unknown as OfflineSale
      const written = { ...sale, check: checkOf(sale) }
      const turned = Object.fromEntries(Object.entries(written).reverse()) as unknown as OfflineSale
      assert.ok(isAsWritten(turned))
      const names = Object.keys(sale)
      if (names.length === 0) return
      const name = names[place % names.length]!
      const before = JSON.stringify((sale as unknown as Loose)[name])
      if (JSON.stringify(other) === before) return
      assert.equal(isAsWritten({ ...written, [name]: other }), false)
    }),
  )
})
