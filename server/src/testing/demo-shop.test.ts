import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { inTransaction } from '#platform/transaction.ts'
import { buildDemoShop } from './demo-shop.ts'
import { systemActor, testAt, testDatabase } from './work.ts'

test('the demo’s statements run in the order of time: no line of a purse, of points or of a pass is older than the one below it', async () => {
  const database = testDatabase()
  const { merchantId } = await buildDemoShop({ database, today: testAt, members: 60, days: 45 })
  const torn = await inTransaction(database, { merchantId, actor: systemActor, at: testAt }, (work) =>
    work.send<{ lines: number; jumps: string[] | null }>(sql`
      with side as (
        select debit_account_id as account_id, debit_version as version, at, kind, source_kind from ledger.entry
         where merchant_id = ${merchantId}
        union all
        select credit_account_id, credit_version, at, kind, source_kind from ledger.entry
         where merchant_id = ${merchantId} and credit_account_id is distinct from debit_account_id),
      line as (
        select side.*, account.asset, lag(side.at) over (partition by account_id order by side.version) as below_at
          from side join ledger.account on account.merchant_id = ${merchantId} and account.id = side.account_id)
      select count(*)::int as lines,
             array_agg(distinct asset || ' ' || kind || ' ' || source_kind) filter (where at < below_at) as jumps
        from line`),
  )
  assert.equal(torn[0]?.jumps, null)
  assert.ok(torn[0].lines > 300, 'a shop that was lived in')
})
