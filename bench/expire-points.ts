// The sweep over a million lots of a million members against the same work as one bare statement, on two databases' worth of the same rows in
// the same run; then killed in the middle and run again. Run: node bench/expire-points.ts [--members 1000000] [--rounds 3]
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { expireValue } from '#modules/ledger/expire-value.ts'
import { openDatabase } from '#platform/db.ts'
import { inTransaction } from '#platform/transaction.ts'
import { newId } from '#shared/ids.ts'
import { startBenchShop } from './lib/bench-shop.ts'
import { describeMachine } from './lib/machine.ts'

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    sweep: { type: 'string' },
    url: { type: 'string' },
  },
})
const members = Number(values.members)
const at = new Date('2026-12-01T00:00:00Z')

if (values.sweep && values.url) {
  await sweepAll(values.url, values.sweep)
  process.exit(0)
}

/** Lots that ended yesterday, one per member, as a grant would have left them. */
async function fill(client: pg.Client, merchantId: string): Promise<void> {
  await client.query(
    `with made as materialized (
       select gen_random_uuid() as account_id, gen_random_uuid() as owner_id, gen_random_uuid() as lot_id, gen_random_uuid() as entry_id,
              50 + (n % 400) as units from generate_series(1, $2::integer) n
     ), accounts as (
       insert into ledger.account (merchant_id, id, owner_kind, owner_id, asset, balance_units, version)
       select $1, account_id, 'member', owner_id, 'points', units, 1 from made
     ), entries as (
       insert into ledger.entry (merchant_id, id, kind, asset, units, debit_book, credit_account_id, credit_balance_after, credit_version,
              source_kind, source_id, at)
       select $1, entry_id, 'grant', 'points', units, 'issued', account_id, units, 1, 'sale', lot_id, '2026-01-15' from made
     )
     insert into ledger.lot (merchant_id, id, account_id, entry_id, source_kind, source_id, granted_units, remaining_units, held_units,
            drawn_units, base_units, earned_at, usable_from, expires_at, expires_day, expires_zone, priority, is_open)
     select $1, lot_id, account_id, entry_id, 'sale', lot_id, units, units, 0, 0, units, '2026-01-15', '2026-01-15',
            '2026-11-30T16:00:00Z', '2026-11-30', 'Asia/Shanghai', 0, true from made`,
    [merchantId, members],
  )
  await client.query('vacuum analyze ledger.account')
  await client.query('vacuum analyze ledger.lot')
}

/** The same rows with nothing but SQL: one statement, no rounds, no locks in order, no thought of inactivity. */
async function bareSql(client: pg.Client, merchantId: string): Promise<number> {
  const start = performance.now()
  await client.query(
    `with due as materialized (
       select l.id, l.account_id, l.remaining_units as units, a.balance_units, a.version, gen_random_uuid() as entry_id
         from ledger.lot l join ledger.account a on a.merchant_id = $1 and a.id = l.account_id
        where l.merchant_id = $1 and l.is_open and l.expires_at <= $2 and l.remaining_units > 0
     ), booked as (
       insert into ledger.entry (merchant_id, id, kind, asset, units, debit_account_id, debit_balance_after, debit_version, credit_book,
              source_kind, source_id, at)
       select $1, entry_id, 'expire', 'points', units, account_id, balance_units - units, version + 1, 'expired', 'lot', id, $2 from due
     ), used as (
       insert into ledger.lot_use (merchant_id, entry_id, lot_id, units, drawn_units, held_units, position)
       select $1, entry_id, id, units, 0, 0, 0 from due
     ), emptied as (
       update ledger.lot l set remaining_units = 0, is_open = false from due where l.merchant_id = $1 and l.id = due.id
     )
     update ledger.account a set balance_units = a.balance_units - due.units, version = a.version + 1
       from due where a.merchant_id = $1 and a.id = due.account_id`,
    [merchantId, at],
  )
  return (performance.now() - start) / 1000
}

async function sweepAll(url: string, merchantId: string): Promise<number> {
  const database = openDatabase({ url, poolSize: 2, assumeRole: 'regulars_app', secretKey: Buffer.alloc(32, 'bench') })
  const start = performance.now()
  const options = { merchantId, actor: { kind: 'system', name: 'bench' } as const, at }
  for (;;) {
    const { lots } = await inTransaction(database, options, (work) => expireValue(work))
    if (lots === 0) break
  }
  await database.close()
  return (performance.now() - start) / 1000
}

async function standOf(client: pg.Client, merchantId: string) {
  const { rows } = await client.query(
    `select (select count(*) from ledger.entry where merchant_id = $1 and kind = 'expire')::integer as entries,
            (select count(distinct source_id) from ledger.entry where merchant_id = $1 and kind = 'expire')::integer as lots,
            (select coalesce(sum(balance_units), 0) from ledger.account where merchant_id = $1)::bigint::text as left_over`,
    [merchantId],
  )
  return rows[0] as { entries: number; lots: number; left_over: string }
}

const shop = await startBenchShop()
const client = new pg.Client(shop.ownerUrl)
await client.connect()
try {
  console.log(await describeMachine(shop.ownerUrl))
  console.log(`${members} lots of ${members} members`)
  for (let round = 1; round <= Number(values.rounds); round++) {
    const [bare, swept] = [newId(), newId()]
    await fill(client, bare)
    await fill(client, swept)
    const [bareSeconds, sweepSeconds] = [await bareSql(client, bare), await sweepAll(shop.ownerUrl, swept)]
    const stand = await standOf(client, swept)
    console.log(
      `round ${round}: bare SQL ${bareSeconds.toFixed(1)} s, sweep ${sweepSeconds.toFixed(1)} s = ${(sweepSeconds / bareSeconds).toFixed(2)}; ${stand.entries} entries, ${stand.left_over} units left`,
    )
  }
  const killed = newId()
  await fill(client, killed)
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), '--sweep', killed, '--url', shop.ownerUrl], {
    stdio: 'inherit',
  })
  // In the middle: some rounds are committed, others not begun.
  while ((await standOf(client, killed)).entries < members / 4) await new Promise((resolve) => setTimeout(resolve, 20))
  child.kill('SIGKILL')
  await new Promise((resolve) => child.once('exit', resolve))
  const half = await standOf(client, killed)
  await sweepAll(shop.ownerUrl, killed)
  const whole = await standOf(client, killed)
  console.log(
    `killed after ${half.entries} lots, run again: ${whole.entries} entries for ${whole.lots} lots, ${whole.entries - whole.lots} doubled, ${whole.left_over} units left`,
  )
} finally {
  await client.end()
  await shop.stop()
}
