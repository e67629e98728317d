import assert from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { shutDownOnSignals, type ShutdownStep } from './shutdown.ts'

const others = process.listeners('SIGHUP')
afterEach(() => {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    for (const listener of process.listeners(signal))
      if (listener.name === 'onSignal' && !others.includes(listener)) process.removeListener(signal, listener)
})

/** Tells a process with these steps to end; gives what it said and did until it ended, and its exit code. */
async function end(steps: ShutdownStep[], { limitMs = 10_000, grow = () => {} } = {}) {
  const said: string[] = []
  const { promise, resolve } = Promise.withResolvers<number>()
  const { unlessEnding } = shutDownOnSignals({ steps, limitMs, log: (line) => said.push(line), exit: resolve })
  grow()
  process.emit('SIGHUP', 'SIGHUP')
  return { code: await promise, said, unlessEnding }
}

const step = (name: string, done: string[], run: () => Promise<unknown> = async () => {}): ShutdownStep => ({
  name,
  run: async () => {
    done.push(name)
    await run()
  },
})

test('what began after the process was told how to end is ended, too, in order', async () => {
  const done: string[] = []
  const steps: ShutdownStep[] = []
  const grow = () => {
    for (const name of ['database', 'pool', 'web']) steps.unshift(step(name, done))
  }
  assert.equal((await end(steps, { grow })).code, 0)
  assert.deepEqual(done, ['web', 'pool', 'database'])
})

test('one step that fails is told and keeps nothing from ending', async () => {
  const done: string[] = []
  const broken = step('web', done, () => Promise.reject(new Error('still busy')))
  const { code, said } = await end([broken, step('database', done)])
  assert.equal(code, 0)
  assert.deepEqual(done, ['web', 'database'])
  assert.ok(said.includes('web did not end cleanly: still busy'))
})

test('a step that never ends does not leave the database running', async () => {
  const done: string[] = []
  const { code, said } = await end([step('web', done, () => new Promise(() => {})), step('database', done)], {
    limitMs: 200,
  })
  assert.equal(code, 1)
  assert.deepEqual(done, ['web', 'database'])
  assert.match(said.at(-1)!, /stopped at once/)
})

test('what fails while everything ends is nobody’s news; before that it is', async () => {
  const calm = shutDownOnSignals({ steps: [], log: () => {}, exit: () => {} })
  await assert.rejects(calm.unlessEnding(new Error('no port')), /no port/)
  const { unlessEnding } = await end([])
  assert.equal(
    await Promise.race([unlessEnding(new Error('cut off')).catch(() => 'told'), sleep(50, 'silent')]),
    'silent',
  )
})
