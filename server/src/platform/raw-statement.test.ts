import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import { testDatabase } from '#testing/work.ts'
import { rawStatement } from './raw-statement.ts'

/** Statements as the modules write them: texts, values, parts within parts, lists. */
const statements: fc.Arbitrary<RawBuilder<unknown>> = fc.letrec<{ statement: RawBuilder<unknown> }>((tie) => {
  const value = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.boolean(), fc.array(fc.string()), fc.date())
  const part = fc.oneof({ depthSize: 'small' }, value, tie('statement'))
  return {
    statement: fc.oneof(
      fc.tuple(part, part).map(([a, b]) => sql`select ${a} as a, b from x where b = ${b}`),
      part.map((a) => sql`(${a})`),
      fc.constant(sql`true`),
      fc.constantFrom('uuid', 'text[]').map((text) => sql`x::${sql.raw(text)}`),
      fc.array(part, { maxLength: 4 }).map((parts) => sql`in (${sql.join(parts)})`),
    ),
  }
}).statement

test('text and parameters are those that Kysely compiles', () => {
  fc.assert(
    fc.property(statements, (statement) => {
      const { sql: text, parameters } = statement.compile(testDatabase().sql)
      assert.deepEqual(rawStatement(statement), { sql: text, parameters })
      assert.deepEqual(rawStatement(statement), { sql: text, parameters }, 'also when its text is known')
    }),
  )
})

test('names and literals are left to Kysely', () => {
  for (const statement of [sql`select ${sql.ref('a.b')}`, sql`select ${sql.lit(3)}`, sql`from ${sql.table('x.y')}`])
    assert.equal(rawStatement(statement), undefined)
})
