import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ApiRefusal, ApiUnreachable, readFailure } from './api-refusal.ts'
import { operation } from './operation.ts'
import { hrefOf, requestOf, send } from './send.ts'
import { submissionKeys } from './submission-key.ts'

test('parameters go into the path, the rest of a read into the query', () => {
  const list = operation<{ memberId: string }, { text?: string; limit: number }>(
    'GET',
    '/api/v1/members/{memberId}/notes',
  )
  assert.equal(
    hrefOf(list, { memberId: 'a/b', text: '王 &', limit: 5 }),
    '/api/v1/members/a%2Fb/notes?text=%E7%8E%8B+%26&limit=5',
  )
})

test('a filter that is not set is not sent', () => {
  const list = operation<object, { text?: string; tier?: string[] }>('GET', '/api/v1/members')
  assert.equal(hrefOf(list, { text: '' }), '/api/v1/members')
  assert.equal(hrefOf(list, { tier: ['gold', 'black'] }), '/api/v1/members?tier=gold&tier=black')
})

test('the rest of a write goes into the body, except what the operation takes as query', () => {
  const book = operation('POST', '/api/v1/sales/{saleId}/refunds', { query: ['storeId'] })
  const { url, body, contentType } = requestOf(book, { saleId: '1', storeId: 's', cents: 5 })
  assert.equal(url, '/api/v1/sales/1/refunds?storeId=s')
  assert.equal(body, '{"cents":5}')
  assert.equal(contentType, 'application/json')
})

test('a file is sent as it is', () => {
  const content = new Blob(['a,b'], { type: 'text/csv' })
  const request = requestOf(operation('POST', '/api/v1/imports', { query: ['kind'], binary: true }), {
    kind: 'members',
    content,
  })
  assert.equal(request.url, '/api/v1/imports?kind=members')
  assert.equal(request.body, content)
  assert.equal(request.contentType, 'text/csv')
})

test('a missing path parameter is a bug that is not sent to the server', () => {
  assert.throws(() => requestOf(operation('GET', '/api/v1/members/{memberId}'), {}))
})

test('a line that breaks in the middle of an answer is a line that is down', async (context) => {
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"saleId":'))
      controller.error(new TypeError('network error'))
    },
  })
  context.mock.method(globalThis, 'fetch', async () => new Response(broken, { status: 201 }))
  await assert.rejects(send(operation('POST', '/api/v1/sales'), {}), ApiUnreachable)
})

const problem = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } })

test('a refusal brings its code, its sentence and its field', async () => {
  const failure = await readFailure(
    problem(400, { code: 'invalid_input', detail: '请检查', details: { field: 'name' } }),
  )
  assert.ok(failure instanceof ApiRefusal)
  assert.equal(failure.code, 'invalid_input')
  assert.equal(failure.detail, '请检查')
  assert.equal(failure.field, 'name')
})

test('at its field a refusal says what is wrong without the name of the field', async () => {
  const details = { field: 'name', problem: 'too_long', max: 60, sentence: '最多 60 个字' }
  const failure = await readFailure(
    problem(400, { code: 'invalid_input', detail: '填写的内容有误：name 最多 60 个字', details }),
  )
  assert.ok(failure instanceof ApiRefusal)
  assert.equal(failure.sentenceAtField, '最多 60 个字')
})

test('a full disk is no answer, but says what a person must do', async () => {
  const full = await readFailure(problem(503, { code: 'disk_full', detail: '请腾出空间' }))
  const away = await readFailure(problem(503, { code: 'unavailable', detail: '请稍后重试' }))
  assert.deepEqual(
    [full, away].map((failure) => failure instanceof ApiUnreachable && failure.advice),
    ['请腾出空间', null],
  )
})

for (const [name, response] of [
  ['a fault of the server', problem(500, { code: 'fault', detail: 'x' })],
  ["a proxy's error page", new Response('<h1>502</h1>', { status: 502, headers: { 'content-type': 'text/html' } })],
] as const) {
  test(`${name} is not mistaken for a refusal`, async () => {
    assert.ok((await readFailure(response)) instanceof ApiUnreachable)
  })
}

test('a lost line is told apart from a refusal', async (context) => {
  context.mock.method(globalThis, 'fetch', async () => {
    throw new TypeError('Failed to fetch')
  })
  await assert.rejects(send(operation('GET', '/api/v1/session'), {}), ApiUnreachable)
})

test('a retry of the same input keeps its key; a changed input and a settled one get a new key', () => {
  let made = 0
  const keys = submissionKeys(() => `key-${++made}`)
  assert.equal(keys.keyFor({ cents: 5 }), 'key-1')
  assert.equal(keys.keyFor({ cents: 5 }), 'key-1')
  assert.equal(keys.keyFor({ cents: 6 }), 'key-2')
  keys.settle()
  assert.equal(keys.keyFor({ cents: 6 }), 'key-3')
})

test('a file keeps its key while it is the same file, and another file of the same name gets its own', () => {
  let made = 0
  const keys = submissionKeys(() => `id-${++made}`)
  const [first, second] = [new Blob(['a']), new Blob(['b'])]
  const key = keys.keyFor({ name: 'x.csv', content: first })
  assert.equal(keys.keyFor({ name: 'x.csv', content: first }), key)
  assert.notEqual(keys.keyFor({ name: 'x.csv', content: second }), key)
})
