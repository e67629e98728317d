import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nameKey } from './name-rules.ts'
import { cardKey } from './card-key-rules.ts'
import { meaningsOf, nameTokens, readingsOf } from './search-token-rules.ts'

/** Whether a typed text would find a name, by the very ranges that the query sends. */
function finds(typed: string, name: string): boolean {
  const tokens = nameTokens(name)
  return meaningsOf(typed).some(
    (meaning) => meaning.kind !== 'phone' && tokens.some((token) => token.startsWith(meaning.prefix)),
  )
}

const found: [string, string[]][] = [
  ['欧阳娜娜', ['欧', '欧阳', '娜娜', 'ouyang', 'oynn', 'oy', 'nana', 'ouyangnana', 'OuYang Nana', 'nn']],
  ['单雄信', ['单', 'shan', 'shanxiongxin', 'sxx', 'dan', 'dxx', '雄信']],
  ['曾乐', ['zeng', 'zengle', 'zengyue', 'zl', 'zy', '乐']],
  ['吕布', ['lv', 'lvbu', 'lb']],
  ['John Smith', ['john', 'smith', 'JOHN S', 'johnsmith']],
  ['阿依古丽·买买提', ['买买提', '阿依古丽', 'ayiguli', 'mmt']],
  ['José', ['josé', 'JOSE\u0301']],
  ['小美🌸', ['小美', 'xiaomei', 'xm', '美']],
  ['ＡＢＣ公司', ['abc', '公司', 'gongsi']],
]
for (const [name, texts] of found) {
  for (const typed of texts)
    test(`${typed} finds ${name}`, () => assert.ok(finds(typed, name), nameTokens(name).join(' ')))
}

const notFound: [string, string][] = [
  ['王伟', '伟王'],
  ['王伟', 'ww1'],
  ['王伟', 'angwei'],
  ['John Smith', 'mith'],
]
for (const [name, typed] of notFound) test(`${typed} does not find ${name}`, () => assert.ok(!finds(typed, name)))

test('a surname’s own reading comes before the common one', () => {
  assert.deepEqual(readingsOf('单雄信')[0], ['shan', 'xiong', 'xin'])
})

const meanings: [string, string[]][] = [
  ['8000', ['phone', 'card']],
  ['138', ['card']],
  ['138 0013 8000', ['phone', 'card']],
  ['+8613800138000', ['phone']],
  ['１３８００１３８０００', ['phone', 'card']],
  ['VIP-0001', ['card', 'name']],
  ['ww', ['initials', 'pinyin', 'name', 'card']],
  ['wangxiaoming', ['pinyin', 'name', 'card']],
  ['王', ['name']],
  ['', []],
  ['  ', []],
  ['\u200b', []],
  ['-', []],
]
for (const [typed, kinds] of meanings) {
  test(`“${typed}” may mean ${kinds.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(
      meaningsOf(typed).map(({ kind }) => kind),
      kinds,
    )
  })
}

test('whatever the name, it is found by itself, and its tokens stay few and short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (name) => {
      const tokens = nameTokens(name)
      assert.ok(tokens.length <= 250)
      for (const token of tokens) assert.ok([...token].length <= 41)
      const key = nameKey(name)
      if (key) assert.ok(tokens.some((token) => token === `n${[...key].slice(0, 40).join('')}`))
    }),
  )
})

test('a card is the same however it is spaced', () => {
  for (const card of ['vip-0001', 'VIP 0001', 'ｖｉｐ０００１']) assert.equal(cardKey(card), 'VIP0001')
})
