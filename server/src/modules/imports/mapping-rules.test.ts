import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accept, isRefusal } from '#shared/refusal.ts'
import { guessFields } from './field-rules.ts'
import { shippedMappings } from './mapping-files.ts'
import { type ImportMapping, resolveMapping } from './mapping-rules.ts'
import { readRow } from './row-rules.ts'

test('the headers of a Chinese till system are recognised', () => {
  const columns = [
    '会员卡号*',
    '会员等级编号*',
    '姓名',
    '手机号码',
    '性别',
    '生 日',
    '生日类型',
    '分店编号',
    '积分',
    '充值金额(元)',
    '暗号',
  ]
  const guesses = guessFields('members', columns)
  const found = Object.fromEntries(Object.entries(guesses).map(([field, source]) => [field, source.columns[0]]))
  assert.deepEqual(found, {
    externalId: '会员卡号*',
    cardNumber: '会员卡号*',
    name: '姓名',
    phone: '手机号码',
    gender: '性别',
    birthday: '生 日',
    birthdayCalendar: '生日类型',
    store: '分店编号',
    points: '积分',
    storedValue: '充值金额(元)',
  })
})

test('the headers of opensourcepos and of jshERP are recognised', () => {
  const people = guessFields('members', [
    'First Name',
    'Last Name',
    'Gender',
    'Email',
    'Phone Number',
    'Account Number',
  ])
  assert.deepEqual(people.name?.columns, ['First Name', 'Last Name'])
  assert.deepEqual(people.cardNumber?.columns, ['Account Number'])
  const goods = guessFields('products', [
    '名称*',
    '规格',
    '类别',
    '基本单位*',
    '基本条码*',
    '副条码',
    '采购价',
    '零售价',
  ])
  assert.deepEqual(goods.barcode?.columns, ['基本条码*', '副条码'])
  assert.deepEqual([goods.price?.columns, goods.cost?.columns], [['零售价'], ['采购价']])
})

test('every shipped mapping fits the columns it names', async () => {
  const mappings = await shippedMappings()
  assert.ok(mappings.length >= 6)
  for (const mapping of mappings) {
    const columns =
      mapping.columns ??
      Object.values(mapping.fields).flatMap(({ columns, fallback }) => [...columns, ...(fallback?.columns ?? [])])
    assert.ok(!isRefusal(resolveMapping(mapping, columns)), mapping.name)
  }
})

const mapping: ImportMapping = {
  name: 'test',
  kind: 'members',
  bonusShareBps: 2000,
  fields: {
    externalId: { columns: ['卡号'] },
    name: { columns: ['姓名'] },
    gender: { columns: ['性别'], values: { 妹: 'female' } },
    storedValue: { columns: ['余额'] },
    birthday: { columns: ['生日'] },
  },
}
const columns = ['卡号', '姓名', '性别', '余额', '生日']

test('all errors of a row are told at once, by field and code, without the values', () => {
  const resolved = accept(resolveMapping(mapping, columns))
  const { errors } = readRow({ number: 7, cells: ['1', 'x'.repeat(101), '?', '-5', '2026-02-30'] }, resolved)
  assert.deepEqual(errors, [
    { row: 7, field: 'name', code: 'text_too_long', details: { maxLength: 100 } },
    { row: 7, field: 'gender', code: 'gender_unreadable', details: {} },
    { row: 7, field: 'storedValue', code: 'number_negative', details: {} },
    { row: 7, field: 'birthday', code: 'date_impossible', details: {} },
  ])
})

test('names with emoji and right-to-left letters are names, control characters are not', () => {
  const resolved = accept(resolveMapping(mapping, columns))
  const nameOf = (name: string) => readRow({ number: 2, cells: ['1', name, '妹', '', ''] }, resolved)
  assert.deepEqual(nameOf('😀 مرحبا =cmd()').values, { externalId: '1', name: '😀 مرحبا =cmd()', gender: 'female' })
  assert.equal(nameOf('a\u0007b').errors[0]?.code, 'text_unprintable')
})

const unfit: [string, Partial<ImportMapping>, string[]][] = [
  ['column_missing', {}, ['卡号']],
  ['mapping_split_missing', { bonusShareBps: undefined }, columns],
  ['mapping_field_unknown', { fields: { ...mapping.fields, constructor: { columns: ['卡号'] } } }, columns],
  ['mapping_field_missing', { kind: 'sales', fields: {} }, columns],
  ['mapping_zone_unknown', { timeZone: 'Mars/Olympus' }, columns],
]
for (const [code, given, has] of unfit) {
  test(`a mapping that does not fit is refused with ${code}`, () => {
    const answer = resolveMapping({ ...mapping, ...given }, has)
    assert.ok(isRefusal(answer))
    assert.equal(answer.code, code)
  })
}
