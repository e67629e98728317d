import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareLanguages, findUnused, type Sentences } from './locales.ts'

const sentences = (entries: Record<string, string>): Sentences => new Map(Object.entries(entries))

test('two languages with the same sentences are complete', () => {
  const zh = sentences({ 'app.hello': '你好，{{name}}', 'app.count_other': '{{count}} 位' })
  const en = sentences({
    'app.hello': 'Hello {{name}}',
    'app.count_one': '{{count}} guest',
    'app.count_other': '{{count}} guests',
  })
  assert.deepEqual(compareLanguages(zh, en), [])
})

test('a sentence that one language lacks is told', () => {
  assert.equal(compareLanguages(sentences({ 'app.hello': '你好' }), sentences({})).length, 1)
  assert.equal(compareLanguages(sentences({}), sentences({ 'app.hello': 'Hello' })).length, 1)
})

test('a placeholder that the translation lost is told', () => {
  const problems = compareLanguages(sentences({ 'app.hello': '你好，{{name}}' }), sentences({ 'app.hello': 'Hello' }))
  assert.equal(problems.length, 1)
})

test('English that is still Chinese is told', () => {
  assert.equal(compareLanguages(sentences({ 'app.hello': '你好' }), sentences({ 'app.hello': '您好' })).length, 1)
})

test('a plural without its English singular is told', () => {
  const other = { 'app.count_other': '{{count}}' }
  assert.equal(compareLanguages(sentences(other), sentences(other)).length, 1)
})

test('a sentence is used when a source names it, whole or by a template', () => {
  const zh = sentences({ 'app.a': '一', 'app.kind.big.title': '大', 'app.n_other': '{{count}}', 'app.lost': '无' })
  const sources = ["t('app.a')", 't(`app.kind.${kind}.title`)', "t('app.n', { count })"]
  assert.deepEqual(findUnused(zh, sources), ['app.lost is never shown'])
})
