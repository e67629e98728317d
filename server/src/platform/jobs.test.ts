import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { newId } from '#shared/ids.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { testAt, testDatabase } from '#testing/work.ts'
import { forEachMerchant, type Job, JobRunner } from './jobs.ts'
import { onGlobal } from './transaction.ts'
import { sql } from 'kysely'

const directUrl = process.env.TEST_DATABASE_OWNER_URL!
const client = new pg.Client({ connectionString: directUrl })
before(() => client.connect())
after(() => client.end())

const tools = { database: testDatabase(), clock: { now: () => testAt }, log: () => {} }

/** A job that is not due by itself during the test, and what was seen of it. */
function makeJob(work: () => Promise<void> = async () => {}) {
  const seen = { begun: 0, ended: 0 }
  const job: Job = {
    name: `test.${newId()}`,
    cron: '0 0 1 1 *',
    run: async () => {
      seen.begun++
      await work()
      seen.ended++
    },
  }
  return { job, seen }
}

const runNow = ({ name }: Job) => client.query('select graphile_worker.add_job($1, run_at => now())', [name])

async function until(isSo: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000
  while (!isSo()) {
    assert.ok(Date.now() < deadline, 'it did not happen in 15 s')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('a job runs once, however many processes there are', async () => {
  const { job, seen } = makeJob()
  const runners = [1, 2, 3].map(() => new JobRunner({ directUrl, jobs: [job], tools }))
  for (const runner of runners) await runner.start()
  await runNow(job)
  await until(() => seen.ended > 0)
  await Promise.all(runners.map((runner) => runner.stop()))
  assert.equal(seen.begun, 1)
})

test('stopping waits for the job that is under way', async () => {
  const { job, seen } = makeJob(() => new Promise((resolve) => setTimeout(resolve, 300)))
  const runner = new JobRunner({ directUrl, jobs: [job], tools })
  await runner.start()
  await runNow(job)
  await until(() => seen.begun > 0)
  await runner.stop()
  assert.deepEqual(seen, { begun: 1, ended: 1 })
})

test('a job that goes from merchant to merchant ends with the one it is at when the process ends', async () => {
  for (let n = 0; n < 3; n++) await makeCommittedShop()
  const visited: string[] = []
  let stopping: Promise<void> | undefined
  const job: Job = {
    ...makeJob().job,
    run: (given) =>
      forEachMerchant(given, 'test.visits', async ({ merchantId }) => {
        visited.push(merchantId)
        stopping ??= runner.stop()
      }),
  }
  const runner = new JobRunner({ directUrl, jobs: [job], tools })
  await runner.start()
  await runNow(job)
  await until(() => stopping !== undefined)
  await stopping
  assert.equal(visited.length, 1)
})

test('jobs go on after their connections were cut', async () => {
  const { job, seen } = makeJob()
  const runner = new JobRunner({ directUrl, jobs: [job], tools })
  await runner.start()
  const mine = `application_name = 'regulars jobs' and datname = current_database()`
  await client.query(`select pg_terminate_backend(pid) from pg_stat_activity where ${mine}`)
  await runNow(job)
  await until(() => seen.ended > 0)
  await runner.stop()
})

test('the app’s own login can neither see nor add jobs', async () => {
  const { job } = makeJob()
  const attempt = onGlobal(testDatabase(), sql`select graphile_worker.add_job(${job.name})`)
  await assert.rejects(attempt, { code: '42501' })
})
