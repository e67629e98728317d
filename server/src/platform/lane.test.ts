import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { cutOff } from '#testing/cut-off.ts'
import { committed, staffActor, systemActor, testAt, testDatabase } from '#testing/work.ts'
import { claimCommands, hashBody } from './command.ts'
import { type BatchUseCase, Lane, type LaneCommand, Lanes, type RunBatch } from './lane.ts'
import { inTransaction } from './transaction.ts'

type Input = { n: number; memberId?: string }
type Answer = { n: number; batch: number }

const run: RunBatch = (merchantId, body) =>
  inTransaction(testDatabase(), { merchantId, actor: systemActor, at: testAt }, body)

function command(
  n: number,
  over: Partial<LaneCommand<Input>> & { key?: string; memberId?: string } = {},
): LaneCommand<Input> {
  const input: Input = { n, ...(over.memberId ? { memberId: over.memberId } : {}) }
  return {
    command: { key: over.key ?? newId(), operation: 'test.note', bodyHash: hashBody(input) },
    actor: systemActor,
    at: testAt,
    input,
    ...over,
  }
}

/** Notes each command as an event; refuses negative numbers; `fail` breaks the batch as a whole. */
function makeNotes(fail: (numbers: number[]) => Error | null = () => null) {
  const batches: number[][] = []
  const useCase: BatchUseCase<Input, Answer> = async (work, turns) => {
    const numbers = turns.map(({ input }) => input.n)
    batches.push(numbers)
    await work.send(sql`select 1`)
    const broken = fail(numbers)
    if (broken) throw broken
    return turns.map((turn) => {
      if (turn.input.n < 0) return new Refused('not_negative', { n: turn.input.n })
      turn.work.emit({
        type: 'noted',
        subject: { kind: 'member', id: turn.input.memberId ?? newId() },
        data: { n: turn.input.n },
      })
      return { n: turn.input.n, batch: batches.length }
    })
  }
  return { batches, useCase }
}

function makeLane(useCase: BatchUseCase<Input, Answer>, over: { maxBatch?: number; run?: RunBatch } = {}) {
  const merchantId = newId()
  return { merchantId, lane: new Lane({ merchantId, run, useCase, ...over }) }
}

function notedIn(merchantId: string): Promise<number[]> {
  return committed(merchantId, async (work) => {
    const rows = await work.send<{ n: number }>(sql`
      select (data->>'n')::bigint as n from platform.event where merchant_id = ${merchantId} order by id`)
    return rows.map(({ n }) => n)
  })
}

function keysIn(merchantId: string): Promise<number> {
  return committed(merchantId, async (work) => {
    const [row] = await work.send<{ n: number }>(
      sql`select count(*) as n from platform.command where merchant_id = ${merchantId}`,
    )
    return row!.n
  })
}

test('a lone command goes at once; those that come while it is under way go together, in order', async () => {
  const { batches, useCase } = makeNotes()
  const { lane, merchantId } = makeLane(useCase)
  const first = lane.submit(command(0))
  await new Promise((resolve) => setImmediate(resolve))
  const rest = [1, 2, 3, 4, 5].map((n) => lane.submit(command(n)))
  assert.deepEqual(await first, { n: 0, batch: 1 })
  const answers = await Promise.all(rest)
  assert.deepEqual(batches, [[0], [1, 2, 3, 4, 5]])
  assert.deepEqual(
    answers.map(({ n }) => n),
    [1, 2, 3, 4, 5],
  )
  assert.deepEqual(await notedIn(merchantId), [0, 1, 2, 3, 4, 5])
})

test('a refusal ends only its own command and leaves no key', async () => {
  const { useCase } = makeNotes()
  const { lane, merchantId } = makeLane(useCase)
  const [one, no, two] = await Promise.allSettled([1, -1, 2].map((n) => lane.submit(command(n))))
  assert.equal(one!.status, 'fulfilled')
  assert.equal(two!.status, 'fulfilled')
  assert.equal(no!.status, 'rejected')
  assert.deepEqual(
    [(no as PromiseRejectedResult).reason.code, (no as PromiseRejectedResult).reason.details],
    ['not_negative', { n: -1 }],
  )
  assert.deepEqual(await notedIn(merchantId), [1, 2])
  assert.equal(await keysIn(merchantId), 2)
})

test('a batch happens when the last of its commands does, and each command at its own time', async () => {
  const times: number[][] = []
  const lanes = new Lanes<Input, Answer>(testDatabase(), async (work, turns) => {
    times.push([work.at.getTime(), ...turns.map((turn) => turn.work.at.getTime())])
    return turns.map(({ input }) => ({ n: input.n, batch: 0 }))
  })
  const merchantId = newId()
  const atMs = (ms: number) => new Date(testAt.getTime() + ms)
  await Promise.all([3, 7, 5].map((n) => lanes.submit(merchantId, command(n, { at: atMs(n) }))))
  const start = testAt.getTime()
  assert.deepEqual(times, [[start + 7, start + 3, start + 7, start + 5]])
})

test('a refused command may come again under the same key and then succeed', async () => {
  let isClosed = true
  const { lane, merchantId } = makeLane(async (_work, turns) =>
    turns.map(({ input }) => (isClosed ? new Refused('closed') : { n: input.n, batch: 0 })),
  )
  const again = command(7)
  await assert.rejects(lane.submit(again), { code: 'closed' })
  isClosed = false
  assert.deepEqual(await lane.submit(again), { n: 7, batch: 0 })
  assert.equal(await keysIn(merchantId), 1)
})

test('a batch that fails as a whole is replayed one by one: only the culprit fails', async () => {
  const { batches, useCase } = makeNotes((numbers) => (numbers.includes(3) ? new Error('bad row') : null))
  const { lane, merchantId } = makeLane(useCase)
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map((n) => lane.submit(command(n))))
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
  )
  assert.match((outcomes[2] as PromiseRejectedResult).reason.message, /bad row/)
  assert.deepEqual(batches, [[1, 2, 3, 4], [1], [2], [3], [4]])
  assert.deepEqual(await notedIn(merchantId), [1, 2, 4])
})

test('a fault of a lone command is told once and not tried again', async () => {
  const { batches, useCase } = makeNotes(() => new Error('bad row'))
  const { lane } = makeLane(useCase)
  await assert.rejects(lane.submit(command(1)), /bad row/)
  assert.equal(batches.length, 1)
})

test('a lone command whose connection is cut is tried once more', async () => {
  let tries = 0
  const { lane, merchantId } = makeLane(async (work, turns) => {
    if (++tries === 1) await cutOff(work)
    turns[0]!.work.emit({ type: 'noted', subject: { kind: 'member', id: newId() }, data: { n: 1 } })
    return [{ n: 1, batch: tries }]
  })
  assert.deepEqual(await lane.submit(command(1)), { n: 1, batch: 2 })
  assert.deepEqual(await notedIn(merchantId), [1])
})

test('when the connection is cut, every command of the batch still takes effect once', async () => {
  let isCut = false
  const { useCase } = makeNotes()
  const { lane, merchantId } = makeLane(async (work, turns) => {
    const outcomes = await useCase(work, turns, () => {})
    if (turns.length > 1 && !isCut) {
      isCut = true
      await cutOff(work)
    }
    return outcomes
  })
  await Promise.all([1, 2, 3, 4, 5].map((n) => lane.submit(command(n))))
  assert.ok(isCut)
  assert.deepEqual((await notedIn(merchantId)).sort(), [1, 2, 3, 4, 5])
})

test('an answer lost after the commit is found again by its key, not made again', async () => {
  let isLost = false
  const losesOneAnswer: RunBatch = async (merchantId, body) => {
    const result = await run(merchantId, body)
    if (!isLost) {
      isLost = true
      throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
    }
    return result
  }
  const { useCase } = makeNotes()
  const { lane, merchantId } = makeLane(useCase, { run: losesOneAnswer })
  const answers = await Promise.all([1, 2, 3].map((n) => lane.submit(command(n))))
  assert.deepEqual(
    answers,
    [1, 2, 3].map((n) => ({ n, batch: 1 })),
  )
  assert.deepEqual(await notedIn(merchantId), [1, 2, 3])
})

test('the same key twice in a breath takes effect once, with the same answer', async () => {
  const { useCase } = makeNotes()
  const { lane, merchantId } = makeLane(useCase)
  const twin = command(9)
  const [a, b, c] = await Promise.all([lane.submit(twin), lane.submit(twin), lane.submit(command(10))])
  assert.deepEqual(a, b)
  assert.equal(c.n, 10)
  assert.deepEqual(await notedIn(merchantId), [9, 10])
})

test('the same key with another body is refused, and its first effect stays', async () => {
  const { useCase } = makeNotes()
  const { lane, merchantId } = makeLane(useCase)
  const key = newId()
  const [kept, refused] = await Promise.allSettled([lane.submit(command(1, { key })), lane.submit(command(2, { key }))])
  assert.equal(kept.status, 'fulfilled')
  assert.equal((refused as PromiseRejectedResult).reason.code, 'key_reused')
  assert.deepEqual(await notedIn(merchantId), [1])
})

test('a batch is bounded; the rest keeps its place', async () => {
  const { batches, useCase } = makeNotes()
  const { lane } = makeLane(useCase, { maxBatch: 3 })
  await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => lane.submit(command(n))))
  assert.deepEqual(batches, [[1, 2, 3], [4, 5, 6], [7]])
})

test('idle waits for everything that was submitted, also while more arrives', async () => {
  const { useCase } = makeNotes()
  const { lane } = makeLane(useCase, { maxBatch: 1 })
  const done: number[] = []
  const submit = (n: number) => void lane.submit(command(n)).then(() => done.push(n))
  submit(1)
  submit(2)
  const idle = lane.idle()
  submit(3)
  await idle
  assert.deepEqual(done, [1, 2, 3])
})

test('each command keeps its own person and time', async () => {
  const { useCase } = makeNotes()
  const { lane, merchantId } = makeLane(useCase)
  const cashier = staffActor([])
  const at = new Date('2026-05-05T05:05:05Z')
  const key = newId()
  await Promise.all([lane.submit(command(1)), lane.submit({ ...command(2, { key }), actor: cashier, at })])
  const [row] = await committed(merchantId, (work) =>
    work.send<{ actorId: string; at: Date; eventActor: { kind: string }; eventAt: Date }>(sql`
      select c.actor_id, c.at, e.actor as event_actor, e.at as event_at
        from platform.command c join platform.event e on e.merchant_id = c.merchant_id and e.data->>'n' = '2'
       where c.merchant_id = ${merchantId} and c.key = ${key}`),
  )
  assert.equal(row!.actorId, cashier.kind === 'staff' ? cashier.userId : null)
  assert.deepEqual(row!.at, at)
  assert.equal(row!.eventActor.kind, 'staff')
  assert.deepEqual(row!.eventAt, at)
})

test('a merchant whose batch is slow does not hold up another', async () => {
  const slow = newId()
  const order: string[] = []
  const lanes = new Lanes<Input, Answer>(testDatabase(), async (work, turns) => {
    if (work.merchantId === slow) await work.send(sql`select pg_sleep(0.3)`)
    return turns.map(({ input }) => ({ n: input.n, batch: 0 }))
  })
  const submit = (merchantId: string, name: string) =>
    lanes.submit(merchantId, command(1)).then(() => void order.push(name))
  await Promise.all([submit(slow, 'slow'), submit(newId(), 'quick')])
  await lanes.idle()
  assert.deepEqual(order, ['quick', 'slow'])
})

test('two processes in the same merchant: a hundred commands over one member, each once, in gapless order', async () => {
  const memberId = newId()
  const { useCase } = makeNotes()
  const { lane, merchantId } = makeLane(useCase)
  const other = new Lane({ merchantId, run, useCase })
  const commands = Array.from({ length: 50 }, (_, n) => command(n, { memberId }))
  // Every command reaches both processes, as when a client retries at another one.
  await Promise.all(commands.flatMap((each) => [lane.submit(each), other.submit(each)]))
  const seqs = await committed(merchantId, (work) =>
    work.send<{ seq: number }>(sql`
      select seq from platform.event where merchant_id = ${merchantId} and subject_id = ${memberId} order by seq`),
  )
  assert.deepEqual(
    seqs.map(({ seq }) => seq),
    Array.from({ length: 50 }, (_, i) => i + 1),
  )
})

test('who is refused because their own command took effect in another process gets its answer, not the refusal', async () => {
  const last = newId()
  const takeLast: BatchUseCase<Input, Answer> = async (work, turns) => {
    // Waits for whoever is taking it.
    const taken = await work.send(sql`
      insert into platform.subject_seq (merchant_id, subject_id, last_seq) values (${work.merchantId}, ${last}, 1)
      on conflict do nothing returning 1`)
    await work.send(sql`select pg_sleep(0.05)`)
    return turns.map(({ input }) => (taken.length > 0 ? { n: input.n, batch: 0 } : new Refused('sold_out')))
  }
  const { lane, merchantId } = makeLane(takeLast)
  const other = new Lane({ merchantId, run, useCase: takeLast })
  const mine = command(7)
  assert.deepEqual(await Promise.all([lane.submit(mine), other.submit(mine)]), [
    { n: 7, batch: 0 },
    { n: 7, batch: 0 },
  ])
  await assert.rejects(other.submit(command(8)), { code: 'sold_out' })
  assert.equal(await keysIn(merchantId), 1)
})

test('a replay waits for whoever has its key on the way, and finds what came of it', async () => {
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>()
  const { promise: isHeld, resolve: hold } = Promise.withResolvers<void>()
  const mine = command(7)
  let tries = 0
  const { lane, merchantId } = makeLane(async () => {
    tries++
    // Any fault that is worth another try, while somebody else still holds the key.
    setTimeout(commit, 100)
    throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
  })
  const holder = run(merchantId, async (work) => {
    await claimCommands(work, [{ ...mine.command, operation: 'test.other' }])
    hold()
    await mayCommit
  })
  await isHeld
  await assert.rejects(lane.submit(mine), { code: 'key_reused' })
  await holder
  assert.equal(tries, 1)
})

test('while a batch only writes, the next one begins beside it; a third waits, and so does a key that is on its way', async () => {
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>()
  const batches: number[][] = []
  const { lane, merchantId } = makeLane(async (work, turns, onDecided) => {
    batches.push(turns.map(({ input }) => input.n))
    await work.send(sql`select 1`)
    onDecided()
    if (batches.length <= 2) await mayCommit
    return turns.map((turn) => {
      turn.work.emit({ type: 'noted', subject: { kind: 'member', id: newId() }, data: { n: turn.input.n } })
      return { n: turn.input.n, batch: batches.length }
    })
  })
  const soon = () => new Promise((resolve) => setTimeout(resolve, 100))
  const key = newId()
  const first = lane.submit(command(1, { key }))
  await soon()
  const again = lane.submit(command(1, { key }))
  await soon()
  assert.deepEqual(batches, [[1]], 'the same key waits for its answer')
  const second = lane.submit(command(2))
  await soon()
  const third = lane.submit(command(3))
  await soon()
  assert.deepEqual(batches, [[1], [2]], 'two are in flight')
  commit()
  assert.deepEqual(await again, await first)
  await Promise.all([second, third])
  assert.deepEqual(batches, [[1], [2], [3]])
  assert.deepEqual((await notedIn(merchantId)).toSorted(), [1, 2, 3])
})

test('beside a batch none begins with less than half as many commands; they wait until it is done', async () => {
  const { promise: mayCommit, resolve: commit } = Promise.withResolvers<void>()
  const batches: number[][] = []
  const { lane } = makeLane(async (work, turns, onDecided) => {
    batches.push(turns.map(({ input }) => input.n))
    await work.send(sql`select 1`)
    onDecided()
    await mayCommit
    return turns.map(({ input: { n } }) => ({ n, batch: batches.length }))
  })
  const soon = () => new Promise((resolve) => setTimeout(resolve, 100))
  const all = [1, 2, 3].map((n) => lane.submit(command(n)))
  await soon()
  all.push(lane.submit(command(4)))
  await soon()
  assert.deepEqual(batches, [[1, 2, 3]], 'one waits beside three')
  all.push(lane.submit(command(5)))
  await soon()
  assert.deepEqual(
    batches,
    [
      [1, 2, 3],
      [4, 5],
    ],
    'two begin beside three',
  )
  all.push(lane.submit(command(6)))
  commit()
  await Promise.all(all)
  assert.deepEqual(batches, [[1, 2, 3], [4, 5], [6]])
})

test('a batch that breaks after it decided is done again command by command, and leaves the one beside it alone', async () => {
  let isBroken = false
  const { lane, merchantId } = makeLane(async (work, turns, onDecided) => {
    await work.send(sql`select 1`)
    onDecided()
    await new Promise((resolve) => setTimeout(resolve, 50))
    if (turns.length > 1 && !isBroken) {
      isBroken = true
      throw new Error('broken while writing')
    }
    return turns.map((turn) => {
      turn.work.emit({ type: 'noted', subject: { kind: 'member', id: newId() }, data: { n: turn.input.n } })
      return { n: turn.input.n, batch: 0 }
    })
  })
  const answers = [1, 2, 3].map((n) => lane.submit(command(n)))
  await new Promise((resolve) => setTimeout(resolve, 20))
  answers.push(...[4, 5].map((n) => lane.submit(command(n))))
  assert.deepEqual(
    (await Promise.all(answers)).map(({ n }) => n),
    [1, 2, 3, 4, 5],
  )
  assert.ok(isBroken)
  assert.deepEqual((await notedIn(merchantId)).toSorted(), [1, 2, 3, 4, 5])
})
