import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type InputProblem, invalidInput, problemOf, problemSentence } from './input-problems.ts'

type Said = [field: string, problem: InputProblem, facts: Record<string, string | number>, zh: string, en: string]

const bounds: Said[] = [
  // Money as people write it, whatever stands around the field; exact where a division would not be.
  ['amountCents', 'above', { max: 100 }, '不能大于 1.00', 'must be at most 1.00'],
  ['priceCents', 'below', { min: 0 }, '不能小于 0.00', 'must be at least 0.00'],
  ['dueCents', 'below', { min: -5 }, '不能小于 -0.05', 'must be at least -0.05'],
  ['tenders.0.receivedCents', 'not_above', { min: 7 }, '必须大于 0.07', 'must be more than 0.07'],
  [
    'totalCents',
    'not_below',
    { max: 9_007_199_254_740_991 },
    '必须小于 90071992547409.91',
    'must be less than 90071992547409.91',
  ],
  ['stepCents', 'not_step', { step: 50 }, '必须是 0.50 的倍数', 'must be a multiple of 0.50'],
  // Rates as percent, quantities in the unit itself.
  ['rateBps', 'above', { max: 10_000 }, '不能大于 100 %', 'must be at most 100 %'],
  ['taxRateBps', 'below', { min: 1 }, '不能小于 0.01 %', 'must be at least 0.01 %'],
  ['lines.3.quantityMilli', 'below', { min: 1 }, '不能小于 0.001', 'must be at least 0.001'],
  ['quantityMilli', 'above', { max: 9_999_000 }, '不能大于 9999', 'must be at most 9999'],
  // Everything else as it is, and words are never taken for amounts.
  ['days', 'below', { min: 1 }, '不能小于 1', 'must be at least 1'],
  ['centsOff', 'above', { max: 250 }, '不能大于 250', 'must be at most 250'],
  ['amountCents', 'above', { max: '100' }, '不能大于 100', 'must be at most 100'],
  ['name', 'too_short', { min: 2 }, '至少要有 2 个字', 'needs at least 2 characters'],
  ['name', 'too_long', { max: 60 }, '最多 60 个字', 'has more than 60 characters'],
  ['lines', 'too_few', { min: 1 }, '至少要有 1 项', 'needs at least 1 entries'],
  ['lines', 'too_many', { max: 10 }, '最多 10 项', 'has more than 10 entries'],
  ['amountCents', 'missing', {}, '没有填写', 'is missing'],
  ['amountCents', 'beyond_counting', {}, '数字太大，无法准确记录', 'is too large a number to be kept exactly'],
]

for (const [field, problem, facts, zh, en] of bounds) {
  test(`what is said of ${field} when it is ${problem} (${JSON.stringify(facts)})`, () => {
    const { details } = invalidInput(field, problem, facts)
    assert.equal(problemSentence(details, 'zh'), zh)
    assert.equal(problemSentence(details, 'en'), en)
  })
}

test('a bound that nobody named leaves no placeholder behind, and what is not known is simply not right', () => {
  assert.equal(problemSentence({ field: 'amountCents', problem: 'above' }, 'en'), 'must be at most ')
  for (const problem of ['toString', 'no_such_problem', undefined, 7]) {
    assert.equal(problemSentence({ field: 'name', problem }, 'zh'), '不正确')
    assert.equal(problemSentence({ problem }, 'en'), 'is not right')
  }
})

const complaints: [keyword: string, params: Record<string, unknown>, problem: InputProblem, facts?: object][] = [
  ['required', { missingProperty: 'name' }, 'missing'],
  ['additionalProperties', { additionalProperty: 'isVip' }, 'unknown_field'],
  ['propertyNames', {}, 'unknown_field'],
  ['minLength', { limit: 1 }, 'empty'],
  ['minLength', { limit: 2 }, 'too_short', { min: 2 }],
  ['maxLength', { limit: 60 }, 'too_long', { max: 60 }],
  ['minItems', { limit: 1 }, 'too_few', { min: 1 }],
  ['minProperties', { limit: 1 }, 'too_few', { min: 1 }],
  ['maxItems', { limit: 10 }, 'too_many', { max: 10 }],
  ['maxProperties', { limit: 10 }, 'too_many', { max: 10 }],
  ['uniqueItems', { i: 1, j: 0 }, 'repeated'],
  ['minimum', { limit: 0 }, 'below', { min: 0 }],
  ['exclusiveMinimum', { limit: 0 }, 'not_above', { min: 0 }],
  ['maximum', { limit: 100 }, 'above', { max: 100 }],
  ['exclusiveMaximum', { limit: 100 }, 'not_below', { max: 100 }],
  ['multipleOf', { multipleOf: 50 }, 'not_step', { step: 50 }],
  ['type', { type: 'integer' }, 'not_whole'],
  ['type', { type: 'number' }, 'not_number'],
  ['type', { type: 'string' }, 'not_text'],
  ['type', { type: 'boolean' }, 'not_yes_or_no'],
  ['type', { type: 'array' }, 'not_list'],
  ['type', { type: 'object' }, 'not_record'],
  ['type', { type: 'null' }, 'not_valid'],
  ['format', { format: 'date' }, 'not_day'],
  ['format', { format: 'date-time' }, 'not_instant'],
  ['format', { format: 'uuid' }, 'not_id'],
  ['format', { format: 'uri' }, 'wrong_form'],
  ['enum', {}, 'not_listed'],
  ['const', {}, 'not_listed'],
  ['pattern', {}, 'wrong_form'],
  ['anyOf', {}, 'not_valid'],
]

for (const [keyword, params, problem, facts] of complaints) {
  test(`a schema’s complaint of ${keyword} ${JSON.stringify(params)} means ${problem}`, () => {
    const [said, named] = problemOf({ keyword, params })
    assert.equal(said, problem)
    assert.deepEqual(named, facts)
  })
}

test('a complaint without particulars is still told', () => {
  assert.deepEqual(problemOf({ keyword: 'not' }), ['not_valid'])
})
