import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#shared/refusal.ts'
import { fifteenDigits, parseDay, parseLocalTime, parseNumber } from './value-rules.ts'

const cents = (text: string) => parseNumber(text, { decimals: 2 })

for (const [text, value] of [
  ['12.30', 1230],
  ['0', 0],
  ['-0', 0],
  ['.5', 50],
  ['1,234,567.8', 123_456_780],
  ['1.5000', 150],
  ['¥ 88', 8800],
  ['88元', 8800],
  [' 7 ', 700],
  ['0.29', 29],
  ['100000000', 10_000_000_000],
] as const) {
  test(`an amount written ${text} is ${value} cents`, () => assert.equal(cents(text), value))
}

for (const [text, code] of [
  ['', 'number_unreadable'],
  ['abc', 'number_unreadable'],
  ['12.30.1', 'number_unreadable'],
  ['1,23', 'number_unreadable'],
  ['12,34,567', 'number_unreadable'],
  ['0x10', 'number_unreadable'],
  ['1e3', 'number_unreadable'],
  ['Infinity', 'number_unreadable'],
  ['=1+1', 'number_unreadable'],
  ['１２', 'number_full_width'],
  ['1２', 'number_full_width'],
  ['1.234', 'number_too_fine'],
  ['-1', 'number_negative'],
  ['9007199254740993', 'number_too_large'],
  ['100000000.01', 'number_too_large'],
] as const) {
  test(`an amount written ${JSON.stringify(text)} is refused with ${code}`, () => {
    const answer = cents(text)
    assert.ok(isRefusal(answer))
    assert.equal(answer.code, code)
  })
}

for (const [text, value] of [
  ['4.440892e-16', 0],
  ['3.9000000000000004', 390],
  ['0.005', 1],
  ['0.0049999999', 0],
  ['1.2e3', 120_000],
] as const) {
  test(`a computed amount ${text} is rounded to ${value} where the mapping says so`, () => {
    assert.equal(parseNumber(text, { decimals: 2, isRounded: true }), value)
  })
}

test('every amount reads back from how it is written, with or without thousands marks', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (value) => {
      const written = `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`
      assert.equal(cents(written), value)
      assert.equal(cents(written.replace(/\B(?=(\d{3})+\.)/g, ',')), value)
    }),
  )
})

test('what a spreadsheet stores for an amount is the amount that was typed', () => {
  for (const [stored, typed] of [
    ['29.329999999999998', '29.33'],
    ['0.1', '0.1'],
    ['1E-3', '0.001'],
    ['1.1000000000000001', '1.1'],
    ['99999999.989999995', '99999999.99'],
    ['6901234567892', '6901234567892'],
    ['-2.2999999999999998', '-2.3'],
    ['0', '0'],
  ] as const) {
    assert.equal(fifteenDigits(stored), typed)
  }
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000_000 }), (value) => {
      assert.equal(cents(fifteenDigits(String(value / 100))), value)
    }),
  )
})

for (const [text, day] of [
  ['2026-05-01', '2026-05-01'],
  ['2026/5/1', '2026-05-01'],
  ['2026.05.1', '2026-05-01'],
  ['20260501', '2026-05-01'],
  ['2026年5月1日', '2026-05-01'],
  ['2024-02-29', '2024-02-29'],
] as const) {
  test(`the day ${text} is understood`, () => assert.equal(parseDay(text), day))
}

test('days in the order of other countries are read only as the mapping says', () => {
  assert.equal(parseDay('5/1/2026', 'mdy'), '2026-05-01')
  assert.equal(parseDay('5/1/2026', 'dmy'), '2026-01-05')
  assert.ok(isRefusal(parseDay('5/1/2026')))
})

for (const text of ['2026-02-30', '2026-13-01', '2025-02-29', '26-05-01', 'yesterday', '20260230']) {
  test(`there is no day ${text}`, () => assert.ok(isRefusal(parseDay(text))))
}

test('a time keeps its offset, and a wrong hour is refused', () => {
  assert.deepEqual(parseLocalTime('2026-05-01T09:30:05+08:00'), {
    day: '2026-05-01',
    secondOfDay: 34_205,
    offsetMinutes: 480,
  })
  assert.deepEqual(parseLocalTime('2026/5/1 9:30'), { day: '2026-05-01', secondOfDay: 34_200, offsetMinutes: null })
  assert.ok(isRefusal(parseLocalTime('2026-05-01 25:00')))
})
