// What ends when, over ten million lots: read from the mirror, against counting the lots themselves; filling the mirror for the first time; and
// bringing it up to date after some members moved. Run: node bench/forecast.ts [--lots 10000000] [--per-member 10] [--moved 1000]
import { parseArgs } from 'node:util'
import pg from 'pg'
import { adjustValue } from '#modules/ledger/grant-value.ts'
import { readEndingMembers, readForecast } from '#modules/points/forecast.ts'
import { refreshForecast } from '#modules/points/forecast-refresh.ts'
import { inTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({
  options: {
    lots: { type: 'string', default: '10000000' },
    'per-member': { type: 'string', default: '10' },
    moved: { type: 'string', default: '1000' },
  },
})
const perMember = Number(values['per-member'])
const members = Math.round(Number(values.lots) / perMember)
const span = { from: '2026-12-01', to: '2027-12-31' } as const

/** Members with lots spread over a year of days, a thousand members a statement's share at a time. */
async function fill(client: pg.Client, merchantId: string): Promise<void> {
  const share = 50_000
  for (let done = 0; done < members; done += share) {
    await client.query(
      `with made as materialized (
         select gen_random_uuid() as account_id, gen_random_uuid() as owner_id, n from generate_series($2::integer, $3::integer) n
       ), accounts as (
         insert into ledger.account (merchant_id, id, owner_kind, owner_id, asset, balance_units, version)
         select $1, account_id, 'member', owner_id, 'points', 100 * $4, $4 from made
       )
       insert into ledger.lot (merchant_id, id, account_id, entry_id, source_kind, source_id, granted_units, remaining_units, held_units,
              drawn_units, base_units, earned_at, usable_from, expires_at, expires_day, expires_zone, priority, is_open)
       select $1, gen_random_uuid(), account_id, account_id, 'sale', account_id, 100, 100, 0, 0, 100, '2026-01-15', '2026-01-15',
              (day + 1)::timestamp at time zone 'Asia/Shanghai', day, 'Asia/Shanghai', 0, true
         from made cross join generate_series(1, $4) k
        cross join lateral (select '2026-12-01'::date + ((n * 7 + k * 37) % 365) as day offset 0) d`,
      [merchantId, done + 1, Math.min(done + share, members), perMember],
    )
  }
  await client.query('vacuum analyze ledger.account')
  await client.query('vacuum analyze ledger.lot')
}

async function timed<T>(what: string, body: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await body()
  console.log(`${what}: ${(performance.now() - start).toFixed(0)} ms`)
  return result
}

const shop = await startBenchShop()
const client = new pg.Client(shop.ownerUrl)
await client.connect()
const merchantId = newId()
const at = new Date()
const inMerchant = <T>(body: (work: Work) => Promise<T>, when: Date = at) =>
  inTransaction(shop.database, { merchantId, actor: { kind: 'system', name: 'bench' }, at: when }, body)
try {
  console.log(await describeMachine(shop.ownerUrl))
  await timed(`filling ${members * perMember} lots of ${members} members`, () => fill(client, merchantId))
  await timed('the same by counting the lots', () =>
    client.query(
      `select expires_day, sum(remaining_units), count(distinct account_id) from ledger.lot
        where merchant_id = $1 and is_open group by expires_day`,
      [merchantId],
    ),
  )
  await timed('the mirror filled for the first time', async () => {
    while (!(await inMerchant(refreshForecast)));
  })
  for (const by of ['day', 'month'] as const) {
    await timed(`forecast of a year by ${by}`, () => inMerchant((work) => readForecast(work, { ...span, by })))
  }
  const page = await timed('the first 50 members whose points end', () =>
    inMerchant((work) => readEndingMembers(work, { ...span, after: null, limit: 50 })),
  )
  const last = page.at(-1)!
  await timed('the next 50', () => inMerchant((work) => readEndingMembers(work, { ...span, after: last, limit: 50 })))
  const { rows } = await client.query<{ ownerId: string }>(
    `select owner_id as "ownerId" from ledger.account where merchant_id = $1 limit $2`,
    [merchantId, Number(values.moved)],
  )
  const later = new Date(at.getTime() + 600_000)
  await inMerchant(async (work) => {
    await adjustValue(
      work,
      rows.map(({ ownerId }) => ({
        take: { accounts: [{ ownerKind: 'member', ownerId, asset: 'points' }], kind: 'adjust', from: { units: 50 } },
        source: { kind: 'bench', id: newId() },
      })),
    )
  }, later)
  await timed(`the mirror after ${rows.length} members moved`, () =>
    inMerchant(refreshForecast, new Date(later.getTime() + 60_000)),
  )
} finally {
  await client.end()
  await shop.stop()
}
