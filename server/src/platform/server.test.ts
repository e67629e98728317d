import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { refuse, accept } from '#shared/refusal.ts'
import { committed, staffActor, testAt, testDatabase } from '#testing/work.ts'
import { Cents, PageQuery, strict, Text, Type, Uuid } from './contract.ts'
import { type App, refusals } from './http.ts'
import { Lanes } from './lane.ts'
import { buildServer } from './server.ts'

const merchantId = newId()
const noteLanes = new Lanes<{ text: string }, { text: string }>(testDatabase(), async (work, turns) => {
  await work.send(sql`select 1`)
  return turns.map((turn) => {
    turn.work.emit({ type: 'noted', subject: { kind: 'note', id: turn.key }, data: {} })
    return { text: turn.input.text }
  })
})

const Note = strict({ text: Text(10_000), cents: Type.Optional(Cents) })

async function noteRoutes(api: App): Promise<void> {
  api.post(
    '/notes/:noteId',
    {
      config: { permission: 'notes.write', idempotent: true },
      schema: {
        operationId: 'noteCreate',
        params: strict({ noteId: Uuid }),
        body: Note,
        response: {
          201: strict({ id: Uuid, text: Type.String(), seq: Type.Integer() }),
          ...refusals('note_not_found', 'notes_closed'),
        },
      },
    },
    async (request, reply) => {
      const answer = await request.inTransaction(async (work) => {
        if (request.body.text === 'closed') accept(refuse('notes_closed', { hour: 22 }))
        if (request.body.text === 'fault') throw new Error('secret detail 13800138000')
        if (request.body.text === 'disk full') await sql`do $$ begin raise sqlstate '53100'; end $$`.execute(work.tx)
        work.emit({ type: 'noted', subject: { kind: 'note', id: request.params.noteId }, data: {} })
        return { seq: 1, text: request.body.text, id: request.params.noteId }
      })
      return reply.code(201).send(answer)
    },
  )
  // Planted: keys are taken and not claimed, as in a command that asks for its key first and writes it last.
  api.post(
    '/unclaimed-notes/:noteId',
    {
      config: { permission: 'notes.write', idempotent: { without: 'planted' } },
      schema: { operationId: 'unclaimedNoteCreate', params: strict({ noteId: Uuid }), body: Note },
    },
    async (request, reply) => {
      const { noteId: id } = request.params
      await request.inTransaction(async (work) => work.emit({ type: 'noted', subject: { kind: 'note', id }, data: {} }))
      return reply.code(201).send({ id })
    },
  )
  api.post(
    '/lane-notes',
    {
      config: { permission: 'notes.write', idempotent: true },
      schema: { operationId: 'laneNoteCreate', body: Note, response: { 201: strict({ text: Type.String() }) } },
    },
    async (request, reply) => reply.code(201).send(await request.inLane(noteLanes, { text: request.body.text })),
  )
  api.get(
    '/notes',
    {
      config: { permission: 'notes.read', alsoFor: ['member'] },
      schema: { operationId: 'noteList', querystring: strict({ ...PageQuery, q: Type.Optional(Text(20)) }) },
    },
    async (request) => request.read(async (work) => ({ merchantId: work.merchantId, at: work.at, ...request.query })),
  )
  api.post(
    '/codes',
    {
      config: { access: 'public', idempotent: { without: 'nothing is made' }, triesPerMinute: 3 },
      schema: { operationId: 'codeTry', body: strict({ code: Text(10) }) },
    },
    async () => ({ ok: true }),
  )
}

const app = await buildServer({
  database: testDatabase(),
  clock: { now: () => testAt },
  authenticate: async (request) => {
    const name = request.headers['x-test-caller']
    if (name === 'writer') return { merchantId, actor: staffActor(['notes.write', 'notes.read']) }
    if (name === 'reader') return { merchantId, actor: staffActor(['notes.read']) }
    if (name === 'member')
      return { merchantId, actor: { kind: 'member', memberId: newId(), sessionId: newId(), ip: null } }
    return null
  },
  refusalSentences: { notes_closed: { zh: '{{hour}} 点后不再记录', en: 'No notes after {{hour}}' } },
  secure: true,
})
await app.register(noteRoutes, { prefix: '/api/v1' })
after(() => app.close())

function post(text: unknown, over: { key?: string | null; caller?: string; noteId?: string; headers?: object } = {}) {
  const key = over.key === undefined ? newId() : over.key
  return app.inject({
    method: 'POST',
    url: `/api/v1/notes/${over.noteId ?? newId()}`,
    headers: {
      'x-test-caller': over.caller ?? 'writer',
      ...(key === null ? {} : { 'idempotency-key': key }),
      ...over.headers,
    },
    payload: typeof text === 'string' ? { text } : (text as object),
  })
}

async function assertProblem(
  response: { statusCode: number; headers: object; json(): Record<string, unknown> },
  status: number,
  code: string,
) {
  const body = response.json()
  assert.deepEqual([response.statusCode, body.code, body.status], [status, code, status], JSON.stringify(body))
  assert.match((response.headers as Record<string, string>)['content-type']!, /^application\/problem\+json/)
  assert.ok(typeof body.detail === 'string' && body.detail.length > 0)
  return body
}

async function notedTimes(noteId: string): Promise<number> {
  return committed(merchantId, async (work) => {
    const rows = await work.send(
      sql`select 1 from platform.event where merchant_id = ${merchantId} and subject_id = ${noteId}`,
    )
    return rows.length
  })
}

test('a hundred requests under one key have one effect and a hundred equal answers', async () => {
  const [key, noteId] = [newId(), newId()]
  const responses = await Promise.all(Array.from({ length: 100 }, () => post('hello', { key, noteId })))
  assert.deepEqual(new Set(responses.map(({ statusCode }) => statusCode)), new Set([201]))
  assert.deepEqual(
    [...new Set(responses.map(({ body }) => body))],
    [JSON.stringify({ id: noteId, text: 'hello', seq: 1 })],
  )
  assert.equal(await notedTimes(noteId), 1)
})

test('a hundred requests under one key through a lane have one effect and a hundred equal answers', async () => {
  const key = newId()
  const responses = await Promise.all(
    Array.from({ length: 100 }, () =>
      app.inject({
        method: 'POST',
        url: '/api/v1/lane-notes',
        headers: { 'x-test-caller': 'writer', 'idempotency-key': key },
        payload: { text: 'hello' },
      }),
    ),
  )
  assert.deepEqual(
    [...new Set(responses.map(({ statusCode, body }) => `${statusCode} ${body}`))],
    ['201 {"text":"hello"}'],
  )
  assert.equal(await notedTimes(key), 1)
})

test('where keys are not claimed, the same hundred requests have more than one effect', async () => {
  const [key, noteId] = [newId(), newId()]
  const send = () =>
    app.inject({
      method: 'POST',
      url: `/api/v1/unclaimed-notes/${noteId}`,
      headers: { 'x-test-caller': 'writer', 'idempotency-key': key },
      payload: { text: 'hello' },
    })
  await Promise.all(Array.from({ length: 100 }, send))
  assert.ok((await notedTimes(noteId)) > 1)
})

test('the same key with another body, or at another address, is refused and changes nothing', async () => {
  const [key, noteId] = [newId(), newId()]
  assert.equal((await post('one', { key, noteId })).statusCode, 201)
  await assertProblem(await post('two', { key, noteId }), 422, 'key_reused')
  await assertProblem(await post('one', { key, noteId: newId() }), 422, 'key_reused')
  assert.equal(await notedTimes(noteId), 1)
})

test('a refused command leaves no key: corrected, it goes through under the same one', async () => {
  const [key, noteId] = [newId(), newId()]
  const problem = await assertProblem(await post('closed', { key, noteId }), 409, 'notes_closed')
  assert.deepEqual([problem.detail, problem.details], ['22 点后不再记录', { hour: 22 }])
  assert.equal((await post('open', { key, noteId })).statusCode, 201)
})

test('a refusal is told in the language that was asked for', async () => {
  const problem = (await post('closed', { headers: { 'accept-language': 'en-GB,en;q=0.9' } })).json()
  assert.equal(problem.detail, 'No notes after 22')
})

test('a mutating request without a key, or with one that is no UUID, is refused', async () => {
  await assertProblem(await post('x', { key: null }), 400, 'invalid_key')
  await assertProblem(await post('x', { key: 'abc' }), 400, 'invalid_key')
})

test('who may not is told so; who is not signed in is asked to', async () => {
  const problem = await assertProblem(await post('x', { caller: 'reader' }), 403, 'not_allowed')
  assert.deepEqual(problem.details, { permission: 'notes.write' })
  await assertProblem(await post('x', { caller: 'member' }), 403, 'not_allowed')
  await assertProblem(await post('x', { caller: 'nobody' }), 401, 'not_signed_in')
})

test('a kind of caller that the route names needs no permission', async () => {
  const response = await app.inject({ url: '/api/v1/notes', headers: { 'x-test-caller': 'member' } })
  assert.equal(response.statusCode, 200)
})

test('an address written in another way does not go round the permissions', async () => {
  for (const url of ['/%61pi/v1/notes', '/api/%76%31/notes', '/%61%70%69/v1/notes'])
    await assertProblem(await app.inject({ url }), 401, 'not_signed_in')
  for (const url of ['//api/v1/notes', '/API/v1/notes', '/api/v1/notes/'])
    assert.equal((await app.inject({ url })).statusCode, 404, url)
})

const badTexts: [what: string, payload: unknown, field: string][] = [
  ['NUL', { text: 'a\u0000b' }, 'text'],
  ['a lone surrogate', { text: 'a\ud800b' }, 'text'],
  ['an unknown field', { text: 'a', colour: 'red' }, 'colour'],
  ['a missing field', {}, 'text'],
  ['a number in place of text', { text: 12 }, 'text'],
  ['text in place of a number', { text: 'a', cents: '12' }, 'cents'],
  ['a fraction of a cent', { text: 'a', cents: 0.5 }, 'cents'],
  ['a negative amount', { text: 'a', cents: -1 }, 'cents'],
  ['an amount beyond 2^53', { text: 'a', cents: 2 ** 60 }, 'cents'],
  ['text that is too long', { text: 'a'.repeat(10_001) }, 'text'],
]
for (const [what, payload, field] of badTexts)
  test(`a body with ${what} is refused and names the field`, async () => {
    const noteId = newId()
    const problem = await assertProblem(await post(payload, { noteId }), 400, 'invalid_input')
    assert.equal((problem.details as { field: string }).field, field)
    assert.equal(await notedTimes(noteId), 0)
  })

test('emoji, right-to-left and ten thousand characters come back exactly', async () => {
  for (const text of ['👩‍👩‍👧‍👦 熟客', '\u202Eabc\u200B', '=cmd()', '字'.repeat(10_000)])
    assert.equal((await post(text)).json().text, text)
})

const badBodies: [what: string, payload: string | Buffer, type: string, status: number][] = [
  ['broken JSON', '{"text":', 'application/json', 400],
  ['nothing at all', '', 'application/json', 400],
  ['a hundred thousand nested arrays', '['.repeat(100_000) + ']'.repeat(100_000), 'application/json', 400],
  ['a prototype to poison', '{"text":"a","__proto__":{"x":1}}', 'application/json', 400],
  ['a constructor to poison', '{"text":"a","constructor":{"prototype":{"x":1}}}', 'application/json', 400],
  ['XML', '<a/>', 'application/xml', 400],
  [
    'a hundred thousand keys',
    `{${Array.from({ length: 100_000 }, (_, i) => `"${i}":0`).join()}}`,
    'application/json',
    400,
  ],
]
for (const [what, payload, type, status] of badBodies)
  test(`a body of ${what} is refused in words, quickly`, async () => {
    const startedAt = performance.now()
    const response = await app.inject({
      method: 'POST',
      url: `/api/v1/notes/${newId()}`,
      headers: { 'x-test-caller': 'writer', 'idempotency-key': newId(), 'content-type': type },
      payload,
    })
    await assertProblem(response, status, 'invalid_input')
    assert.ok(performance.now() - startedAt < 1_000)
  })

test('bytes that are no UTF-8 are refused, not kept as question marks', async () => {
  const response = await app.inject({
    method: 'POST',
    url: `/api/v1/notes/${newId()}`,
    headers: { 'x-test-caller': 'writer', 'idempotency-key': newId(), 'content-type': 'application/json' },
    payload: Buffer.concat([Buffer.from('{"text":"'), Buffer.from([0xff, 0xfe, 0xc0]), Buffer.from('"}')]),
  })
  const { details } = await assertProblem(response, 400, 'invalid_input')
  assert.equal((details as { problem: string }).problem, 'broken_text')
})

test('a body over the limit is refused with 413', async () => {
  await assertProblem(await post('a'.repeat(1_100_000)), 413, 'body_too_large')
})

test('broken addresses and queries are refused in words', async () => {
  const headers = { 'x-test-caller': 'writer' }
  await assertProblem(await app.inject({ url: '/api/v1/notes?q=a%00b', headers }), 400, 'invalid_input')
  await assertProblem(await app.inject({ url: '/api/v1/notes?limit=-1', headers }), 400, 'invalid_input')
  await assertProblem(await app.inject({ url: '/api/v1/notes?colour=red', headers }), 400, 'invalid_input')
  await assertProblem(await app.inject({ url: '/api/v1/notes/%ff', headers }), 400, 'invalid_input')
  await assertProblem(await post('x', { noteId: 'not-a-uuid' }), 400, 'invalid_input')
})

test('numbers in a query are read as numbers', async () => {
  const response = await app.inject({ url: '/api/v1/notes?limit=5', headers: { 'x-test-caller': 'reader' } })
  assert.deepEqual(response.json(), { merchantId, at: testAt.toISOString(), limit: 5 })
})

test('a fault tells the caller nothing of its inside', async () => {
  const response = await post('fault')
  const problem = await assertProblem(response, 500, 'fault')
  assert.doesNotMatch(response.body, /13800138000|secret|stack/)
  assert.match(problem.detail as string, /[0-9a-f-]{36}/)
})

test('a full disk is told as one, with what to do about it; in either language', async () => {
  const problem = await assertProblem(await post('disk full'), 503, 'disk_full')
  assert.match(problem.detail as string, /磁盘已满.*腾出空间/)
  const english = await post('disk full', { headers: { 'accept-language': 'en' } })
  assert.match(english.json().detail, /disk of the server is full.*Free some space/)
})

test('what is wrong with a field is said in words, in units that people write', async () => {
  const sentences = async (payload: unknown, language: string) =>
    (await post(payload, { headers: { 'accept-language': language } })).json().details.sentence
  assert.equal(await sentences({ text: 'a'.repeat(10_001) }, 'zh-CN'), '最多 10000 个字')
  assert.equal(await sentences({ text: 'a', cents: -1 }, 'en'), 'must be at least 0')
  assert.equal(await sentences({ text: 'a', cents: 1.5 }, 'zh-CN'), '必须是整数')
})

test('a route that limits tries refuses the next one and says when to come again', async () => {
  const attempt = () => app.inject({ method: 'POST', url: '/api/v1/codes', payload: { code: '1234' } })
  for (let i = 0; i < 3; i++) assert.equal((await attempt()).statusCode, 200)
  const response = await attempt()
  await assertProblem(response, 429, 'too_many_requests')
  const seconds = Number(response.headers['retry-after'])
  assert.ok(seconds >= 1 && seconds <= 20, `${seconds}`)
})

test('a flood of strangers from the shop’s own address does not slow its tills', async () => {
  const flood = await Promise.all(
    Array.from({ length: 400 }, () => app.inject({ url: '/api/v1/notes', remoteAddress: '10.1.1.1' })),
  )
  assert.ok(flood.some(({ statusCode }) => statusCode === 429))
  const till = await app.inject({
    url: '/api/v1/notes',
    remoteAddress: '10.1.1.1',
    headers: { 'x-test-caller': 'writer' },
  })
  assert.equal(till.statusCode, 200)
})

test('every answer of the API carries the headers that keep browsers strict', async () => {
  for (const response of [
    await app.inject({ url: '/api/v1/notes', headers: { 'x-test-caller': 'reader', host: 'shop.example' } }),
    await app.inject({ url: '/api/v1/nothing', headers: { host: 'shop.example' } }),
    await post('fault', { headers: { host: 'shop.example' } }),
  ]) {
    const { headers } = response
    const policy = String(headers['content-security-policy'])
    for (const part of [
      "default-src 'self'",
      "script-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ])
      assert.ok(policy.includes(part), part)
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval|\*/)
    assert.equal(headers['x-content-type-options'], 'nosniff')
    assert.equal(headers['cache-control'], 'no-store')
    assert.equal(headers.date, testAt.toUTCString(), 'the time by the clock that the answer was made by')
    assert.match(String(headers['strict-transport-security']), /max-age=31536000/)
  }
})

test('a route that says nothing of permissions, or of keys, cannot be added', async () => {
  const bare = await buildServer({
    database: testDatabase(),
    clock: { now: () => testAt },
    authenticate: async () => null,
    refusalSentences: {},
    secure: false,
  })
  assert.throws(() => bare.get('/api/v1/open', async () => 1), /declares neither permission nor access/)
  assert.throws(
    () => bare.post('/api/v1/open', { config: { access: 'public' } }, async () => 1),
    /declares no idempotency/,
  )
  await bare.close()
})
