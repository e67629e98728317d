import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { testDatabase } from '#testing/work.ts'
import { changesFacts, FactMemory, KnownFacts, knownRows, knownWithin } from './known-facts.ts'

test('a statement that changes what is remembered is known by its text', () => {
  const changing = [
    'insert into catalog.item (merchant_id, id) select $1, $2',
    'INSERT INTO "catalog"."price_list_item" ("merchant_id") values ($1)',
    'with gone as (delete from catalog.bundle_part where merchant_id = $1 returning 1) select 1',
    'update\n  promotions.promotion_version v set valid_until = $1',
    'update "shops"."store" set "name" = $1',
    'delete from points.rule where merchant_id = $1',
    'update only tiers.tier set name = $1',
  ]
  const others = [
    'select * from catalog.item where merchant_id = $1 for update',
    'insert into catalog.item_picture (merchant_id) values ($1)',
    'update shops.store_policy set x = $1',
    'insert into promotions.promotion_use select 1',
    'update points.rule_page set x = 1',
    "select 'update' from shops.store",
  ]
  for (const text of changing) assert.equal(changesFacts(text), true, text)
  for (const text of others) assert.equal(changesFacts(text), false, text)
})

test('what is remembered is changed in a transaction and nowhere else', async () => {
  const change = sql`update shops.store set name = name where merchant_id = ${newId()}`
  await assert.rejects(change.execute(testDatabase().sql), /changed in a transaction/)
})

test('another state of a merchant is another memory, and the merchant that changed longest ago makes room', () => {
  const memory = new FactMemory()
  const first = memory.of('a', 's1')
  first.map('x').set('k', 1)
  assert.equal(memory.of('a', 's1'), first)
  assert.equal(memory.of('a', 's2').map('x').size, 0)
  for (let other = 0; other < 300; other++) memory.of(`m${other}`, 's')
  assert.notEqual(memory.of('a', 's2'), memory.of('a', 's1'))
})

test('a span within one that was read asks nothing; one beyond it does', async () => {
  const facts = new KnownFacts()
  const asked: string[] = []
  const minute = (n: number) => new Date(n * 60_000)
  const ask = (from: number, until: number) =>
    knownWithin(facts, 'x', { from: minute(from), until: minute(until) }, async (wide) => {
      asked.push(`${wide.from.getTime() / 60_000}–${wide.until.getTime() / 60_000}`)
    })
  for (const [from, until] of [
    [100, 100],
    [41, 159],
    [100, 161],
    [102, 102],
    [39, 40],
  ] as const)
    await ask(from, until)
  assert.deepEqual(asked, ['40–160', '40–221', '-21–100'])
})

test('rows that are known are not asked for again, those that are not there are', async () => {
  const map = new Map<string, number>()
  const asked: string[][] = []
  const ask = (...keys: string[]) =>
    knownRows(map, keys, async (missing) => {
      asked.push(missing)
      return missing.filter((key) => key !== 'none').map((key) => [key, key.length] as const)
    })
  await ask('a', 'bb', 'none')
  await ask('bb', 'ccc')
  await ask('none', 'a')
  assert.deepEqual(asked, [['a', 'bb', 'none'], ['ccc'], ['none']])
  assert.deepEqual(
    [...map],
    [
      ['a', 1],
      ['bb', 2],
      ['ccc', 3],
    ],
  )
})

test('what was known when it was asked for is given, though all is forgotten while the rest is read', async () => {
  const map = new Map([['known', 1]])
  const rows = await knownRows(map, ['known', 'read'], async () => {
    map.clear()
    return [['read', 2]]
  })
  assert.deepEqual(
    [...rows],
    [
      ['known', 1],
      ['read', 2],
    ],
  )
})
