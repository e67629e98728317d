import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { Compilable, RawBuilder } from 'kysely'
import { exchangeSale } from '#modules/cashier/refund/exchange-sale.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { openDatabase } from '#platform/db.ts'
import { type BatchUseCase, Lane } from '#platform/lane.ts'
import { inRetriedTransaction, inTransaction } from '#platform/transaction.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeContests } from '#testing/make-contests.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSale, saleInputOf } from '#testing/make-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { isSeenWithin, withoutLocks } from '#testing/planted-bugs.ts'
import { systemActor, testAt, testSecretKey } from '#testing/work.ts'
import { sell, type SaleInput } from './sell.ts'

const tills = 48
const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: tills, secretKey: testSecretKey })
after(() => database.close())

const merchantId = newId()
const options = { merchantId, actor: systemActor, at: testAt }
const run = <T>(body: (work: OpenWork) => Promise<T>) => inTransaction(database, options, body)
const { storeId } = await run((work) => makeShop(work))
const { id: freeItemId } = await run((work) => makeItem(work, { listPriceCents: 10_000 }))

type Attempt = (input: SaleInput) => Promise<unknown>

/** What became of sales sent at once: how many were booked, what the others heard, and how many broke. */
async function race(inputs: readonly SaleInput[], attempt: Attempt) {
  const outcomes = await Promise.allSettled(inputs.map((input) => attempt(input)))
  const heard = new Map<string, number>()
  for (const outcome of outcomes) {
    const code =
      outcome.status === 'fulfilled' ? 'booked' : outcome.reason instanceof Refused ? outcome.reason.code : 'broken'
    heard.set(code, (heard.get(code) ?? 0) + 1)
  }
  return Object.fromEntries(heard)
}

const useCaseOf = (useCase: BatchUseCase<SaleInput, unknown>): Attempt => {
  const lane = new Lane<SaleInput, unknown>({ merchantId, run: (_, body) => run(body), useCase })
  return (input) => {
    const command = { key: newId(), operation: 'race', bodyHash: Buffer.alloc(32) }
    return lane.submit({ command, actor: systemActor, at: testAt, input })
  }
}

/** The lane as the till uses it. */
const inLane = useCaseOf(sell)

/** Every sale by itself, on a connection of its own. */
const alone: Attempt = (input) =>
  inRetriedTransaction(database, options, async (work) => bookedBy(await sell(work, [{ work, input, key: newId() }])))

/** The planted bug of the lane: each sale of a batch sees the shelf as it was before the batch. */
const blindInLane = useCaseOf(async (work, turns) => {
  const seen = new Map<string, Promise<unknown[]>>()
  const outcomes: Awaited<ReturnType<typeof sell>> = []
  for (const turn of turns) outcomes.push(...(await sell(withShelfAsSeen(work, seen), [turn])))
  return outcomes
})

/** The planted bug of single sales: nothing is locked. */
const unlocked: Attempt = (input) =>
  inTransaction(database, options, async (work) =>
    bookedBy(await sell(withoutLocks(work), [{ work, input, key: newId() }])),
  )

function bookedBy([outcome]: Awaited<ReturnType<typeof sell>>): unknown {
  if (outcome instanceof Refused) throw outcome
  return outcome
}

function withShelfAsSeen(work: Work, seen: Map<string, Promise<unknown[]>>): Work {
  return {
    ...work,
    async send<T>(query: Compilable<T> | RawBuilder<T>) {
      const { sql: text, parameters } = (query as RawBuilder<T>).compile(work.tx)
      if (!text.trimStart().startsWith('select') || !text.includes('stock.on_hand')) return work.send(query)
      const name = JSON.stringify(parameters)
      const rows = seen.get(name) ?? work.send(query)
      seen.set(name, rows)
      return structuredClone(await rows) as T[]
    },
  }
}

const { contests, inputs } = makeContests(run, { merchantId, storeId, freeItemId })

for (const { title, make, takers } of contests) {
  test(`${title}: ${takers} in the lane get what there is, the others hear why`, async () => {
    const { inputs: wanted, expected } = await make(takers)
    assert.deepEqual(await race(wanted, inLane), expected)
  })

  test(`${title}: ${tills} tills at once get what there is, the others hear why`, async () => {
    const { inputs: wanted, expected } = await make(tills)
    assert.deepEqual(await race(wanted, alone), expected)
  })

  test(`${title}: the check sees sales that lock nothing`, async () => {
    const isSeen = await isSeenWithin(10, async () => {
      const { inputs: wanted, expected } = await make(tills)
      return !isDeepStrictEqual(await race(wanted, unlocked), expected)
    })
    assert.ok(isSeen)
  })
}

// Coupons, counters and accounts have nets in the database: a batch that is blind to itself is refused there and done again
// sale by sale. Stock has none where it may go below zero, so that only the decision keeps it.
test('the last unit: the check sees a lane whose sales do not see each other', async () => {
  const { inputs: wanted, expected } = await contests[0]!.make(tills)
  assert.notDeepEqual(await race(wanted, blindInLane), expected)
})

/** Sends two refunds of one sale at once; how many were booked, what the other heard, and what was paid back in all. */
async function refundTwice(refund: typeof refundSale, lock: (work: OpenWork) => Work) {
  const memberId = await run(async (work) => {
    const { id } = await makeMember(work)
    await makeStoredValue(work, id, 10_000)
    return id
  })
  const sale = await run((work) => makeSale(work, { storeId, memberId, items: [[freeItemId, 1]], storedCents: 10_000 }))
  const { saleId } = sale
  const lines = sale.input.lines.map(({ lineId, quantityMilli }) => ({ lineId, quantityMilli: quantityMilli! }))
  const { fingerprint } = await run((work) => previewRefund(work, { saleId, lines }))
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () =>
      inTransaction(database, options, (work) =>
        refund(lock(work), { saleId, lines, fingerprint, reason: '重复退款', refundId: newId() }),
      ),
    ),
  )
  const heard = outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? 'booked' : outcome.reason instanceof Refused ? outcome.reason.code : 'broken',
  )
  return { heard: heard.sort(), storedCents: (await run((work) => holdings(work, memberId))).storedCents }
}

const once = { heard: ['booked', ...Array.from({ length: 7 }, () => 'refund_exceeds_sale')], storedCents: 10_000 }

test('a sale refunded at eight tills at once is refunded once', async () => {
  assert.deepEqual(await refundTwice(refundSale, (work) => work), once)
})

test('the check sees refunds that lock nothing', async () => {
  assert.ok(await isSeenWithin(10, async () => !isDeepStrictEqual(await refundTwice(refundSale, withoutLocks), once)))
})

test('exchanges and sales of the same member and goods, both ways round, never wait for each other in a circle', async () => {
  const [memberId, first, second] = await run(async (work) => {
    const { id } = await makeMember(work)
    await makeStoredValue(work, id, 10_000_000)
    const items = [await makeItem(work, { tracksStock: true }), await makeItem(work, { tracksStock: true })]
    return [id, items[0]!.id, items[1]!.id] as const
  })
  const wishOf = (itemId: string) => ({ storeId, memberId, items: [[itemId, 1]] as const, storedCents: 5_000 })
  const sales = await run(async (work) => {
    const made = []
    for (let n = 0; n < 12; n++) made.push(await makeSale(work, wishOf(n % 2 ? first : second)))
    return made
  })
  const exchanges = sales.map(({ saleId, input }, n) =>
    inTransaction(database, options, async (work) => {
      const lines = input.lines.map(({ lineId }) => ({ lineId, quantityMilli: 1000 }))
      const { fingerprint } = await previewRefund(work, { saleId, lines })
      const refund = { lines, fingerprint, reason: '换货', refundId: newId() }
      const sale = await saleInputOf(work, wishOf(n % 2 ? second : first))
      return exchangeSale(work, { saleId, newSaleId: newId(), refund, sale })
    }),
  )
  const others = await inputs(12, wishOf(second))
  const booked = others.map((input) =>
    inTransaction(database, options, async (work) => bookedBy(await sell(work, [{ work, input, key: newId() }]))),
  )
  const outcomes = await Promise.allSettled([...exchanges, ...booked])
  const broken = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [String(outcome.reason)] : []))
  assert.deepEqual(broken, [])
})
