import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  requestedLines,
  wholeRest,
  withDisposition,
  withQuantity,
  type RefundDraft,
  type ReturnableLine,
} from './refund-draft-rules.ts'

const cream: ReturnableLine = { lineId: 'cream', itemKind: 'product', quantityMilli: 3000, refundedMilli: 1000 }
const facial: ReturnableLine = { lineId: 'facial', itemKind: 'service', quantityMilli: 1000, refundedMilli: 0 }
const pass: ReturnableLine = { lineId: 'pass', itemKind: 'plan', quantityMilli: 1000, refundedMilli: 0 }
const gone: ReturnableLine = { lineId: 'gone', itemKind: 'product', quantityMilli: 1000, refundedMilli: 1000 }
const lines = [cream, facial, gone]
const none: RefundDraft = new Map()

test('a line gives back at most what is left of it, and nothing takes it out', () => {
  const most = withQuantity(none, cream, 9000)
  assert.equal(most.get('cream')?.quantityMilli, 2000)
  assert.equal(withQuantity(most, cream, 0).size, 0)
  assert.equal(withQuantity(most, cream, -1000).size, 0)
  assert.equal(none.size, 0, 'the draft before is untouched')
})

test('the whole rest leaves out what came back before', () => {
  assert.deepEqual(requestedLines(wholeRest(none, lines), lines), [
    { lineId: 'cream', quantityMilli: 2000, disposition: 'sellable' },
    { lineId: 'facial', quantityMilli: 1000 },
  ])
})

test('where the goods go is kept when the quantity changes, also when everything is chosen', () => {
  const damaged = withDisposition(withQuantity(none, cream, 1000), 'cream', 'damaged')
  assert.equal(withQuantity(damaged, cream, 2000).get('cream')?.disposition, 'damaged')
  assert.equal(wholeRest(damaged, lines).get('cream')?.disposition, 'damaged')
})

test('a line that does not come back has no place to go', () => {
  assert.equal(withDisposition(none, 'cream', 'damaged').size, 0)
})

test('neither a service nor a pass is asked for a shelf', () => {
  assert.deepEqual(requestedLines(wholeRest(none, [facial, pass]), [facial, pass]), [
    { lineId: 'facial', quantityMilli: 1000 },
    { lineId: 'pass', quantityMilli: 1000 },
  ])
})
