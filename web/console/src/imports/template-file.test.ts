import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { guessFields, importFields, type ImportKind } from '#modules/imports/field-rules.ts'

type Labels = Record<ImportKind, Record<string, string>>

for (const language of ['zh', 'en']) {
  test(`every header of a template in ${language} is recognised as the field it stands for`, () => {
    const file = new URL(`../locales/${language}/imports.json`, import.meta.url)
    const { fields } = JSON.parse(readFileSync(file, 'utf8')) as { fields: Labels }
    for (const kind of ['members', 'products', 'sales'] as const) {
      const headers = Object.keys(importFields[kind]).map((name) => fields[kind][name]!)
      const guesses = guessFields(kind, headers)
      const recognised = Object.fromEntries(Object.entries(guesses).map(([name, { columns }]) => [name, columns[0]]))
      assert.deepEqual(recognised, fields[kind])
    }
  })
}
