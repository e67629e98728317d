import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { request as plainRequest } from 'node:http'
import { createServer, request as secureRequest } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { answerPlainHttp, redirectToHttps } from './plain-http.ts'
import { describeCertificate } from './tls-certificates.ts'
import { isDnsName, isLoopback, machineNames } from './tls-names.ts'
import { findTls, makeLocalTls } from './tls.ts'
import { trustOverPlainHttp } from './trust-page.ts'

const dataDir = await mkdtemp(path.join(tmpdir(), 'regulars-tls-'))
after(() => rm(dataDir, { recursive: true }))

const at = new Date()
const day = (n: number) => new Date(at.getTime() + n * 86_400_000)
const config = { tls: null, dataDir }

test('without a certificate there is none', async () => {
  assert.equal(await findTls({ tls: null, dataDir: '/nowhere' }, at), null)
})

test('the certificate is good for every name and address of the machine and those that were added', async () => {
  const { names } = await makeLocalTls(dataDir, ['till.shop', '10.9.8.7'], at)
  for (const name of ['localhost', '127.0.0.1', 'till.shop', '10.9.8.7']) assert.ok(names.includes(name), name)
  assert.equal((await stat(path.join(dataDir, 'tls', 'authority.key'))).mode & 0o777, 0o600)
})

test('it stays the same while it holds, and is renewed before it ends by the same authority with the same names', async () => {
  const first = (await findTls(config, at))!
  assert.equal((await findTls(config, day(300)))!.cert, first.cert)
  const renewed = (await findTls(config, day(380)))!
  assert.notEqual(renewed.cert, first.cert)
  assert.equal(renewed.authority, first.authority)
  const { until, names } = describeCertificate(renewed.cert)
  assert.ok(until > day(700))
  assert.ok(names.includes('till.shop'))
  await makeLocalTls(dataDir, [], at)
})

/** An HTTPS server with this certificate that also answers plain HTTP, as the system does. */
async function startServer() {
  const { cert, key, authority } = (await findTls(config, at))!
  const server = createServer({ cert, key }, (request, response) => {
    request.resume().on('end', () => response.end(`secure ${request.method} ${request.url}`))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  answerPlainHttp(server, trustOverPlainHttp(authority, redirectToHttps(port)))
  return { server, port, authority: authority! }
}

type Answer = { status: number; headers: Record<string, unknown>; body: Buffer }

function ask(send: typeof plainRequest, options: object, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = send({ host: '127.0.0.1', agent: false, ...options }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

test('one port speaks HTTPS, sends plain HTTP there, and lets a device fetch the authority first', async () => {
  const { server, port, authority } = await startServer()
  const secure = secureRequest
  const big = 'x'.repeat(200_000)
  const answer = await ask(secure, { port, ca: authority, servername: 'localhost', method: 'POST', path: '/a' }, big)
  assert.equal(answer.body.toString(), 'secure POST /a')

  const sentOn = await ask(plainRequest, { port, path: '/till?x=1', headers: { host: `till.shop:${port}` } })
  assert.deepEqual([sentOn.status, sentOn.headers.location], [308, `https://till.shop:${port}/till?x=1`])

  const page = await ask(plainRequest, { port, path: '/trust?lang=en' })
  assert.equal(page.status, 200)
  assert.ok(page.body.toString().includes(describeCertificate(authority).fingerprint))
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/)
  const file = await ask(plainRequest, { port, path: '/trust/regulars-authority.crt' })
  assert.equal(file.headers['content-type'], 'application/x-x509-ca-cert')
  assert.equal(file.body[0], 0x30, 'DER')
  assert.equal((await ask(plainRequest, { port, path: '/trust/authority.key' })).status, 308)

  server.close()
  server.closeAllConnections()
})

test('a redirect goes only where the caller already is', async () => {
  const { server, port } = await startServer()
  for (const host of ['evil.example/x', 'a b', '"><script>', ''])
    assert.equal(await statusOfRaw(port, `GET / HTTP/1.1\r\nhost: ${host}\r\n\r\n`), 400, host)
  assert.equal(await statusOfRaw(port, 'GET http://evil.example/ HTTP/1.1\r\nhost: a\r\n\r\n'), 400)
  server.close()
  server.closeAllConnections()
})

/** Sends bytes as they are and reads the status of the answer. */
async function statusOfRaw(port: number, text: string): Promise<number> {
  const socket = connect(port, '127.0.0.1')
  socket.end(text)
  let answer = ''
  for await (const chunk of socket) answer += String(chunk)
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1])
}

test('names are told from what is none', () => {
  for (const name of ['till', 'till.shop', 'a-b.c']) assert.ok(isDnsName(name), name)
  for (const name of ['-a', 'a..b', 'a b', '店', 'a_b', `${'a'.repeat(64)}.b`]) assert.ok(!isDnsName(name), name)
  for (const host of ['localhost', '127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])
    assert.ok(isLoopback(host), host)
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'localhost.evil', '127.0.0.1.evil'])
    assert.ok(!isLoopback(host), host)
  assert.ok(machineNames().ip.includes('127.0.0.1'))
})

test('the key of the authority never leaves its folder', async () => {
  const key = await readFile(path.join(dataDir, 'tls', 'authority.key'), 'utf8')
  const { cert, key: serverKey, authority } = (await findTls(config, at))!
  assert.ok(![cert, serverKey, authority].includes(key))
})
