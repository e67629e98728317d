import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { type DueSweep, noteDue, runDueWork } from './due-work.ts'
import type { Work } from './work.ts'

const later = (seconds: number) => new Date(testAt.getTime() + seconds * 1_000)

/** A kind of work of this test alone: the table is shared by all merchants. */
function makeSweep(next: (work: Work, round: number) => Date | null = () => null) {
  const visits: { merchantId: string; at: Date }[] = []
  const sweep: DueSweep = {
    kind: `test.${newId()}`,
    run: async (work) => {
      visits.push({ merchantId: work.merchantId, at: work.at })
      return next(work, visits.length)
    },
  }
  return { visits, sweep }
}

const note = (merchantId: string, { kind }: DueSweep, at: Date) =>
  committed(merchantId, (work) => noteDue(work, kind, at))

const sweepAt = (at: Date, ...sweeps: DueSweep[]) => runDueWork({ database: testDatabase(), sweeps, at })

test('what is due is done, at the clock’s time; what is not, waits', async () => {
  const { visits, sweep } = makeSweep()
  const [due, notYet] = [newId(), newId()]
  await note(due, sweep, later(10))
  await note(notYet, sweep, later(100))
  await sweepAt(later(9), sweep)
  assert.deepEqual(visits, [])
  await sweepAt(later(50), sweep)
  assert.deepEqual(visits, [{ merchantId: due, at: later(50) }])
})

test('the earliest note counts', async () => {
  const { visits, sweep } = makeSweep()
  const merchantId = newId()
  for (const seconds of [50, 20, 90]) await note(merchantId, sweep, later(seconds))
  await sweepAt(later(20), sweep)
  assert.equal(visits.length, 1)
  await sweepAt(later(100), sweep)
  assert.equal(visits.length, 1, 'the sweep said that there is no more')
})

test('the sweep says when it is due again: at once for more of the same', async () => {
  const { visits, sweep } = makeSweep((work, round) => (round < 4 ? work.at : round === 4 ? later(1_000) : null))
  const merchantId = newId()
  await note(merchantId, sweep, testAt)
  assert.equal(await sweepAt(testAt, sweep), 4)
  assert.equal(await sweepAt(later(999), sweep), 0)
  assert.equal(await sweepAt(later(1_000), sweep), 1)
  assert.equal(visits.length, 5)
})

test('three processes and a catch-up after three days: each period’s effect once', async () => {
  const { visits, sweep } = makeSweep((work) => new Date(work.at.getTime() + 86_400_000))
  const merchantId = newId()
  await note(merchantId, sweep, testAt)
  await Promise.all([1, 2, 3].map(() => sweepAt(later(3 * 86_400), sweep)))
  assert.equal(visits.length, 1)
})

test('one merchant’s failure neither undoes nor delays another’s work, and is tried again', async () => {
  const [broken, sound] = [newId(), newId()]
  let isBroken = true
  const { visits, sweep } = makeSweep((work) => {
    if (work.merchantId === broken && isBroken) throw new Error('no')
    return null
  })
  await note(broken, sweep, testAt)
  await note(sound, sweep, later(1))
  const errors: string[] = []
  await runDueWork({
    database: testDatabase(),
    sweeps: [sweep],
    at: later(2),
    onError: (error) => errors.push((error as Error).message),
  })
  assert.deepEqual(errors, ['no'])
  assert.equal(visits.filter(({ merchantId }) => merchantId === sound).length, 1)
  isBroken = false
  await sweepAt(later(10), sweep)
  assert.equal(visits.length, 2, 'not before a minute')
  await sweepAt(later(62), sweep)
  assert.equal(visits.length, 3)
})

test('work noted while it is being done is not lost', async () => {
  const merchantId = newId()
  const { visits, sweep } = makeSweep()
  let noted: Promise<void> | undefined
  const noting: DueSweep = {
    kind: sweep.kind,
    run: async (work) => {
      // Another till notes the next; it waits for this transaction and then makes a new row.
      noted ??= note(merchantId, sweep, later(5))
      await new Promise((resolve) => setTimeout(resolve, 50))
      return sweep.run(work)
    },
  }
  await note(merchantId, sweep, testAt)
  await sweepAt(testAt, noting)
  await noted
  await sweepAt(later(5), noting)
  assert.equal(visits.length, 2)
})

test('when the process ends the round under way is the last, and what is left is done by the next', async () => {
  const ending = new AbortController()
  const { visits, sweep } = makeSweep((work, round) => {
    if (round === 2) ending.abort()
    return round < 5 ? work.at : null
  })
  const [first, second] = [newId(), newId()]
  for (const merchantId of [first, second]) await note(merchantId, sweep, testAt)
  await runDueWork({ database: testDatabase(), sweeps: [sweep], at: testAt, signal: ending.signal })
  assert.equal(visits.length, 2)
  await sweepAt(testAt, sweep)
  assert.deepEqual(new Set(visits.map(({ merchantId }) => merchantId)), new Set([first, second]))
})
