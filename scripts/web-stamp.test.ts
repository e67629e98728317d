import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, beforeEach, test } from 'node:test'
import { isStampOfNow, sourcesBeforeBuild, stampOf } from './web-stamp.ts'

const root = await mkdtemp(path.join(tmpdir(), 'regulars-stamp-'))
after(() => rm(root, { recursive: true, force: true }))

const rules = 'server/src/shared/money.ts'
const page = 'web/console/src/page.tsx'

async function write(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true })
  await writeFile(path.join(root, file), text)
}

beforeEach(async () => {
  const files = ['package-lock.json', 'scripts/build-web.ts', 'scripts/web-stamp.ts', rules, page]
  for (const file of [...files, 'server/src/app.ts']) await write(file, `// ${file}`)
})

/** A build that imports the rules, while `meanwhile` happens. */
async function build(meanwhile: () => Promise<void> = async () => {}) {
  const before = await sourcesBeforeBuild(root)
  await meanwhile()
  return stampOf(before, [rules])
}

test('a build is up to date until one of its sources changes', async () => {
  const stamp = await build()
  assert.equal(await isStampOfNow(root, stamp), true)
  await write('server/src/app.ts', '// nothing that the web imports')
  await write('web/console/src/page.test.tsx', '// a test')
  assert.equal(await isStampOfNow(root, stamp), true)
  await write(rules, '// another rule')
  assert.equal(await isStampOfNow(root, stamp), false)
})

for (const [title, file] of [
  ['a page', page],
  ['an imported rule', rules],
  ['a page that was not there', 'web/console/src/new-page.tsx'],
] as const) {
  test(`${title} written while a build runs: the build is not taken for one of it`, async () => {
    const stamp = await build(() => write(file, '// newer'))
    assert.equal(await isStampOfNow(root, stamp), false)
    assert.equal(await isStampOfNow(root, await build()), true)
    await rm(path.join(root, 'web/console/src/new-page.tsx'), { force: true })
  })
}
