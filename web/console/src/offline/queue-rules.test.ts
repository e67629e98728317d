import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { bucketOf, bucketText } from './bucket-rules.ts'
import { checkOf } from '#modules/cashier/offline/written-sale-rules.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { newId, isUuid } from '#shared/ids.ts'
import type { QueuedSale } from './offline-database.ts'
import { afterAnswer, headOf, isWhole, trustedUseOf, uploadOf, waitBefore, withId } from './queue-rules.ts'

const queues = fc
  .uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 120 })
  .map((sequences) => sequences.map((sequence) => ({ sequence, saleId: `sale ${sequence}` })))

test('handed in part by part, with answers lost at any place, every sale arrives once and in order', () => {
  fc.assert(
    fc.property(queues, fc.infiniteStream(fc.boolean()), fc.integer({ min: 1, max: 9 }), (queue, lost, most) => {
      const arrived: number[] = []
      const server = new Set<string>()
      let left = queue
      for (let tries = 0; left.length > 0 && tries < 2_000; tries++) {
        const head = headOf(left, most)
        for (const { saleId, sequence } of head) {
          if (!server.has(saleId)) arrived.push(sequence)
          server.add(saleId)
        }
        const isAnswerLost = lost.next().value
        if (!isAnswerLost) left = afterAnswer(left, head)
      }
      assert.deepEqual(
        arrived,
        queue.map(({ sequence }) => sequence).sort((a, b) => a - b),
      )
    }),
  )
})

test('an answer takes out just what it names', () => {
  fc.assert(
    fc.property(queues, queues, (queue, answered) => {
      const left = afterAnswer(queue, answered)
      const named = new Set(answered.map(({ saleId }) => saleId))
      assert.deepEqual(
        left,
        queue.filter(({ saleId }) => !named.has(saleId)),
      )
    }),
  )
})

test('the wait doubles up to a minute, and tills spread', () => {
  assert.equal(waitBefore(0, 0.5), 1_000)
  assert.equal(waitBefore(3, 0.5), 8_000)
  assert.equal(waitBefore(50, 0.5), 60_000)
  assert.ok(waitBefore(3, 0) < waitBefore(3, 1))
})

test('a record is kept in the text of its own id, as it was', () => {
  assert.equal(bucketOf('01890a5d-ac96-774b-bcce-b302099a80af'), 'af')
  const values = [
    ['a', 1, null],
    ['b', 2, ['x']],
  ]
  assert.deepEqual(JSON.parse(bucketText(values)), values)
})

/** A sale as a till writes it down: one line, paid by stored value. */
function makeRecord(sequence: number): QueuedSale {
  const [saleId, tenderId] = [newId(), newId()]
  const amounts = { grossCents: 3_800, netCents: 3_800, discountCents: 0, taxCents: 0 }
  const line = {
    ...{ ...amounts, lineId: newId(), itemId: newId(), name: '茶', quantityMilli: 1000, unitPriceCents: 3_800 },
    ...{ tenderCents: [3_800], steps: [{ amountCents: 3_800 }] },
  }
  const tender = {
    tenderId,
    kind: 'stored_value',
    amountCents: 3_800,
    roundingCents: 0,
    receivedCents: 3_800,
    changeCents: 0,
  }
  const made = { ...amounts, changeCents: 0, pointsEarned: 0, earnBasisCents: 0, lines: [line], tenders: [tender] }
  const head = { saleId, sequence, receiptNumber: '01-01-000001', happenedAt: '2026-03-01T08:00:00.000Z' }
  const rest = {
    contact: null,
    cashierId: null,
    wasSent: false,
    coupons: [],
    input: { memberId: 'm', lines: [] },
    made,
  }
  const sale = { ...head, ...rest } as unknown as OfflineSale
  return { sequence, saleId, sale: { ...sale, check: checkOf(sale) } }
}

/** The same with any part of it gone or turned into something else, at any depth, as a torn write would leave it. */
const torn = fc
  .record({
    place: fc.nat(),
    other: fc.oneof(fc.constant(undefined), fc.jsonValue()),
    sequence: fc.integer({ min: 1 }),
  })
  .map(({ place, other, sequence }) => {
    const record = structuredClone(makeRecord(sequence))
    const parts: [holder: Record<string, unknown>, name: string][] = []
    const walk = (holder: object) => {
      for (const [name, value] of Object.entries(holder)) {
        parts.push([holder as Record<string, unknown>, name])
        if (typeof value === 'object' && value !== null) walk(value)
      }
    }
    walk(record.sale)
    parts.push([record, 'sale'])
    const [holder, name] = parts[place % parts.length]!
    const isSame = JSON.stringify(holder[name]) === JSON.stringify(other)
    holder[name] = other
    return { record, isSame, isCheck: name === 'check' && other === undefined }
  })

test('a record that was written whole is handed in as it is, and so is one of an older form', () => {
  const record = makeRecord(3)
  assert.equal(isWhole(record), true)
  assert.equal(uploadOf(record), record.sale)
  assert.deepEqual(trustedUseOf(record), { memberId: 'm', storedCents: 3_800, points: 0 })
  const { check: _gone, ...older } = record.sale
  assert.equal(isWhole({ ...record, sale: older }), true)
  assert.equal(uploadOf({ ...record, sale: older }), older)
})

test('a torn record is never shown as a sale, and is handed in under the id that the queue knows, with all that is left of it', () => {
  fc.assert(
    fc.property(torn, ({ record, isSame, isCheck }) => {
      assert.equal(isWhole(record), isSame || isCheck)
      const upload = uploadOf(record) as unknown as { saleId: string; sequence: number; text?: string }
      assert.deepEqual([upload.saleId, upload.sequence], [record.saleId, record.sequence])
      assert.equal(upload.text ?? JSON.stringify(upload), JSON.stringify(record.sale ?? null))
      assert.ok(Number.isSafeInteger(trustedUseOf(record).storedCents))
    }),
  )
})

test('what no database has a place for travels as text', () => {
  for (const note of ['a\0b', 'a\ud83d']) {
    const record = makeRecord(1)
    const spoilt = { ...record, sale: { ...record.sale, note } as OfflineSale }
    const text = JSON.stringify(uploadOf(spoilt))
    assert.ok(!JSON.stringify(JSON.parse(text)).match(/[^\\]\\u(0000|d83d)/))
    assert.equal(JSON.parse(JSON.parse(text).text).note, note)
  }
})

test('a record that lost its id gets one: the one written in it, else a new one', () => {
  const record = makeRecord(1)
  const spare = newId()
  assert.equal(withId(record, spare), record)
  const lost = { ...record, saleId: undefined as unknown as string }
  assert.equal(withId(lost, spare).saleId, record.saleId)
  const empty = withId({ ...lost, sale: undefined as unknown as OfflineSale }, spare)
  assert.equal(empty.saleId, spare)
  assert.ok(isUuid(uploadOf(empty).saleId))
})
