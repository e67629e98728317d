// The system as people run it: started through bin/regulars.mjs, killed in every way, loaded while it stops.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'

const bin = path.resolve(import.meta.dirname, '../../bin/regulars.mjs')
const dataDir = await mkdtemp(path.join(tmpdir(), 'regulars 熟客 '))
const running = new Set<ChildProcess>()

after(async () => {
  for (const child of running) child.kill('SIGKILL')
  // A killed app leaves its PostgreSQL behind, for the next start to take over.
  const pid = await postmasterPid().catch(() => null)
  if (pid) process.kill(pid, 'SIGQUIT')
  await sleep(500)
  await rm(dataDir, { recursive: true, force: true })
})

type Started = { child: ChildProcess; url: string; setupCode: string | null; output: () => string }

function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [bin, ...args], {
    env: { ...process.env, DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'error', DATABASE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.add(child)
  let out = ''
  let all = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString()
    all += chunk.toString()
  })
  child.stderr.on('data', (chunk: Buffer) => (all += chunk.toString()))
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return code as number | null
  })
  return { child, ended, out: () => out, all: () => all }
}

async function start(): Promise<Started> {
  const { child, out, all, ended } = run(['start', '--json', '--no-build'])
  const isOver = { now: false }
  void ended.then(() => (isOver.now = true))
  while (!out().includes('\n')) {
    assert.ok(!isOver.now, `it did not start:\n${all()}`)
    await sleep(20)
  }
  const { url, setupCode } = JSON.parse(out().split('\n', 1)[0]!) as { url: string; setupCode: string | null }
  return { child, url, setupCode, output: all }
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n', 1)[0])
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

type Outcome = { status: number; code?: string; retryAfter?: string | undefined; sentOnOpenConnection: boolean }

/** One request on a connection that is kept open; tells whether a failure came on a connection that worked before. */
function ask(agent: Agent, url: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = request(`${url}/api/health/ready`, { agent }, (response) => {
      response.resume()
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          retryAfter: response.headers['retry-after'],
          sentOnOpenConnection: sent.reusedSocket,
        }),
      )
      response.on('error', (error: NodeJS.ErrnoException) =>
        resolve({ status: 0, code: error.code ?? 'broken', sentOnOpenConnection: true }),
      )
    })
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: 0, code: error.code ?? 'failed', sentOnOpenConnection: sent.reusedSocket }),
    )
    sent.end()
  })
}

test('an empty system starts, says where it is and which code its first page asks for', async () => {
  const { child, url, setupCode } = await start()
  assert.match(setupCode ?? '', /^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  assert.equal((await fetch(`${url}/api/health/ready`)).status, 200)
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
})

test('whoever stops it while it is still starting leaves nothing running, and the next start finds all in order', async () => {
  const fresh = await mkdtemp(path.join(tmpdir(), 'regulars 熟客 half '))
  const cutOff = run(['start', '--json', '--no-build'], { DATA_DIR: fresh })
  // The schema is being made: PostgreSQL runs, nothing answers yet.
  while (!/migrating 0/.test(cutOff.all())) {
    assert.equal(cutOff.child.exitCode, null, cutOff.all())
    await sleep(5)
  }
  const pid = Number((await readFile(path.join(fresh, 'postgres', 'postmaster.pid'), 'utf8')).split('\n', 1)[0])
  cutOff.child.kill('SIGINT')
  assert.equal(await cutOff.ended, 0, cutOff.all())
  assert.ok(!isAlive(pid), 'PostgreSQL has ended')
  assert.equal(cutOff.out(), '', 'nobody is told of a system that is not there')
  assert.match(cutOff.all(), /SIGINT: finishing/)
  assert.doesNotMatch(cutOff.all(), /Error|cannot|did not end/)

  const migrated = run(['migrate', '--json'], { DATA_DIR: fresh })
  assert.equal(await migrated.ended, 0, migrated.all())
  await rm(fresh, { recursive: true, force: true })
})

test('a second start on the same data is refused in words, a command attaches to the first', async () => {
  const { child, url } = await start()
  const second = run(['start', '--json', '--no-build'])
  assert.equal(await second.ended, 1)
  assert.match(second.out(), /in use by process \d+/)

  const verify = run(['ledger', 'verify', '--json'])
  assert.equal(await verify.ended, 0, verify.all())
  assert.deepEqual(JSON.parse(verify.out()), { ok: true, accounts: 0, entries: 0, firstBroken: null })
  assert.equal((await fetch(`${url}/api/health/ready`)).status, 200)
  child.kill('SIGINT')
  assert.equal((await once(child, 'exit'))[0], 0)
})

test('SIGTERM under load: every request under way is answered, it ends within ten seconds, PostgreSQL too', async () => {
  const { child, url, output } = await start()
  const pid = await postmasterPid()
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const outcomes: Outcome[] = []
  let isOver = false
  const callers = Array.from({ length: 32 }, async () => {
    while (!isOver) {
      const outcome = await ask(agent, url)
      outcomes.push(outcome)
      if (outcome.code === 'ECONNREFUSED') return
    }
  })
  await sleep(1_000)
  const stoppedAt = performance.now()
  child.kill('SIGTERM')
  const [code] = await once(child, 'exit')
  const seconds = (performance.now() - stoppedAt) / 1_000
  isOver = true
  await Promise.all(callers)
  agent.destroy()

  assert.equal(code, 0, output())
  assert.ok(seconds < 10, `${seconds} s`)
  assert.ok(!isAlive(pid), 'PostgreSQL has ended')
  assert.ok(outcomes.filter(({ status }) => status === 200).length > 100)
  const cutOff = outcomes.filter(({ status, sentOnOpenConnection }) => status === 0 && sentOnOpenConnection)
  assert.deepEqual(cutOff, [])
})

test('PostgreSQL killed: callers are asked to come again, and within five seconds all is well', async () => {
  const { child, url } = await start()
  const agent = new Agent({ keepAlive: true })
  process.kill(await postmasterPid(), 'SIGKILL')
  const killedAt = performance.now()
  const seen: Outcome[] = []
  for (;;) {
    const outcome = await ask(agent, url)
    seen.push(outcome)
    if (outcome.status === 200 && seen.some(({ status }) => status === 503)) break
    assert.ok(performance.now() - killedAt < 10_000, JSON.stringify(seen.at(-1)))
    await sleep(50)
  }
  const seconds = (performance.now() - killedAt) / 1_000
  assert.ok(seconds < 5, `${seconds} s`)
  for (const { status, retryAfter } of seen) {
    assert.ok(status === 200 || status === 503, `${status}`)
    if (status === 503) assert.equal(retryAfter, '2')
  }
  agent.destroy()
  child.kill('SIGTERM')
  assert.equal((await once(child, 'exit'))[0], 0)
})

test('the app killed: the next start takes over the running PostgreSQL at once', async () => {
  const first = await start()
  const pid = await postmasterPid()
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')
  const second = await start()
  assert.equal(await postmasterPid(), pid, 'the same server')
  assert.equal((await fetch(`${second.url}/api/health/ready`)).status, 200)
  second.child.kill('SIGTERM')
  assert.equal((await once(second.child, 'exit'))[0], 0)
  await assert.rejects(postmasterPid(), 'PostgreSQL has put its pid file away')
})

test('a second signal stops at once', async () => {
  const { child } = await start()
  child.kill('SIGTERM')
  await sleep(150)
  child.kill('SIGTERM') // npm sends each signal again: still the first
  const [code] = await once(child, 'exit')
  assert.equal(code, 0)
})
