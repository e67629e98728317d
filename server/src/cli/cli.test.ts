import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { commands, findCommand, helpText } from './commands.ts'

const bin = path.resolve(import.meta.dirname, '../../../bin/regulars.mjs')

/** Runs the command line as a person does, on the suite's database. */
async function regulars(args: string[], env: NodeJS.ProcessEnv = {}, input = '') {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, DATABASE_URL: process.env.TEST_DATABASE_OWNER_URL, SECRET_KEY: '7'.repeat(64), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const text = { out: '', err: '' }
  child.stdout.on('data', (chunk: Buffer) => (text.out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (text.err += chunk.toString()))
  child.stdin.end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...text }
}

test('each command of the help can be loaded', async () => {
  for (const [name, entry] of Object.entries(commands)) {
    assert.equal(typeof (await entry.load()).run, 'function', name)
    assert.ok(entry.usage.startsWith(name), name)
    assert.ok(helpText().includes(entry.usage), name)
  }
})

test('two words are found before one, and what is inherited is no command', () => {
  assert.equal(findCommand(['backup', 'list', '/mnt'])?.name, 'backup list')
  assert.deepEqual(findCommand(['backup', '/mnt'])?.rest, ['/mnt'])
  assert.equal(findCommand(['constructor']), null)
  assert.equal(findCommand([]), null)
})

test('help is help; what is typed wrongly is answered with the usage and exit code 2', async () => {
  const help = await regulars(['help'])
  assert.deepEqual([help.code, help.err], [0, ''])
  assert.match(help.out, /regulars <command>/)

  for (const args of [['sell'], [], ['migrate', '--colour'], ['migrate', 'now'], ['restore']]) {
    const { code, out, err } = await regulars(args)
    assert.deepEqual([code, out], [2, ''], args.join(' '))
    assert.match(err, /regulars /)
  }
})

test('a merchant and a key are made from the command line alone, and the ledger is proven', async () => {
  const made = await regulars(['merchant', 'create', '--currency', 'usd', '--name', 'Corner', '--json'])
  assert.equal(made.code, 0, made.err)
  const { merchantId, currency } = JSON.parse(made.out) as { merchantId: string; currency: string }
  assert.equal(currency, 'USD')

  const args = ['api-key', 'create', '--name', 'shop', '--merchant', merchantId, '--json']
  const key = await regulars([...args, '--permissions', 'members.read,sale.read', '--days', '30'])
  assert.equal(key.code, 0, key.err)
  assert.match((JSON.parse(key.out) as { apiKey: string }).apiKey, /^rk_/)

  const unknown = await regulars([...args, '--permissions', 'members.adore'])
  assert.equal(unknown.code, 1)
  assert.ok((JSON.parse(unknown.out) as { error: { code: string; detail: string } }).error.detail.length > 10)

  const verified = await regulars(['ledger', 'verify', '--json'])
  assert.equal(verified.code, 0, verified.err)
  assert.equal((JSON.parse(verified.out) as { ok: boolean }).ok, true)
})

test('an owner’s password comes from standard input and has to be a good one', async () => {
  const args = ['merchant', 'create', '--owner', `boss${Date.now()}`, '--json']
  assert.equal((await regulars(args)).code, 2, 'none given')
  const weak = await regulars(args, {}, 'password\n')
  assert.equal(weak.code, 1)
  const good = await regulars(args, {}, 'a long way to the harbour\nnot this\n')
  assert.equal(good.code, 0, good.out)
  assert.ok((JSON.parse(good.out) as { userId: string | null }).userId)
})

test('a setting that is wrong and a database that is away are told in one sentence', async () => {
  const setting = await regulars(['ledger', 'verify'], { PORT: 'eighty' })
  assert.deepEqual([setting.code, setting.out], [1, ''])
  assert.match(setting.err, /^PORT must be a whole number/)

  const away = await regulars(['ledger', 'verify', '--json'], { DATABASE_URL: 'postgres://a:b@127.0.0.1:1/x' })
  assert.equal(away.code, 1)
  assert.equal((JSON.parse(away.out) as { error: { code: string } }).error.code, 'database_unavailable')
  assert.doesNotMatch(away.err, / at /)
})

test('the doctor shows every setting and no secret', async () => {
  const { code, out } = await regulars(['doctor'], { METRICS_TOKEN: 'abracadabra', HOST: '0.0.0.0' })
  assert.equal(code, 1, 'plain HTTP for everybody is trouble')
  assert.match(out, /✗ Address: .*regulars tls/)
  assert.doesNotMatch(out, /abracadabra|7777777/)
  const { password } = new URL(process.env.TEST_DATABASE_OWNER_URL!)
  if (password) assert.ok(!out.includes(password))
})

test('an export is a whole file or none: its ending says the form, an unknown kind or ending is refused', async () => {
  const made = await regulars(['merchant', 'create', '--currency', 'cny', '--name', '出口', '--json'])
  const { merchantId } = JSON.parse(made.out) as { merchantId: string }
  const folder = await mkdtemp(path.join(tmpdir(), 'regulars-export-'))
  const file = path.join(folder, '商品.csv')
  try {
    const done = await regulars(['export', 'products', file, '--merchant', merchantId, '--json'])
    assert.equal(done.code, 0, done.err)
    assert.match(await readFile(file, 'utf8'), /条码/)
    assert.equal((await regulars(['export', 'sales', file])).code, 2)
    assert.equal((await regulars(['export', 'products', path.join(folder, 'a.pdf')])).code, 2)
    const nowhere = path.join(folder, 'none', 'a.csv')
    assert.equal((await regulars(['export', 'products', nowhere, '--merchant', merchantId])).code, 1)
    assert.deepEqual(await readdir(folder), ['商品.csv'])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
