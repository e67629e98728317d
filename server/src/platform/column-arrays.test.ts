import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { InvariantBroken } from '#shared/assert.ts'
import { inWork } from '#testing/work.ts'
import { type Columns, unnestRows } from './column-arrays.ts'

type Row = { id: string; text: string | null; count: number | null; isOpen: boolean; at: Date | null; json: unknown }

const rows: Row[] = [
  {
    ...{ id: '0190aaaa-0000-7000-8000-000000000001', text: '', count: -9_007_199_254_740_991, isOpen: true },
    ...{ at: new Date('2026-03-01T06:00:00.123Z'), json: [{ why: 'a "quoted" \\ word', lines: 'one\ntwo' }] },
  },
  { id: '0190aaaa-0000-7000-8000-000000000002', text: null, count: null, isOpen: false, at: null, json: null },
  {
    ...{ id: '0190aaaa-0000-7000-8000-000000000003', count: 0, isOpen: true, at: null, json: {} },
    text: 'NULL, {熟客} "x" \\ \\" \n\t,',
  },
]

test(
  'what goes in as columns comes out as rows, whatever signs are in it',
  inWork(async (work) => {
    const read = await work.send<Row>(sql`
      select ${work.merchantId}::uuid as merchant_id, r.*, r.json is null as is_null
        from ${unnestRows(rows, {
          id: ['uuid', ({ id }) => id],
          text: ['text', ({ text }) => text],
          count: ['bigint', ({ count }) => count],
          is_open: ['boolean', ({ isOpen }) => isOpen],
          at: ['timestamptz', ({ at }) => at],
          json: ['jsonb', ({ json }) => (json === null ? null : JSON.stringify(json))],
        })}`)
    assert.deepEqual(
      read.map(({ id, text, count, isOpen, at, json }) => ({ id, text, count, isOpen, at, json })),
      rows.map(({ id, text, count, isOpen, at, json }) => ({ id, text, count, isOpen, at, json })),
    )
  }),
)

const kinds = [
  {
    ...{ day: '1999-12-31', small: -32_768, whole: 2_147_483_647, bytes: Buffer.from([0, 255, 7]), at: new Date(-1) },
    ...{ text: '熟客 Regulars', long: `${'客'.repeat(30_000)}"\\`, isOpen: true },
  },
  {
    ...{ day: '2028-02-29', small: 1, whole: -2_147_483_648, bytes: null, at: new Date('9999-12-31T23:59:59.999Z') },
    ...{ text: 'é', long: 'a'.repeat(100_000), isOpen: null },
  },
]

const columnsOfKinds = {
  day: ['date', ({ day }) => day],
  small: ['smallint', ({ small }) => small],
  whole: ['integer', ({ whole }) => whole],
  bytes: ['bytea', ({ bytes }) => bytes],
  at: ['timestamptz', ({ at }) => at],
  text: ['text', ({ text }) => text],
  long: ['text', ({ long }) => long],
  is_open: ['boolean', ({ isOpen }) => isOpen],
} satisfies Columns<(typeof kinds)[number]>

test(
  'every kind of column goes in as it is, long texts and what lies far from today too, and no rows at all as none',
  inWork(async (work) => {
    const read = (rows: typeof kinds) =>
      work.send(sql`select r.* from ${unnestRows(rows, columnsOfKinds)} where ${work.merchantId}::uuid is not null`)
    assert.deepEqual(await read(kinds), kinds)
    assert.deepEqual(await read([]), [])
  }),
)

test('what is no id and no whole number is a fault before anything is sent', () => {
  const ids = (id: string) => unnestRows([{ id }], { id: ['uuid', (row) => row.id] })
  const good = '0190aaaa-0000-7000-8000-000000000001'
  for (const bad of [
    '',
    good.slice(1),
    `${good}0`,
    good.replace('-', '0'),
    good.replace('a', 'g'),
    good.replace('a', '客'),
  ])
    assert.throws(() => ids(bad), InvariantBroken, bad)
  const numbers = (number: number) => unnestRows([{ number }], { n: ['bigint', (row) => row.number] })
  for (const bad of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60])
    assert.throws(() => numbers(bad), InvariantBroken, String(bad))
})
