import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvOf } from './csv-rules.ts'

for (const [typed, cell] of [
  ['王小明', '王小明'],
  ['-12.50', '-12.50'],
  ['a,b', '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ['=cmd()', "'=cmd()"],
  ['+8613800138000', "'+8613800138000"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['-1+2', "'-1+2"],
  [' =cmd()', "' =cmd()"],
  ['＝cmd()', "'＝cmd()"],
] as const) {
  test(`${typed} is written as ${cell}`, () => assert.equal(csvOf([[typed]]), `\ufeff${cell}\r\n`))
}
