import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isUuid, newId } from './ids.ts'

test('ids are UUIDv7, sort in the order in which they were made, and none comes twice', () => {
  const ids = Array.from({ length: 20_000 }, () => newId())
  for (const id of ids) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.deepEqual([...ids].sort(), ids)
  assert.equal(new Set(ids).size, ids.length)
})

test('an id carries its time, and a clock that goes back does not put ids out of order', () => {
  const later = newId(Date.UTC(2031, 0, 1))
  assert.equal(Number.parseInt(later.replaceAll('-', '').slice(0, 12), 16), Date.UTC(2031, 0, 1))
  assert.ok(newId(Date.UTC(2030, 0, 1)) > later)
})

for (const text of ['', '018f', '018F3A10-0000-7000-8000-000000000000', '018f3a10-0000-7000-c000-000000000000']) {
  test(`"${text}" is no id`, () => assert.equal(isUuid(text), false))
}
