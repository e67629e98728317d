import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApp } from './app.ts'

/** Where an object is promised of which nothing is said: whatever is in it is left out of the answer. */
function holes(schema: unknown, path: string): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const isHole =
    'type' in schema &&
    schema.type === 'object' &&
    !['properties', 'patternProperties', 'additionalProperties', 'anyOf', 'allOf'].some((name) => name in schema)
  return [
    ...(isHole ? [path] : []),
    ...Object.entries(schema).flatMap(([name, part]) => holes(part, `${path}/${name}`)),
  ]
}

test('every object that the API answers says what is in it', async () => {
  const app = await testApp()
  const { paths } = (await app.inject('/api/openapi.json')).json()
  assert.ok(Object.keys(paths).length > 100)
  assert.deepEqual(holes(paths, ''), [])
  assert.deepEqual(holes({ a: { type: 'object' } }, ''), ['/a'])
})
