import assert from 'node:assert/strict'
import { test } from 'node:test'
import { begun, ended, erred, stepped, type OpenTasks } from './task-clock-rules.ts'

const nothing: OpenTasks = []

test('a sale of two taps and a payment is three steps, from the first to the last', () => {
  const open = stepped(stepped(begun(nothing, 'sale', 1000)))
  const { ended: sale, open: rest } = ended(open, 'sale', { now: 9000.4, items: 2, isDone: true })
  assert.deepEqual(sale, { task: 'sale', durationMs: 8000, steps: 3, errors: 0, items: 2, isDone: true })
  assert.deepEqual(rest, [])
})

test('enrolling in the middle of a sale counts its own steps and errors; the sale goes on afterwards', () => {
  let open = begun(nothing, 'sale', 0)
  open = erred(stepped(begun(open, 'enrol', 100)))
  const enrolled = ended(open, 'enrol', { now: 5100, isDone: true })
  assert.deepEqual([enrolled.ended?.steps, enrolled.ended?.errors, enrolled.ended?.durationMs], [2, 1, 5000])
  const sold = ended(stepped(enrolled.open), 'sale', { now: 9000, items: 1, isDone: true })
  assert.deepEqual([sold.ended?.steps, sold.ended?.errors, sold.ended?.durationMs], [2, 0, 9000])
})

test('a task that is under way does not begin again, and one that is not cannot end', () => {
  const open = begun(begun(nothing, 'sale', 0), 'sale', 500)
  assert.equal(open.length, 1)
  assert.equal(ended(open, 'refund', { now: 1, isDone: true }).ended, undefined)
})

test('a clock that was set back makes no negative time', () => {
  assert.equal(ended(begun(nothing, 'sale', 500), 'sale', { now: 0, isDone: false }).ended?.durationMs, 0)
})
