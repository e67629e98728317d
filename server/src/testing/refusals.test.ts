import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { declaredRefusals } from '#platform/http.ts'
import { platformRefusals, type RefusalSentences } from '#platform/refusals.ts'
import { refusalSentences } from '#server/refusals.ts'
import { testApp } from './app.ts'

const srcDir = path.resolve(import.meta.dirname, '..')
const sentences: RefusalSentences = { ...platformRefusals, ...refusalSentences }

/** Every code that a source refuses with, and where: `refuse('x')`, `new Refused('x')`, `refusals('x', 'y')`. */
function codesInSources(): Map<string, string> {
  const found = new Map<string, string>()
  for (const file of globSync('{modules,platform,shared}/**/*.ts', { cwd: srcDir })) {
    const text = readFileSync(path.join(srcDir, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
    if (file.endsWith('.test.ts') || !text.includes('#shared/refusal.ts')) continue
    // A function of the file's own may be called `refuse`, too.
    const called = /\{[^}]*\brefuse\b[^}]*\} from '#shared\/refusal\.ts'/.test(text) ? 'refuse|Refused' : 'Refused'
    for (const [, code] of text.matchAll(new RegExp(`\\b(?:${called})\\(\\s*'(\\w+)'`, 'g'))) found.set(code!, file)
  }
  return found
}

function placeholders(sentence: string): string[] {
  return [...new Set([...sentence.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!))].sort()
}

test('every refusal in the sources has its sentence', () => {
  const silent = [...codesInSources()].flatMap(([code, file]) =>
    Object.hasOwn(sentences, code) ? [] : [`${file}: ${code}`],
  )
  assert.deepEqual(silent, [])
})

test('every refusal that a route declares has its sentence', async () => {
  const app = await testApp()
  const silent = app.routesTable.flatMap(({ method, url, schema }) =>
    declaredRefusals(schema?.response as Record<string, unknown> | undefined)
      .filter((code) => !Object.hasOwn(sentences, code))
      .map((code) => `${method} ${url}: ${code}`),
  )
  assert.deepEqual(silent, [])
})

test('both languages say it, with the same facts', () => {
  const unlike = Object.entries(sentences).filter(
    ([, { zh, en }]) =>
      !/\p{Script=Han}/u.test(zh) || /\p{Script=Han}/u.test(en) || placeholders(zh).join() !== placeholders(en).join(),
  )
  assert.deepEqual(unlike, [])
})

test('no code has two sentences', async () => {
  const owners = new Map<string, string[]>(Object.keys(platformRefusals).map((code) => [code, ['platform']]))
  for (const file of globSync('modules/*/refusals.ts', { cwd: srcDir })) {
    const exported: Record<string, RefusalSentences> = await import(path.join(srcDir, file))
    for (const table of Object.values(exported)) {
      for (const code of Object.keys(table)) {
        owners.set(code, [...(owners.get(code) ?? []), file.split(path.sep)[1]!])
        assert.ok(Object.hasOwn(refusalSentences, code), `${file} is merged in server/src/refusals.ts: ${code}`)
      }
    }
  }
  assert.deepEqual(
    [...owners].filter(([, names]) => names.length > 1),
    [],
  )
})
