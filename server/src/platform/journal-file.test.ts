import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { appendToJournal, readJournal } from './journal-file.ts'

const folder = await mkdtemp(path.join(tmpdir(), 'regulars-journal-'))
after(() => rm(folder, { recursive: true, force: true }))

test('what was added is read again, in order, and only its owner may read it', async () => {
  const file = path.join(folder, 'whole.log')
  assert.deepEqual(await readJournal(file), { entries: [], damaged: 0 })
  await appendToJournal(file, ['first of all', 'second'])
  await appendToJournal(file, [])
  await appendToJournal(file, ['third'])
  assert.deepEqual(await readJournal(file), { entries: ['first of all', 'second', 'third'], damaged: 0 })
  assert.equal((await stat(file)).mode & 0o777, 0o600)
})

test('a line that a power cut left in part harms neither those before nor those after it', async () => {
  const file = path.join(folder, 'cut.log')
  await appendToJournal(file, ['first', 'second'])
  await truncate(file, (await stat(file)).size - 5)
  assert.deepEqual(await readJournal(file), { entries: ['first'], damaged: 0 })
  await appendToJournal(file, ['third'])
  assert.deepEqual((await readJournal(file)).entries, ['first', 'third'])
})

test('a changed letter is noticed, and costs its own line alone', async () => {
  const file = path.join(folder, 'changed.log')
  await appendToJournal(file, ['first', 'second', 'third'])
  await writeFile(file, (await readFile(file, 'utf8')).replace('second', 'sekond'))
  await appendFile(file, 'no sum\n')
  assert.deepEqual(await readJournal(file), { entries: ['first', 'third'], damaged: 2 })
})
