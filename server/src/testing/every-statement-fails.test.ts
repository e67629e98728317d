import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type KyselyPlugin, RawNode, sql } from 'kysely'
import pg from 'pg'
import { movableClock } from '#platform/clock.ts'
import { type Database, openDatabase } from '#platform/db.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from './app.ts'
import { makeCoupon, makeCouponTemplate } from './make-coupon.ts'
import { makeItem } from './make-item.ts'
import { makeMember } from './make-member.ts'
import { type Call, makeCommittedShop, signIn } from './make-merchant.ts'
import { makePromotion } from './make-promotion.ts'
import { makeSale, saleInputOf } from './make-sale.ts'
import { makeShift } from './make-shift.ts'
import { makeStoredValue } from './make-value.ts'
import { committed, testAt, testSecretKey } from './work.ts'

// RELIABILITY 11: whichever statement of a command fails, all of it took effect or nothing did. Every row that the merchant has, in
// every table, is compared before and after; a session's last sign of life is no effect of the command.
const shop = await makeCommittedShop()
const { merchantId, storeId, ownerId } = shop
const run = <T>(body: Parameters<typeof committed<T>>[1]) => committed(merchantId, body)

const owner = new pg.Client({ connectionString: process.env.TEST_DATABASE_OWNER_URL })
await owner.connect()
after(() => owner.end())
const everyTable = await queryOfAllRows()

async function queryOfAllRows(): Promise<string> {
  const { rows } = await owner.query<{ name: string }>(`
    select format('%I.%I', c.table_schema, c.table_name) as name
      from information_schema.columns c
      join information_schema.tables t using (table_schema, table_name)
     where c.column_name = 'merchant_id' and t.table_type = 'BASE TABLE'
       and (c.table_schema, c.table_name) <> ('identity', 'session')`)
  assert.ok(rows.length > 100, 'the tables of all modules')
  return rows
    .map(
      ({ name }) => `select '${name}' as name, count(*)::int as rows,
        md5(string_agg(md5(t::text), '' order by md5(t::text))) as content from ${name} t where merchant_id = $1`,
    )
    .join(' union all ')
}

type Holdings = Map<string, { rows: number; content: string }>

/** What the merchant has, by table. */
async function allRows(): Promise<Holdings> {
  const { rows } = await owner.query<{ name: string; rows: number; content: string }>(everyTable, [merchantId])
  return new Map(rows.filter((row) => row.rows > 0).map((row) => [row.name, { rows: row.rows, content: row.content }]))
}

/** How many rows each table gained, and which only changed. */
function gained(before: Holdings, after: Holdings): Record<string, number> {
  const changed = [...after].filter(([name, { content }]) => before.get(name)?.content !== content)
  return Object.fromEntries(changed.map(([name, { rows }]) => [name, rows - (before.get(name)?.rows ?? 0)]).sort())
}

/** How many more statements go through. */
let left = Infinity
let isBroken = false

function isNextToFail(): boolean {
  if (--left !== 0) return false
  isBroken = true
  return true
}

const failing = 'select 1 / 0'

/** A database of which one statement fails in PostgreSQL, or does not reach it where it is the commit. */
function breakable(database: Database): Database {
  const plugin: KyselyPlugin = {
    transformQuery: ({ node }) => (isNextToFail() ? RawNode.createWithSql(failing) : node),
    transformResult: async ({ result }) => result,
  }
  return {
    ...database,
    async connect() {
      const connection = await database.connect()
      return {
        ...connection,
        sql: connection.sql.withPlugin(plugin),
        send(query) {
          if (!('isRawBuilder' in query) || !isNextToFail()) return connection.send(query)
          return connection.send(sql.raw(failing))
        },
        async command(text, values) {
          if (text === 'commit' && isNextToFail()) throw new Error('the commit did not arrive')
          return connection.command(text, values)
        },
      }
    },
  }
}

/** The planted bug: every statement is committed by itself. */
function inPieces(database: Database): Database {
  return {
    ...database,
    async connect() {
      const connection = await database.connect()
      return {
        ...connection,
        send(query) {
          const answer = connection.send(query)
          const rest = [
            connection.command('commit'),
            connection.command('begin'),
            connection.command(`select set_config('app.merchant_id', $1, true)`, [merchantId]),
          ]
          for (const each of rest) each.catch(() => {})
          return answer
        },
      }
    },
  }
}

const database = openDatabase({ url: process.env.TEST_DATABASE_URL!, secretKey: testSecretKey })
after(() => database.close())
const open = async (on: Database) =>
  signIn(await testApp(movableClock(testAt), undefined, undefined, on), { merchantId, userId: ownerId })
const caller = await open(breakable(database))
const careless = await open(inPieces(breakable(database)))

/**
 * Sends a command again and again, each time with the next statement failing, until none does: nothing of it may stay then. One
 * that was done again by itself must have had the very effect of one that nothing happened to.
 */
async function breakEach(make: () => Promise<Call>, by = caller): Promise<void> {
  const effects: Record<string, number>[] = []
  let call = await make()
  for (let statement = 1; ; statement++) {
    const before = await allRows()
    left = statement
    isBroken = false
    const answer = await by.call(call)
    left = Infinity
    const after = await allRows()
    if (answer.status < 300) {
      effects.push(gained(before, after))
      if (!isBroken) break
      call = await make()
      continue
    }
    assert.ok(isBroken && answer.status >= 500, `${call.url}: ${answer.status} ${JSON.stringify(answer.body)}`)
    assert.deepEqual(gained(before, after), {}, `statement ${statement} failed, and something of the command stayed`)
  }
  const whole = effects.at(-1)!
  assert.ok(Object.keys(whole).length > 2)
  for (const effect of effects) assert.deepEqual(effect, whole, 'done again, it had another effect')
}

await run((work) => makePromotion(work, { useLimit: 1_000 }))
// The first sale of a till makes its counter of receipts.
await run(async (work) => makeSale(work, { storeId, items: [[(await makeItem(work)).id, 1]] }))

/** A member with stored value and a coupon, and what the till would send for them: promotion, coupon, stored value, cash, stock. */
const makeCheckout = () =>
  run(async (work) => {
    const { id: memberId } = await makeMember(work)
    await makeStoredValue(work, memberId, 9_000, 1_000)
    const { id: couponId } = await makeCoupon(work, memberId, (await makeCouponTemplate(work)).id)
    const { id: itemId } = await makeItem(work, { listPriceCents: 20_000, tracksStock: true })
    return { storeId, memberId, items: [[itemId, 1]] as const, couponIds: [couponId], storedCents: 6_000 }
  })

const post = (url: string, payload: object): Call => ({ method: 'POST', url, payload })

async function quoted(url: string, payload: object): Promise<string> {
  const { status, body } = await caller.call(post(url, payload))
  assert.equal(status, 200, JSON.stringify(body))
  return body.fingerprint
}

const commands: Record<string, () => Promise<Call>> = {
  async checkout() {
    const wish = await makeCheckout()
    return post('/sales', await run((work) => saleInputOf(work, wish)))
  },
  async refund() {
    const wish = await makeCheckout()
    const { saleId, input } = await run((work) => makeSale(work, wish))
    const lines = input.lines.map(({ lineId }) => ({ lineId, quantityMilli: 1000 }))
    const fingerprint = await quoted(`/sales/${saleId}/refunds/quote`, { lines })
    return post(`/sales/${saleId}/refunds`, { lines, fingerprint, reason: '尺寸不合适' })
  },
  async 'top-up'() {
    const { id: memberId } = await run((work) => makeMember(work))
    const wish = { storeId, memberId, principalCents: 10_000 }
    const tenders = [{ tenderId: newId(), kind: 'cash', receivedCents: 10_000 }]
    return post('/top-ups', { ...wish, tenders, fingerprint: await quoted('/top-ups/quote', { ...wish, tenders }) })
  },
  async merge() {
    const [first, second] = [await makeCheckout(), await makeCheckout()]
    const pair = { survivorId: first.memberId, absorbedId: second.memberId }
    return post('/member-merges', { ...pair, fingerprint: await quoted('/member-merges/quote', pair) })
  },
  async 'close of a shift'() {
    const { shiftId } = await run(async (work) => {
      const { till, shiftId } = await makeShift(work, { storeId, openingCents: 50_000 })
      const { id: itemId } = await makeItem(work)
      await makeSale(till, { storeId, items: [[itemId, 1]] })
      return { shiftId }
    })
    return post(`/shifts/${shiftId}/rescue`, { reason: '收银机坏了' })
  },
}

for (const [name, make] of Object.entries(commands)) {
  test(`whichever statement of a ${name} fails, nothing of it stays, or all of it is done`, async () => {
    await breakEach(make)
  })
}

test('the check sees an app that commits its statements one by one', async () => {
  await assert.rejects(breakEach(commands['top-up']!, careless), assert.AssertionError)
})
