// What lies around the API: the built console, figures for Prometheus, health.
import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { testAt, testDatabase } from '#testing/work.ts'
import { openDatabase } from './db.ts'
import { healthRoutes } from './health.ts'
import { metricsRoute } from './metrics-route.ts'
import { buildServer } from './server.ts'
import { serveStatic } from './static-files.ts'

const webDir = await mkdtemp(path.join(tmpdir(), 'regulars-web-'))
const script = `console.log(${JSON.stringify('x'.repeat(3_000))})`
await mkdir(path.join(webDir, 'assets'))
await writeFile(path.join(webDir, 'index.html'), '<!doctype html><title>熟客</title>')
await writeFile(path.join(webDir, 'mark.svg'), '<svg/>')
await writeFile(path.join(webDir, 'assets', 'index-Ab12.js'), script)
await writeFile(path.join(webDir, 'assets', 'index-Ab12.js.gz'), gzipSync(script))
await writeFile(path.join(webDir, '.build-hash'), 'secret')

async function makeApp(database = testDatabase()) {
  const app = await buildServer({
    database,
    clock: { now: () => testAt },
    authenticate: async () => null,
    refusalSentences: {},
    secure: false,
  })
  healthRoutes(app, { database })
  metricsRoute(app, { token: 'abracadabra' })
  await serveStatic(app, webDir)
  return app
}

const app = await makeApp()
after(async () => {
  await app.close()
  await rm(webDir, { recursive: true })
})

test('every page that a person may open is the console, asked anew each time', async () => {
  for (const url of ['/', '/till', '/members/0190?tab=value', '/receipt/abc']) {
    const { statusCode, headers, body } = await app.inject({ url })
    assert.equal(statusCode, 200, url)
    assert.match(body, /熟客/)
    assert.equal(headers['cache-control'], 'no-cache')
    assert.match(String(headers['content-security-policy']), /default-src 'self'/)
  }
})

test('what is no page is not answered with one', async () => {
  for (const url of [
    '/api/v1/nothing',
    '/api',
    '/assets/gone-Cd34.js',
    '/robots.txt',
    '/.build-hash',
    '/..%2f..%2fetc%2fpasswd',
  ])
    assert.equal((await app.inject({ url })).statusCode, 404, url)
  assert.equal((await app.inject({ method: 'POST', url: '/till' })).statusCode, 404)
})

test('hashed files are kept by browsers for ever, and sent compressed as they were built', async () => {
  const response = await app.inject({ url: '/assets/index-Ab12.js', headers: { 'accept-encoding': 'gzip' } })
  assert.equal(response.headers['content-encoding'], 'gzip')
  assert.match(String(response.headers['content-type']), /javascript/)
  assert.match(String(response.headers['cache-control']), /immutable/)
  assert.equal(gunzipSync(response.rawPayload).toString(), script)

  const plain = await app.inject({ url: '/assets/index-Ab12.js', headers: { 'accept-encoding': 'identity' } })
  assert.equal(plain.body, script)
  assert.equal((await app.inject({ url: '/mark.svg' })).headers['cache-control'], 'no-cache')
})

test('figures are for this machine and for who holds the token; a proxy does not make a stranger local', async () => {
  const ask = (headers: Record<string, string>, remoteAddress = '127.0.0.1') =>
    app.inject({ url: '/metrics', headers, remoteAddress })
  await app.inject({ url: '/api/health/live' })
  const local = await ask({})
  assert.equal(local.statusCode, 200)
  assert.match(local.body, /regulars_http_request_seconds_count\{operation="healthLiveGet",status="2xx"\} \d+/)
  assert.equal((await ask({}, '10.0.0.5')).statusCode, 404)
  assert.equal((await ask({ 'x-forwarded-for': '8.8.8.8' })).statusCode, 404)
  assert.equal((await ask({ authorization: 'Bearer guess' }, '10.0.0.5')).statusCode, 404)
  assert.equal((await ask({ authorization: 'Bearer abracadabra' }, '10.0.0.5')).statusCode, 200)
})

test('the process is ready while the database answers, and live in any case', async () => {
  assert.equal((await app.inject({ url: '/api/health/ready' })).statusCode, 200)
  const nowhere = openDatabase({ url: 'postgres://a:b@127.0.0.1:1/x', poolSize: 1 })
  const cutOff = await makeApp(nowhere)
  const ready = await cutOff.inject({ url: '/api/health/ready' })
  assert.deepEqual([ready.statusCode, ready.headers['retry-after']], [503, '2'])
  assert.deepEqual(ready.json(), { status: 'unavailable', database: false })
  assert.equal((await cutOff.inject({ url: '/api/health/live' })).statusCode, 200)
  await cutOff.close()
  await nowhere.close()
})

test('a server about to close is no longer ready, and tells each caller to come back on another connection', async () => {
  const closing = await makeApp()
  const drained = closing.drain()
  const response = await closing.inject({ url: '/api/health/ready' })
  assert.equal(response.statusCode, 503)
  assert.equal(response.headers.connection, 'close')
  await drained
  await closing.close()
})

test('bytes that are no HTTP are answered and hung up on', async () => {
  const listening = await makeApp()
  await listening.listen({ port: 0, host: '127.0.0.1' })
  const { port } = listening.server.address() as AddressInfo
  for (const text of [
    '\u0016\u0003\u0001',
    'GET / HTTP/9.9\r\n\r\n',
    `GET / HTTP/1.1\r\nx: ${'y'.repeat(40_000)}\r\n\r\n`,
  ]) {
    const socket = connect(port, '127.0.0.1')
    socket.write(text)
    let answer = ''
    for await (const chunk of socket) answer += String(chunk)
    assert.match(answer, /^HTTP\/1\.1 4\d\d /)
  }
  await listening.close()
})
