import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inWork } from '#testing/work.ts'
import { unnestRows } from './column-arrays.ts'

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
