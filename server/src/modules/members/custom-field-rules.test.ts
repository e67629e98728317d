import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { type CustomField, customValueFromText, mergeCustomValues } from './custom-field-rules.ts'

const field = (kind: CustomField['kind'], choices: string[] = []): CustomField => ({
  code: 'f',
  label: '字段',
  kind,
  choices,
})

const values: [CustomField, unknown, boolean][] = [
  [field('text'), '油性皮肤', true],
  [field('text'), 'x'.repeat(501), false],
  [field('text'), 3, false],
  [field('number'), 36.5, true],
  [field('number'), 2 ** 60, false],
  [field('number'), Number.NaN, false],
  [field('number'), '36', false],
  [field('date'), '2026-02-28', true],
  [field('date'), '2026-02-30', false],
  [field('choice', ['干性', '油性']), '油性', true],
  [field('choice', ['干性', '油性']), '中性', false],
  [field('boolean'), false, true],
  [field('boolean'), 'false', false],
]
for (const [given, value, fits] of values) {
  test(`a ${given.kind} field ${fits ? 'takes' : 'refuses'} ${String(value).slice(0, 20)}`, () => {
    const merged = mergeCustomValues([given], {}, { f: value as string })
    assert.equal(!isRefusal(merged), fits)
    if (fits) assert.deepEqual(merged, { f: value })
  })
}

test('null and empty text clear a field, fields not given stay', () => {
  const fields = [field('text'), { ...field('text'), code: 'g' }]
  assert.deepEqual(mergeCustomValues(fields, { f: 'a', g: 'b' }, { f: null }), { g: 'b' })
  assert.deepEqual(mergeCustomValues(fields, { f: 'a', g: 'b' }, { g: '' }), { f: 'a' })
})

test('a cell is read by its field’s kind', () => {
  assert.equal(customValueFromText(field('number'), ' ３６.5 '), 36.5)
  assert.equal(customValueFromText(field('boolean'), '是'), true)
  assert.equal(customValueFromText(field('date'), '2026/02/28'), '2026-02-28')
  assert.equal(customValueFromText(field('number'), 'many'), 'many')
  assert.equal(customValueFromText(field('text'), ''), null)
})
