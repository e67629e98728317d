import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FileLook, TargetField } from './import-words.ts'
import { columnsOf, gapsOf, guessedMapping, rowsOf, sampleOf, withColumns } from './mapping-draft-rules.ts'

const look: FileLook = {
  name: '会员.csv',
  format: 'csv',
  encoding: 'utf-8',
  estimatedRows: 2,
  columns: ['姓名', '手机号', '余额'],
  sample: [
    { number: 2, cells: ['张三', '13800138000', '10'] },
    { number: 3, cells: ['', '13800138001', '10'] },
  ],
  guesses: { name: { columns: ['姓名'] }, phone: { columns: ['手机号'] } },
}
const needed = (name: string): TargetField => ({ name, type: 'text', isNeeded: true })

test('a mapping starts from the guesses and takes the columns that a person chooses', () => {
  const mapping = guessedMapping('members', look)
  assert.deepEqual(withColumns(mapping, 'name', []).fields, { phone: { columns: ['手机号'] } })
  const prefixed = { ...mapping, fields: { name: { columns: ['姓名'], prefix: '客 ' } } }
  assert.deepEqual(withColumns(prefixed, 'name', ['手机号']).fields, { name: { columns: ['手机号'], prefix: '客 ' } })
})

test('names what is still to be told before a file can be tried', () => {
  const mapping = guessedMapping('members', look)
  assert.deepEqual(gapsOf(mapping, []), [])
  assert.deepEqual(gapsOf({ ...mapping, fields: { name: { columns: ['姓名'] } } }, []), [
    { kind: 'field', name: 'externalId' },
  ])
  const withValue = withColumns(mapping, 'storedValue', ['余额'])
  assert.deepEqual(gapsOf(withValue, []), [{ kind: 'bonus' }])
  assert.deepEqual(gapsOf({ ...withValue, bonusShareBps: 0 }, []), [])
})

test('a file that numbers no sales needs no column for the number', () => {
  const mapping = { name: 'console', kind: 'sales' as const, fields: {} }
  assert.deepEqual(gapsOf(mapping, [needed('saleId')]), [{ kind: 'field', name: 'saleId' }])
  assert.deepEqual(gapsOf({ ...mapping, isRowTheSale: true }, [needed('saleId')]), [])
})

test('shows the first different cells of the chosen columns', () => {
  const mapping = guessedMapping('members', look)
  assert.deepEqual(sampleOf(mapping, look, ['姓名']), ['张三'])
  assert.deepEqual(sampleOf(mapping, look, ['余额']), ['10'])
  assert.deepEqual(sampleOf(mapping, look, ['姓名', '手机号']), ['张三 13800138000', '13800138001'])
})

test('a mapping for a file without headers, apart by blanks, shows its rows so', () => {
  const plain: FileLook = { ...look, columns: ['7 2 11.77'], sample: [{ number: 2, cells: ['8 1 5.00'] }], guesses: {} }
  const mapping = {
    ...guessedMapping('sales', plain),
    format: 'whitespace' as const,
    columns: ['member', 'count', 'sum'],
  }
  assert.deepEqual(columnsOf(mapping, plain), ['member', 'count', 'sum'])
  assert.deepEqual(rowsOf(mapping, plain), [
    ['7', '2', '11.77'],
    ['8', '1', '5.00'],
  ])
  assert.deepEqual(sampleOf(mapping, plain, ['sum']), ['11.77', '5.00'])
})
