import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { type DeliveredEvent, deliverPage, drainOutbox, maxAttempts, type Subscription } from './outbox.ts'
import { OutboxDispatcher } from './outbox-dispatcher.ts'
import { resumeLine, skipEvent } from './outbox-lines.ts'
import { readFailingLines } from './outbox-queries.ts'

type Heard = { type: string; subjectId: string; n: unknown; at: Date }

/** A subscriber that notes what it hears; `fail` decides which events it cannot take. */
function listener(name: string, types: readonly string[], fail: (event: DeliveredEvent) => boolean = () => false) {
  const heard: Heard[] = []
  const subscription: Subscription = {
    name,
    types,
    async handle(work, event) {
      if (fail(event)) throw new Error('cannot be taken')
      heard.push({ type: event.type, subjectId: event.subjectId, n: event.data.n, at: work.at })
    },
  }
  return { heard, subscription }
}

function emit(merchantId: string, subjectId: string, type: string, ...numbers: number[]): Promise<void> {
  return committed(merchantId, async (work) => {
    work.emit(...numbers.map((n) => ({ type, subject: { kind: 'member', id: subjectId }, data: { n } })))
  })
}

const drain = (merchantId: string, subscriptions: Subscription[], at = testAt) =>
  drainOutbox({ database: testDatabase(), subscriptions, merchantId, at, chance: () => 0 })

const later = (seconds: number) => new Date(testAt.getTime() + seconds * 1_000)

function waitingDeliveries(merchantId: string): Promise<number> {
  return committed(merchantId, async (work) => {
    const [row] = await work.send<{ n: number }>(
      sql`select count(*) as n from platform.delivery where merchant_id = ${merchantId}`,
    )
    return row!.n
  })
}

test('each subscriber hears the types it asked for, in the order of the subject, once', async () => {
  const merchantId = newId()
  const member = newId()
  await emit(merchantId, member, 'sale.completed', 1, 2)
  await emit(merchantId, member, 'member.enrolled', 3)
  await emit(merchantId, member, 'sale.completed', 4)
  const sales = listener('tiers.count', ['sale.completed'])
  const all = listener('webhooks.send', ['*'])

  assert.equal(await drain(merchantId, [sales.subscription, all.subscription]), 7)
  assert.deepEqual(
    sales.heard.map(({ n }) => n),
    [1, 2, 4],
  )
  assert.deepEqual(
    all.heard.map(({ n }) => n),
    [1, 2, 3, 4],
  )
  assert.equal(await drain(merchantId, [sales.subscription, all.subscription]), 0)
  assert.equal(await waitingDeliveries(merchantId), 0)
})

test('an event that nobody hears does not stay behind', async () => {
  const merchantId = newId()
  await emit(merchantId, newId(), 'looked', 1)
  await drain(merchantId, [])
  assert.equal(await waitingDeliveries(merchantId), 0)
})

test('an event of the future waits for its time, and so do those behind it', async () => {
  const merchantId = newId()
  const member = newId()
  await committed(
    merchantId,
    async (work) => work.emit({ type: 'a', subject: { kind: 'member', id: member }, data: { n: 1 } }),
    { at: later(60) },
  )
  await emit(merchantId, member, 'a', 2)
  const { heard, subscription } = listener('x.hears', ['a'])
  await drain(merchantId, [subscription])
  assert.deepEqual(heard, [])
  await drain(merchantId, [subscription], later(60))
  assert.deepEqual(
    heard.map(({ n }) => n),
    [1, 2],
  )
})

test('a handler that fails holds up only its own line: other members and other subscribers go on', async () => {
  const merchantId = newId()
  const [troubled, fine] = [newId(), newId()]
  await emit(merchantId, troubled, 'a', 1, 2)
  await emit(merchantId, fine, 'a', 3)
  const failing = listener('x.fails', ['a'], ({ subjectId }) => subjectId === troubled)
  const sound = listener('y.works', ['a'])

  await drain(merchantId, [failing.subscription, sound.subscription])
  assert.deepEqual(
    failing.heard.map(({ n }) => n),
    [3],
  )
  assert.deepEqual(sound.heard.map(({ n }) => n).sort(), [1, 2, 3])
})

test('many lines go to a subscriber in one transaction; one that breaks is found out and the others are done', async () => {
  const merchantId = newId()
  const members = Array.from({ length: 100 }, () => newId())
  for (const member of members) await emit(merchantId, member, 'a', 1, 2)
  const done = new Set<string>()
  const subscription: Subscription = {
    name: 'x.hears',
    types: ['a'],
    async handle(work, event) {
      if (event.subjectId === members[70] && event.data.n === 2) throw new Error('cannot be taken')
      work.emit({ type: 'x-heard', subject: { kind: 'member', id: event.subjectId }, data: { n: event.data.n } })
    },
  }
  await drain(merchantId, [subscription])
  const heard = await committed(merchantId, (work) =>
    work.send<{ subjectId: string; n: number }>(sql`
      select subject_id, (data->>'n')::bigint as n from platform.event
       where merchant_id = ${merchantId} and type = 'x-heard' order by subject_id, seq`),
  )
  for (const { subjectId, n } of heard) {
    assert.ok(!done.has(`${subjectId}/${n}`), 'once')
    assert.ok(n === 1 || done.has(`${subjectId}/1`), 'in order')
    done.add(`${subjectId}/${n}`)
  }
  assert.equal(done.size, 199)
  assert.equal(await waitingDeliveries(merchantId), 1)
})

test('several subscribers share a transaction; where one of them breaks, the others are done once all the same', async () => {
  const merchantId = newId()
  const members = Array.from({ length: 70 }, () => newId())
  for (const member of members) await emit(merchantId, member, 'a', 1)
  const transactions = new Set<string>()
  const telling = (name: string, breaksAt?: string): Subscription => ({
    name,
    types: ['a'],
    async handle(work, { subjectId }) {
      const [row] = await work.send<{ xid: string }>(sql`select pg_current_xact_id()::text as xid`)
      transactions.add(row!.xid)
      if (subjectId === breaksAt) throw new Error('cannot be taken')
      work.emit({ type: `${name}-heard`, subject: { kind: 'member', id: subjectId }, data: {} })
    },
  })
  const heard = () =>
    committed(merchantId, (work) =>
      work.send<{ type: string; actor: { name: string }; n: number; members: number }>(sql`
        select type, actor, count(*) as n, count(distinct subject_id) as members from platform.event
         where merchant_id = ${merchantId} and type like '%-heard' group by type, actor order by type`),
    )
  await drain(merchantId, [telling('x.one'), telling('y.two', members[40]), telling('z.three')])
  const of = (name: string, n: number) => ({
    type: `${name}-heard`,
    actor: { id: null, kind: 'system', name },
    n,
    members: n,
  })
  assert.deepEqual(await heard(), [of('x.one', 70), of('y.two', 69), of('z.three', 70)])
  assert.equal(await waitingDeliveries(merchantId), 1)

  transactions.clear()
  for (const member of members.slice(41)) await emit(merchantId, member, 'a', 2)
  await drain(merchantId, [telling('x.one'), telling('y.two'), telling('z.three')])
  assert.equal(transactions.size, 1, 'twenty-nine events, three subscribers')
  assert.equal(await waitingDeliveries(merchantId), 1)
})

test('what failed is tried again later and later, then goes on in order', async () => {
  const merchantId = newId()
  const member = newId()
  await emit(merchantId, member, 'a', 1, 2)
  let isBroken = true
  let tries = 0
  const { heard, subscription } = listener('x.hears', ['a'], () => {
    tries++
    return isBroken
  })
  await drain(merchantId, [subscription])
  await drain(merchantId, [subscription], later(0.9))
  assert.equal(tries, 1, 'not before a second has passed')
  await drain(merchantId, [subscription], later(1))
  await drain(merchantId, [subscription], later(2.9))
  assert.equal(tries, 2, 'then not before two more')

  isBroken = false
  await drain(merchantId, [subscription], later(3))
  assert.deepEqual(
    heard.map(({ n }) => n),
    [1, 2],
  )
  assert.deepEqual(await committed(merchantId, (work) => readFailingLines(work)), [])
})

test(`after ${maxAttempts} tries a line stops and shows; resumed, it goes on in order`, async () => {
  const merchantId = newId()
  const member = newId()
  await emit(merchantId, member, 'a', 1, 2)
  let isBroken = true
  const { heard, subscription } = listener('x.hears', ['a'], () => isBroken)
  for (let hour = 0; hour < maxAttempts + 5; hour++) await drain(merchantId, [subscription], later(hour * 3_600))

  const [line] = await committed(merchantId, (work) => readFailingLines(work))
  assert.equal(line!.attempts, maxAttempts)
  assert.ok(line!.stoppedAt)
  assert.equal(line!.lastError, 'Error: cannot be taken')

  isBroken = false
  await drain(merchantId, [subscription], later(1_000_000))
  assert.deepEqual(heard, [], 'a stopped line waits for a person')
  await committed(merchantId, (work) => resumeLine(work, { subjectId: member, subscriber: 'x.hears' }))
  await drain(merchantId, [subscription])
  assert.deepEqual(
    heard.map(({ n }) => n),
    [1, 2],
  )
})

test('an event that cannot be taken may be skipped: the line goes on with the next', async () => {
  const merchantId = newId()
  const member = newId()
  await emit(merchantId, member, 'a', 1, 2)
  const { heard, subscription } = listener('x.hears', ['a'], ({ data }) => data.n === 1)
  await drain(merchantId, [subscription])
  const [line] = await committed(merchantId, (work) => readFailingLines(work))
  const skip = { subjectId: member, subscriber: 'x.hears', eventId: line!.eventId, reason: 'sent by hand' }
  await committed(merchantId, async (work) => {
    const another = await skipEvent(work, { ...skip, eventId: newId() })
    assert.equal(another?.code, 'delivery_line_not_found', 'only the event that was looked at')
    assert.equal(await skipEvent(work, skip), undefined)
  })
  await drain(merchantId, [subscription])
  assert.deepEqual(
    heard.map(({ n }) => n),
    [2],
  )
  assert.equal(await waitingDeliveries(merchantId), 0)
})

test('a line that does not fail can be neither resumed nor skipped', async () => {
  const line = { subjectId: newId(), subscriber: 'x.hears', eventId: newId(), reason: 'why not' }
  await committed(newId(), async (work) => {
    assert.equal((await resumeLine(work, line))?.code, 'delivery_line_not_found')
    assert.equal((await skipEvent(work, line))?.code, 'delivery_line_not_found')
  })
})

test('what a handler wrote before it failed is undone', async () => {
  const merchantId = newId()
  await emit(merchantId, newId(), 'a', 1)
  const subscription: Subscription = {
    name: 'x.writes',
    types: ['a'],
    async handle(work) {
      work.emit({ type: 'b', subject: { kind: 'member', id: newId() }, data: {} })
      work.audit({ action: 'x.write', subject: { kind: 'member', id: newId() } })
      throw new Refused('no_more')
    },
  }
  await drain(merchantId, [subscription])
  assert.equal(await waitingDeliveries(merchantId), 1, 'the failed one, and no b')
})

test('four processes at once deliver each event once and keep the order of every member', async () => {
  const merchantId = newId()
  const members = Array.from({ length: 12 }, () => newId())
  for (let n = 0; n < 10; n++) await Promise.all(members.map((member) => emit(merchantId, member, 'a', n)))
  const { heard, subscription } = listener('x.hears', ['a'])
  // Dispatchers find lines of the others locked and leave them; all are done when nobody finds anything.
  while ((await waitingDeliveries(merchantId)) > 0)
    await Promise.all(Array.from({ length: 4 }, () => drain(merchantId, [subscription])))
  assert.equal(heard.length, 120)
  for (const member of members) {
    const order = heard.filter(({ subjectId }) => subjectId === member).map(({ n }) => n)
    assert.deepEqual(order, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  }
})

test('a line longer than a page is delivered whole, and so are the lines behind it', async () => {
  const merchantId = newId()
  const numbers = Array.from({ length: 1_203 }, (_, n) => n)
  const [long, other] = [newId(), newId()]
  await emit(merchantId, long, 'a', ...numbers)
  await emit(merchantId, other, 'a', 5_000)
  const { heard, subscription } = listener('x.hears', ['a'])
  await drain(merchantId, [subscription])
  assert.deepEqual(
    heard.filter(({ subjectId }) => subjectId === long).map(({ n }) => n),
    numbers,
  )
  assert.equal(heard.length, 1_204)
})

test('the dispatcher delivers a commit of its own process at once, and stops after what it is at', async () => {
  const merchantId = newId()
  const { heard, subscription } = listener('x.hears', ['a'])
  const errors: unknown[] = []
  const dispatcher = new OutboxDispatcher({
    database: testDatabase(),
    subscriptions: [subscription],
    clock: { now: () => testAt },
    log: (error) => errors.push(error),
  })
  dispatcher.start()
  await emit(merchantId, newId(), 'a', 1)
  const deadline = Date.now() + 5_000
  while (heard.length === 0 && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5))
  assert.deepEqual(
    heard.map(({ n }) => n),
    [1],
  )
  await dispatcher.stop()
  assert.deepEqual(errors, [])

  await emit(merchantId, newId(), 'a', 2)
  assert.equal(await waitingDeliveries(merchantId), 1, 'a stopped dispatcher hears nothing')
})

test('when the process ends, the events that are being taken are the last of a page; the others wait, none is lost', async () => {
  const merchantId = newId()
  for (let n = 0; n < 3; n++) {
    await committed(merchantId, async (work) => {
      const subjects = Array.from({ length: 60 }, () => ({ kind: 'member', id: newId() }))
      work.emit(...subjects.map((subject) => ({ type: 'a', subject, data: { n } })))
    })
  }
  const { heard, subscription } = listener('x.hears', ['a'])
  const ending = new AbortController()
  const endsIt: Subscription = {
    ...subscription,
    async handleAll(work, events) {
      for (const event of events) await subscription.handle(work, event)
      ending.abort()
    },
  }
  const options = { database: testDatabase(), subscriptions: [endsIt], merchantId, at: testAt }
  await deliverPage({ ...options, signal: ending.signal })
  assert.equal(heard.length, 64)
  await drain(merchantId, [subscription])
  assert.equal(heard.length, 180)
})
