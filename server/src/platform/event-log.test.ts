import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { committed, testAt } from '#testing/work.ts'

type Row = {
  seq: number
  type: string
  id: string
  actor: { kind: string; name: string }
  at: Date
  data: { n: number }
}

function eventsOf(merchantId: string, subjectId: string): Promise<Row[]> {
  return committed(merchantId, (work) =>
    work.send<Row>(sql`
      select seq, type, id, actor, at, data from platform.event
       where merchant_id = ${merchantId} and subject_id = ${subjectId} order by seq`),
  )
}

test('events of one subject are numbered without gaps, in the order of their commits', async () => {
  const merchantId = newId()
  const member = newId()
  const committedOrder: number[] = []
  await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      await committed(merchantId, async (work) => {
        // The seat in line is taken at the commit; a slow body does not reserve one.
        await work.send(sql`select pg_sleep(${(n % 7) / 1_000})`)
        work.emit({ type: 'a', subject: { kind: 'member', id: member }, data: { n } })
      })
      committedOrder.push(n)
    }),
  )
  const events = await eventsOf(merchantId, member)
  assert.deepEqual(
    events.map(({ seq }) => seq),
    Array.from({ length: 60 }, (_, i) => i + 1),
  )
  assert.deepEqual(events.map(({ data }) => data.n).sort(), committedOrder.sort())
})

test('several events of one transaction keep their order within each subject', async () => {
  const merchantId = newId()
  const [a, b] = [newId(), newId()]
  const subject = (id: string) => ({ kind: 'member', id })
  for (let round = 0; round < 2; round++)
    await committed(merchantId, async (work) => {
      work.emit(
        { type: 'first', subject: subject(a), data: { n: round } },
        { type: 'first', subject: subject(b), data: { n: round } },
        { type: 'second', subject: subject(a), data: { n: round } },
      )
    })
  const ofA = await eventsOf(merchantId, a)
  assert.deepEqual(
    ofA.map(({ seq, type }) => [seq, type]),
    [
      [1, 'first'],
      [2, 'second'],
      [3, 'first'],
      [4, 'second'],
    ],
  )
  assert.deepEqual(
    ofA.map(({ id }) => id).sort(),
    ofA.map(({ id }) => id),
    'ids sort as they happened',
  )
  assert.equal((await eventsOf(merchantId, b)).length, 2)
})

test('many transactions over the same members in any order do not lock each other out', async () => {
  const merchantId = newId()
  const members = Array.from({ length: 20 }, () => newId())
  const shuffled = (n: number) =>
    members.map((id, i) => ({ id, key: (i * 7 + n * 13) % 20 })).sort((x, y) => x.key - y.key)
  await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      committed(merchantId, async (work) => {
        work.emit(...shuffled(n).map(({ id }) => ({ type: 'a', subject: { kind: 'member', id }, data: { n } })))
      }),
    ),
  )
  for (const member of members) assert.equal((await eventsOf(merchantId, member)).at(-1)!.seq, 40)
})

test('an event says who caused it, and when by the clock of the work', async () => {
  const merchantId = newId()
  const member = newId()
  await committed(merchantId, async (work) => {
    work.emit({ type: 'a', subject: { kind: 'member', id: member }, data: { n: 1 } })
    work
      .as({ kind: 'member', memberId: member, sessionId: newId(), ip: '10.0.0.1' }, new Date('2027-01-01T00:00:00Z'))
      .emit({ type: 'b', subject: { kind: 'member', id: member }, data: { n: 2 } })
  })
  const [first, second] = await eventsOf(merchantId, member)
  assert.deepEqual(first!.actor, { id: null, kind: 'system', name: 'test' })
  assert.deepEqual(first!.at, testAt)
  assert.deepEqual(second!.actor, { id: member, kind: 'member' }, 'no address in the log of events')
  assert.deepEqual(second!.at, new Date('2027-01-01T00:00:00Z'))
})

test('an audit line keeps who, what, before and after, from where, why and who approved', async () => {
  const merchantId = newId()
  const [userId, subjectId, approver] = [newId(), newId(), newId()]
  await committed(
    merchantId,
    async (work) => {
      work.audit({
        action: 'shops.change',
        subject: { kind: 'store', id: subjectId },
        changes: { cutoffHour: [4, 5] },
        reason: 'opens earlier',
        approvedBy: approver,
      })
    },
    {
      actor: {
        kind: 'staff',
        userId,
        sessionId: newId(),
        permissions: new Set(),
        storeIds: null,
        deviceId: null,
        ip: '10.0.0.9',
      },
    },
  )
  const [line] = await committed(merchantId, (work) =>
    work.send<Record<string, unknown>>(sql`
      select action, subject_id, actor_id, ip, changes, reason, approved_by, at from audit.entry where merchant_id = ${merchantId}`),
  )
  assert.deepEqual(line, {
    action: 'shops.change',
    subjectId,
    actorId: userId,
    ip: '10.0.0.9',
    changes: { cutoffHour: [4, 5] },
    reason: 'opens earlier',
    approvedBy: approver,
    at: testAt,
  })
})
