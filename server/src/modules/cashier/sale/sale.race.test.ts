import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Compilable, type RawBuilder, sql } from 'kysely'
import { exchangeSale } from '#modules/cashier/refund/exchange-sale.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { openDatabase } from '#platform/db.ts'
import { type BatchUseCase, Lane } from '#platform/lane.ts'
import { inRetriedTransaction, inTransaction } from '#platform/transaction.ts'
import type { OpenWork, Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { testApp } from '#testing/app.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeGiftCard } from '#testing/make-gift-card.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, signIn } from '#testing/make-merchant.ts'
import { makePromotion } from '#testing/make-promotion.ts'
import { makeSale, saleInputOf, type SaleWish } from '#testing/make-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { systemActor, testAt, testSecretKey } from '#testing/work.ts'
import { sell, type SaleInput } from './sell.ts'

const tills = 48
const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, poolSize: tills, secretKey: testSecretKey })
after(() => database.close())

const merchantId = newId()
const options = { merchantId, actor: systemActor, at: testAt }
const run = <T>(body: (work: OpenWork) => Promise<T>) => inTransaction(database, options, body)
const { storeId, ownerId } = await run((work) => makeShop(work))
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

function withoutLocks(work: OpenWork): Work {
  return {
    ...work,
    send<T>(query: Compilable<T> | RawBuilder<T>) {
      const compiled = (query as RawBuilder<T>).compile(work.tx)
      const text = compiled.sql.replace(/\bfor (no key update|update|key share|share)( of \w+)?/g, '')
      return work.send<T>({ compile: () => ({ ...compiled, sql: text }) })
    },
  }
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

type Contest = { inputs: SaleInput[]; expected: Record<string, number> }
type Made = { title: string; make: (takers: number) => Promise<Contest>; inLaneTakers: number }

const inputs = (takers: number, wish: SaleWish) =>
  run(async (work) => {
    const input = await saleInputOf(work, wish)
    const fresh = () => ({
      ...input,
      lines: input.lines.map((line) => ({ ...line })),
      tenders: input.tenders.map((tender) => ({ ...tender })),
    })
    return Array.from({ length: takers }, fresh)
  })

const contests: Made[] = [
  {
    title: 'the last unit',
    inLaneTakers: 200,
    async make(takers) {
      const itemId = await run(async (work) => {
        const { id } = await makeItem(work, { tracksStock: true, maySellBelowZero: false })
        await work.send(sql`
          insert into stock.on_hand (merchant_id, store_id, item_id, quantity_milli)
          values (${merchantId}, ${storeId}, ${id}, 1000)`)
        return id
      })
      const expected = { booked: 1, stock_short: takers - 1 }
      return { inputs: await inputs(takers, { storeId, items: [[itemId, 1]] }), expected }
    },
  },
  {
    title: 'a coupon for one use',
    inLaneTakers: 500,
    async make(takers) {
      const wish = await run(async (work) => {
        const { id: memberId } = await makeMember(work)
        const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
        return { storeId, memberId, items: [[freeItemId, 1]] as const, couponIds: [couponId] }
      })
      return { inputs: await inputs(takers, wish), expected: { booked: 1, coupon_used: takers - 1 } }
    },
  },
  {
    title: 'a promotion for 20 sales with ten times as many',
    inLaneTakers: 200,
    async make(takers) {
      const itemId = await run(async (work) => {
        const { id } = await makeItem(work, { listPriceCents: 20_000 })
        const scope = {
          ...{ of: 'listed' as const, productIds: [id], categoryIds: [] },
          ...{ excludedProductIds: [], excludedCategoryIds: [] },
        }
        await makePromotion(work, { useLimit: 20, terms: { scope } })
        return id
      })
      const booked = Math.min(20, takers)
      return {
        inputs: await inputs(takers, { storeId, items: [[itemId, 1]] }),
        expected: { booked, quote_changed: takers - booked },
      }
    },
  },
  {
    title: 'the last fen of stored value',
    inLaneTakers: 100,
    async make(takers) {
      const memberId = await run(async (work) => {
        const { id } = await makeMember(work)
        await makeStoredValue(work, id, 9_000, 1_000)
        // Somebody who bought before: a first sale makes accounts, and waiting for their keys would hide a missing lock.
        await makeSale(work, { storeId, memberId: id, items: [[freeItemId, 1]] })
        return id
      })
      const wish = { storeId, memberId, items: [[freeItemId, 1]] as const, storedCents: 10_000 }
      return { inputs: await inputs(takers, wish), expected: { booked: 1, balance_insufficient: takers - 1 } }
    },
  },
  {
    title: 'the last fen of a gift card',
    inLaneTakers: 100,
    async make(takers) {
      const { giftCardId } = await run((work) => makeGiftCard(work, storeId, 10_000))
      const wish = { storeId, items: [[freeItemId, 1]] as const, giftCards: [{ giftCardId, amountCents: 10_000 }] }
      return { inputs: await inputs(takers, wish), expected: { booked: 1, balance_insufficient: takers - 1 } }
    },
  },
]

for (const { title, make, inLaneTakers } of contests) {
  test(`${title}: ${inLaneTakers} in the lane get what there is, the others hear why`, async () => {
    const { inputs: wanted, expected } = await make(inLaneTakers)
    assert.deepEqual(await race(wanted, inLane), expected)
  })

  test(`${title}: ${tills} tills at once get what there is, the others hear why`, async () => {
    const { inputs: wanted, expected } = await make(tills)
    assert.deepEqual(await race(wanted, alone), expected)
  })

  test(`${title}: the check sees sales that lock nothing`, async () => {
    const { inputs: wanted, expected } = await make(tills)
    assert.notDeepEqual(await race(wanted, unlocked), expected)
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
  assert.notDeepEqual(await refundTwice(refundSale, withoutLocks), once)
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

test('the last unit over HTTP: two hundred buyers, one sale, a hundred and ninety-nine clean refusals', async () => {
  const app = await testApp()
  const owner = await signIn(app, { merchantId, userId: ownerId })
  const { inputs: wanted } = await contests[0]!.make(200)
  const answers = await Promise.all(wanted.map((payload) => owner.call({ method: 'POST', url: '/sales', payload })))
  assert.equal(answers.filter(({ status }) => status === 201).length, 1)
  assert.equal(answers.filter(({ status, body }) => status === 409 && body.code === 'stock_short').length, 199)
})
