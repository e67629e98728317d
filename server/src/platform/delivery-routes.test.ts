import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { type CallerHeaders, makeCallers } from '#testing/callers.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { drainOutbox, maxAttempts, type Subscription } from './outbox.ts'

type Line = {
  subject: { kind: string; id: string }
  subscriber: string
  event: { id: string; type: string }
  attempts: number
  nextAt: string | null
  stoppedAt: string | null
  lastError: string
  waiting: number
}

/** A merchant whose subscriber cannot take the first of three events of one member, tried until its line stopped. */
async function makeStoppedLine() {
  const callers = await makeCallers()
  const { merchantId } = callers
  await committed(merchantId, async (work) => {
    await work.send(sql`delete from platform.delivery where merchant_id = ${merchantId}`)
  })
  const subjectId = newId()
  await committed(merchantId, async (work) => {
    work.emit(...[1, 2, 3].map((n) => ({ type: 'a', subject: { kind: 'member', id: subjectId }, data: { n } })))
  })
  const heard: unknown[] = []
  let isBroken = true
  const subscription: Subscription = {
    name: 'x.hears',
    types: ['a'],
    async handle(_work, { data }) {
      if (isBroken && data.n === 1) throw new Error('the printer is out of paper')
      heard.push(data.n)
    },
  }
  const drain = (hours = 0) =>
    drainOutbox({
      database: testDatabase(),
      subscriptions: [subscription],
      merchantId,
      at: new Date(testAt.getTime() + hours * 3_600_000),
      chance: () => 0,
    })
  for (let hour = 0; hour < maxAttempts + 2; hour++) await drain(hour)
  const mend = () => {
    isBroken = false
  }
  return { callers, subjectId, heard, drain, mend }
}

const app = await testApp()

async function lines(headers: CallerHeaders, query = ''): Promise<{ items: Line[]; next: string | null }> {
  const response = await app.inject({ url: `/api/v1/delivery-lines${query}`, headers })
  assert.equal(response.statusCode, 200, response.body)
  return response.json()
}

function post(path: string, headers: CallerHeaders, payload: object) {
  return app.inject({
    method: 'POST',
    url: `/api/v1/delivery-lines/${path}`,
    headers: { ...headers, 'idempotency-key': newId() },
    payload,
  })
}

test('a stopped line tells what failed, why, and how many wait behind it', async () => {
  const { callers, subjectId } = await makeStoppedLine()
  const { items, next } = await lines(callers.owner)
  assert.equal(items.length, 1)
  const [line] = items
  assert.deepEqual(line!.subject, { kind: 'member', id: subjectId })
  assert.equal(line!.event.type, 'a')
  assert.equal(line!.attempts, maxAttempts)
  assert.equal(line!.lastError, 'Error: the printer is out of paper')
  assert.equal(line!.waiting, 2)
  assert.ok(line!.stoppedAt)
  assert.equal(line!.nextAt, null)
  assert.equal(next, null)
  const others = await makeCallers()
  assert.deepEqual((await lines(others.owner)).items, [], 'another merchant sees none of it')
})

test('a resumed line delivers everything in order, and the log says who resumed it', async () => {
  const { callers, subjectId, heard, drain, mend } = await makeStoppedLine()
  mend()
  const response = await post('resume', callers.owner, { subjectId, subscriber: 'x.hears' })
  assert.equal(response.statusCode, 200, response.body)
  await drain(100)
  assert.deepEqual(heard, [1, 2, 3])
  assert.deepEqual((await lines(callers.owner)).items, [])
  const audit = await app.inject({ url: '/api/v1/audit?action=outbox.', headers: callers.owner })
  const [entry] = audit.json<{ items: { action: string; changes: unknown; actor: { kind: string } }[] }>().items
  assert.equal(entry!.action, 'outbox.resume')
  assert.equal(entry!.actor.kind, 'staff')
  assert.deepEqual(entry!.changes, { subscriber: [null, 'x.hears'] })
})

test('a skipped event is given up with a reason; the ones behind it arrive', async () => {
  const { callers, subjectId, heard, drain } = await makeStoppedLine()
  const [line] = (await lines(callers.owner)).items
  const skip = { subjectId, subscriber: 'x.hears', eventId: line!.event.id, reason: '已手工补发' }

  const stale = await post('skip', callers.owner, { ...skip, eventId: newId() })
  assert.equal(stale.json<{ code: string }>().code, 'delivery_line_not_found', 'only the event that was looked at')
  assert.equal((await lines(callers.owner)).items.length, 1)

  const response = await post('skip', callers.owner, skip)
  assert.equal(response.statusCode, 200, response.body)
  await drain(100)
  assert.deepEqual(heard, [2, 3])
  const audit = await app.inject({ url: '/api/v1/audit?action=outbox.skip', headers: callers.owner })
  assert.equal(audit.json<{ items: { reason: string }[] }>().items[0]!.reason, '已手工补发')
})

test('nobody touches a line of another merchant, or without the permission', async () => {
  const { callers, subjectId } = await makeStoppedLine()
  const line = { subjectId, subscriber: 'x.hears' }
  const stranger = await makeCallers()
  assert.equal((await post('resume', stranger.owner, line)).statusCode, 404)
  assert.equal((await post('resume', callers.powerless, line)).statusCode, 403)
  assert.ok((await lines(callers.owner)).items[0]!.stoppedAt, 'it still waits')
})

test('lines come page by page, each once', async () => {
  const callers = await makeCallers()
  const { merchantId } = callers
  await committed(merchantId, async (work) => {
    await work.send(sql`delete from platform.delivery where merchant_id = ${merchantId}`)
  })
  for (let index = 0; index < 3; index++) {
    await committed(merchantId, async (work) => {
      work.emit({ type: 'a', subject: { kind: 'member', id: newId() }, data: {} })
    })
  }
  const subscription: Subscription = { name: 'x.hears', types: ['a'], handle: () => Promise.reject(new Error('no')) }
  await drainOutbox({ database: testDatabase(), subscriptions: [subscription], merchantId, at: testAt })
  const seen: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page = await lines(callers.owner, `?limit=2${cursor && `&cursor=${cursor}`}`)
    seen.push(...page.items.map(({ subject }) => subject.id))
    cursor = page.next
  }
  assert.equal(seen.length, 3)
  assert.equal(new Set(seen).size, 3)
})
