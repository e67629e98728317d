import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '#platform/db.ts'
import { inRetriedTransaction, inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal, Refused } from '#shared/refusal.ts'
import { isSeenWithin, withoutLocks } from '#testing/planted-bugs.ts'
import { systemActor, testAt } from '#testing/work.ts'
import { expireValue } from './expire-value.ts'
import { grantValue } from './grant-value.ts'
import type { AccountKey } from './ledger-rules.ts'
import { giftValue } from './move-value.ts'
import { restoreValue, spendValue } from './spend-value.ts'
import { verifyLedger } from './verify-ledger.ts'

// RELIABILITY 15 and 16. `BANK_SECONDS=1800` for the half hour.
const seconds = Number(process.env.BANK_SECONDS ?? 4)
const [members, startUnits, givers] = [50, 1_000, 16]
const connections = 32
const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: connections })
after(() => database.close())
/** The backends of this pool: other races at the same database keep theirs. */
const backends = new Set<number>()
database.pool.on('connect', (client: pg.PoolClient & { processID?: number }) => backends.add(client.processID!))
database.pool.on('remove', (client: pg.PoolClient & { processID?: number }) => backends.delete(client.processID!))

const merchantId = newId()
const options = { merchantId, actor: systemActor, at: testAt }
const run = <T>(body: (work: Work) => Promise<T>) => inRetriedTransaction(database, options, body)
const sale = () => ({ source: { kind: 'sale', id: newId() } })
const points = (ownerId: string): AccountKey => ({ ownerKind: 'member', ownerId, asset: 'points' })
const grant = (ownerId: string, units: number) =>
  run((work) => grantValue(work, [{ account: points(ownerId), units, terms: { expiry: null }, ...sale() }]))

type Transfer = (from: string, to: string, units: number) => Promise<unknown>

/** As one member gives points to another: both sides in one transaction. */
const give: Transfer = (from, to, units) =>
  run(async (work) => {
    const wish = { from: points(from), to: points(to), assets: ['points'], kind: 'gift' as const, units, ...sale() }
    accept((await giftValue(work, [wish]))[0])
  })

/** The planted bug: taken in one transaction, given in another. */
const giveInTwoSteps: Transfer = async (from, to, units) => {
  await run(async (work) => accept((await spendValue(work, [{ accounts: [points(from)], units, ...sale() }]))[0]))
  await grant(to, units)
}

/** What all members hold, by their balances and by their entries, and the least that one has, at one moment. */
async function readBank(ids: readonly string[]) {
  const [row] = await run((work) =>
    work.send<{ balances: number; entries: number; least: number }>(sql`
      with account as materialized (
        select id, balance_units from ledger.account
         where merchant_id = ${merchantId} and owner_id = any(${ids}::uuid[]))
      select (select sum(balance_units)::bigint from account) as balances, (select min(balance_units) from account) as least,
             (select coalesce(sum(units), 0)::bigint from ledger.entry
               where merchant_id = ${merchantId} and credit_account_id in (select id from account))
           - (select coalesce(sum(units), 0)::bigint from ledger.entry
               where merchant_id = ${merchantId} and debit_account_id in (select id from account)) as entries`),
  )
  return row!
}

/** Cuts one of the pool's connections at a time, whatever it is doing, as a failing network or `kill -9` would. */
async function cutUntil(isOver: () => boolean): Promise<number> {
  const owner = new pg.Client({ connectionString: process.env.TEST_DATABASE_OWNER_URL })
  await owner.connect()
  let cuts = 0
  while (!isOver()) {
    await sleep(250)
    const { rowCount } = await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where pid = any($1) and datname = current_database() and state <> 'idle' order by random() limit 1`,
      [[...backends]],
    )
    cuts += rowCount ?? 0
  }
  await owner.end()
  return cuts
}

/** Everybody gives to everybody for some seconds, while somebody reads and connections are cut. Throws at the first wrong read. */
async function runBank(
  transfer: Transfer,
  forSeconds: number,
): Promise<{ transfers: number; reads: number; cuts: number }> {
  const ids = Array.from({ length: members }, () => newId())
  for (const id of ids) await grant(id, startUnits)
  const endsAt = Date.now() + forSeconds * 1_000
  let isWrong = false
  const isOver = () => isWrong || Date.now() > endsAt
  let [transfers, reads] = [0, 0]
  const any = () => ids[Math.floor(Math.random() * ids.length)]!
  const giving = Array.from({ length: givers }, async () => {
    while (!isOver()) {
      const [from, to] = [any(), any()]
      if (from === to) continue
      // A cut while it commits leaves it open whether it took effect: a transfer has no key here, and is not sent again.
      const outcome = await transfer(from, to, 1 + Math.floor(Math.random() * 300)).catch((error: unknown) => error)
      if (outcome instanceof Refused) assert.equal(outcome.code, 'balance_insufficient')
      else if (!(outcome instanceof Error)) transfers++
    }
  })
  const reading = (async () => {
    while (!isOver()) {
      const read = await readBank(ids).catch(() => null) // its own connection was cut
      if (!read) continue
      reads++
      isWrong = read.balances !== members * startUnits || read.entries !== read.balances || read.least < 0
      assert.ok(!isWrong, `read ${reads}: ${JSON.stringify(read)} of ${members * startUnits}`)
    }
  })()
  const outcomes = await Promise.allSettled([...giving, reading, cutUntil(isOver)])
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
  return { transfers, reads, cuts: (outcomes.at(-1) as PromiseFulfilledResult<number>).value }
}

test('fifty members give points to each other while connections are cut: every read finds all of them, and the ledger verifies', async () => {
  const { transfers, reads, cuts } = await runBank(give, seconds)
  assert.ok(transfers > 20 && reads > 5 && cuts > 0, `${transfers} transfers, ${reads} reads, ${cuts} cuts`)
  assert.equal((await inTransaction(database, options, verifyLedger)).firstBroken, null)
})

test('the check sees a gift that is taken and given in two steps', async () => {
  await assert.rejects(runBank(giveInTwoSteps, 20), assert.AssertionError)
})

/**
 * All that a member has, wanted by a hundred at once, while a refund of an earlier sale comes back at eight tills and what has
 * expired is swept. How many were paid, how many refunds were booked, and what is left.
 */
async function spendWholeAmongOthers(seen: (work: Work) => Work) {
  const ownerId = newId()
  const account = points(ownerId)
  const expiry = { at: new Date(testAt.getTime() - 1_000), day: '2026-01-01', zone: 'Asia/Shanghai' }
  const earlier = sale()
  await grant(ownerId, 130)
  await run(async (work) => accept((await spendValue(work, [{ accounts: [account], units: 30, ...earlier }]))[0]))
  await run((work) => grantValue(work, [{ account, units: 20, terms: { expiry }, ...sale() }]))
  const unretried = <T>(body: (work: Work) => Promise<T>) =>
    inTransaction(database, options, (work) => body(seen(work)))
  let isOver = false
  const reading = (async () => {
    let least = Infinity
    while (!isOver) least = Math.min(least, (await readBank([ownerId])).least)
    return least
  })()
  const spends = Array.from({ length: 100 }, () =>
    unretried(async (work) => accept((await spendValue(work, [{ accounts: [account], units: 100, ...sale() }]))[0])),
  )
  const command = { spend: earlier.source, units: 30, owner: account, assets: ['points'] }
  const refunds = Array.from({ length: 8 }, () =>
    unretried(async (work) => {
      const [outcome] = await restoreValue(work, [{ ...command, expired: { policy: 'void' } as const, ...sale() }])
      if (isRefusal(outcome)) throw new Refused(outcome.code)
    }),
  )
  const sweeps = Array.from({ length: 4 }, () => run((work) => expireValue(work, 5)))
  const done = async (tries: Promise<unknown>[]) =>
    (await Promise.allSettled(tries)).filter(({ status }) => status === 'fulfilled').length
  const [spent, refunded] = await Promise.all([done(spends), done(refunds), done(sweeps)])
  isOver = true
  const leastSeen = await reading
  const { balances } = await readBank([ownerId])
  return { spent, refunded, isNeverBelowZero: leastSeen >= 0, left: balances }
}

// Of 130 granted 30 were spent and came back, 100 were spent at once, and 20 that had expired are gone.
const rightly = { spent: 1, refunded: 1, isNeverBelowZero: true, left: 30 }

test('a whole balance spent a hundred times at once, with refunds and the sweep beside it, is spent once', async () => {
  assert.deepEqual(await spendWholeAmongOthers((work) => work), rightly)
})

test('the check sees spends and refunds that lock nothing', async () => {
  const isSeen = await isSeenWithin(10, async () => {
    const outcome = await spendWholeAmongOthers((work) => withoutLocks(work as Parameters<typeof withoutLocks>[0]))
    return !isDeepStrictEqual(outcome, rightly)
  })
  assert.ok(isSeen)
})
