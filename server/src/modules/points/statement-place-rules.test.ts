import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placedBetween } from './statement-place-rules.ts'

const lines = ['2026-03-05', '2026-03-03', '2026-03-01'].map((at) => ({ at, entryId: at }))
const others = ['2026-03-06', '2026-03-03', '2026-02-01'].map((at) => ({ at, extensionId: at }))
const order = (isWhole: boolean, own = lines) =>
  placedBetween(own, others, isWhole).map((line) => `${'entryId' in line ? 'entry' : 'extension'} ${line.at.slice(5)}`)

test('a line of another list stands where its time says, after the entry of the same instant', () => {
  assert.deepEqual(order(true), [
    ...['extension 03-06', 'entry 03-05', 'entry 03-03', 'extension 03-03', 'entry 03-01', 'extension 02-01'],
  ])
})

test('what is older than the last line read waits for its page', () => {
  assert.deepEqual(order(false).at(-1), 'entry 03-01')
  assert.deepEqual(order(false, []), [])
  assert.equal(order(true, []).length, 3)
})

test('a line that was handed in late keeps its place in the books, where its balance follows', () => {
  const booked = ['2026-03-05', '2026-03-01', '2026-03-04'].map((at) => ({ at, entryId: at }))
  assert.deepEqual(order(true, booked), [
    ...['extension 03-06', 'entry 03-05', 'extension 03-03', 'entry 03-01', 'entry 03-04', 'extension 02-01'],
  ])
})
