import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { ConfigError, readConfig, settings } from './config.ts'
import { listenAddress, type Tls } from './tls.ts'

test('the README’s table lists every setting, in the words of the program', async () => {
  const readme = await readFile(path.resolve(import.meta.dirname, '../../../README.md'), 'utf8')
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, name, meaning]) => [name, meaning])
  assert.deepEqual(Object.fromEntries(rows), settings)
})

test('without any setting it serves this machine alone', () => {
  const config = readConfig({})
  assert.deepEqual([config.port, config.host, config.role, config.poolSize], [8080, null, 'all', 10])
  assert.equal(listenAddress(config, null), '127.0.0.1')
})

const wrong: [NodeJS.ProcessEnv, RegExp][] = [
  [{ PORT: '80a' }, /PORT must be a whole number from 0 to 65535, not "80a"/],
  [{ PORT: '65536' }, /PORT/],
  [{ DATABASE_POOL: '1' }, /DATABASE_POOL/],
  [{ ROLE: 'king' }, /ROLE must be one of all, api, worker/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL/],
  [{ SECRET_KEY: 'abc' }, /SECRET_KEY must be 64 hexadecimal digits/],
  [{ TLS_CERT: '/x' }, /TLS_CERT and TLS_KEY are set together/],
  [{ TLS_CERT: '/nowhere', TLS_KEY: '/nowhere' }, /TLS_CERT names a file that cannot be read: \/nowhere/],
]
for (const [env, sentence] of wrong)
  test(`${JSON.stringify(env)} is refused by name`, () => {
    assert.throws(
      () => readConfig(env),
      (error) => error instanceof ConfigError && sentence.test(error.message),
    )
  })

const tls: Tls = { cert: '', key: '', authority: null }
const addresses: [what: string, env: NodeJS.ProcessEnv, tls: Tls | null, host: string | null][] = [
  ['plain HTTP on localhost', { HOST: 'localhost' }, null, 'localhost'],
  ['plain HTTP on the IPv6 loopback', { HOST: '::1' }, null, '::1'],
  ['plain HTTP on every address', { HOST: '0.0.0.0' }, null, null],
  ['plain HTTP on one address of the shop', { HOST: '192.168.1.5' }, null, null],
  ['plain HTTP for a proxy that speaks plain HTTP', { HOST: '0.0.0.0', PUBLIC_URL: 'http://shop.example' }, null, null],
  ['plain HTTP for a proxy with HTTPS', { HOST: '0.0.0.0', PUBLIC_URL: 'https://shop.example' }, null, '0.0.0.0'],
  ['HTTPS, unset', {}, tls, '::'],
  ['HTTPS on one address', { HOST: '192.168.1.5' }, tls, '192.168.1.5'],
]
for (const [what, env, certificate, host] of addresses)
  test(`${what} is ${host === null ? 'refused, with what to do instead' : 'served'}`, () => {
    const choose = () => listenAddress(readConfig(env), certificate)
    if (host === null) assert.throws(choose, /regulars tls/)
    else assert.equal(choose(), host)
  })
