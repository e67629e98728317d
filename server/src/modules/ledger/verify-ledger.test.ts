import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import pg from 'pg'
import { newId } from '#shared/ids.ts'
import { accept, isRefusal } from '#shared/refusal.ts'
import { committed, testAt } from '#testing/work.ts'
import { closeBooks, readBooks } from './close-books.ts'
import { expireValue } from './expire-value.ts'
import { extendLots } from './extend-lots.ts'
import { grantPairs, grantValue } from './grant-value.ts'
import type { AccountKey } from './ledger-rules.ts'
import { restoreValue, spendValue } from './spend-value.ts'
import { verifyLedger } from './verify-ledger.ts'

const ownerUrl = process.env.TEST_DATABASE_OWNER_URL
const superuser = new pg.Pool({ ...(ownerUrl ? { connectionString: ownerUrl } : {}), max: 1 })
after(() => superuser.end())

/** A merchant whose one member earned, topped up, spent and got something back. */
async function makeTrade() {
  const merchantId = newId()
  const memberId = newId()
  const account = (asset: string): AccountKey => ({ ownerKind: 'member', ownerId: memberId, asset })
  const booked = () => ({ source: { kind: 'sale', id: newId() } })
  const spend = booked()
  await committed(merchantId, async (work) => {
    await grantValue(work, [{ account: account('points'), units: 100, terms: { expiry: null }, ...booked() }])
    const purse = [account('stored_principal'), account('stored_bonus')]
    const [principal, bonus] = purse as [AccountKey, AccountKey]
    await grantPairs(work, [
      {
        principal: { account: principal, units: 1_000, terms: { expiry: null } },
        bonus: { account: bonus, units: 200, terms: { expiry: null } },
        drawMode: 'proportional',
        ...booked(),
      },
    ])
    await spendValue(work, [{ accounts: purse, units: 600, ...spend }])
    const restore = { spend: spend.source, units: 60, owner: principal, expired: { policy: 'void' } as const }
    await restoreValue(work, [{ ...restore, assets: ['stored_principal', 'stored_bonus'], ...booked() }])
  })
  return merchantId
}

test('a ledger kept by the engine verifies, before and after its books are closed', async () => {
  const merchantId = await makeTrade()
  const before = await committed(merchantId, verifyLedger)
  assert.deepEqual(before, { ok: true, accounts: 3, entries: 7, firstBroken: null })
  const open = await committed(merchantId, readBooks)
  assert.deepEqual(
    open.map(({ asset, book, balanceUnits }) => [asset, book, balanceUnits]),
    [
      ['points', 'issued', -100],
      ['stored_bonus', 'issued', -200],
      ['stored_bonus', 'spent', 90],
      ['stored_principal', 'issued', -1_000],
      ['stored_principal', 'spent', 450],
    ],
  )
  const twoDaysLater = { at: new Date(testAt.getTime() + 2 * 86_400_000) }
  await committed(merchantId, closeBooks, twoDaysLater)
  await committed(merchantId, closeBooks, twoDaysLater)
  assert.deepEqual(await committed(merchantId, readBooks), open)
  assert.equal((await committed(merchantId, verifyLedger)).ok, true)
})

const damages = [
  {
    what: 'a balance raised by hand',
    check: 'accounts_against_lots',
    sql: `update ledger.account set balance_units = balance_units + 1 where merchant_id = $1 and asset = 'points'`,
  },
  {
    what: 'a balance and its lot raised together',
    check: 'accounts_against_entries',
    sql: `with l as (update ledger.lot set remaining_units = remaining_units - 1 where merchant_id = $1 and pair_id is null) update ledger.account set balance_units = balance_units - 1 where merchant_id = $1 and asset = 'points'`,
  },
  {
    what: 'an entry removed',
    check: 'accounts_against_entries',
    sql: `delete from ledger.entry where merchant_id = $1 and kind = 'restore' and asset = 'stored_bonus'`,
  },
  {
    what: 'a balance after that does not follow',
    check: 'entry_chain',
    sql: `update ledger.entry set debit_balance_after = debit_balance_after + 1 where merchant_id = $1 and kind = 'spend' and asset = 'stored_bonus'`,
  },
  {
    what: 'an entry of another asset',
    check: 'entry_assets',
    sql: `update ledger.entry set asset = 'gift_card' where merchant_id = $1 and kind = 'restore' and asset = 'stored_bonus'`,
  },
  {
    what: 'a use removed',
    check: 'lots_against_uses',
    sql: `delete from ledger.lot_use where merchant_id = $1 and units > 0 and lot_id = (select id from ledger.lot where merchant_id = $1 and pair_side = 'bonus')`,
  },
  {
    what: 'a lot without its account',
    check: 'accounts_against_lots',
    sql: `update ledger.lot set account_id = gen_random_uuid() where merchant_id = $1 and pair_side = 'bonus'`,
  },
  {
    what: 'a lot without its entry',
    check: 'orphans',
    sql: `update ledger.lot set entry_id = gen_random_uuid() where merchant_id = $1 and pair_side = 'bonus'`,
  },
  {
    what: 'a use of no lot',
    check: 'orphans',
    sql: `insert into ledger.lot_use select merchant_id, entry_id, gen_random_uuid(), 0, 0, 0, 9 from ledger.lot_use where merchant_id = $1 limit 1`,
  },
  {
    what: 'a restore of nothing',
    check: 'restores_against_spends',
    sql: `update ledger.entry set reverses_entry_id = null where merchant_id = $1 and kind = 'restore' and asset = 'stored_bonus'`,
  },
  {
    what: 'a closed day changed',
    check: 'books_against_entries',
    sql: `insert into ledger.book_day values ($1, '2026-03-01', 'points', 'issued', 0, 99)`,
  },
]
for (const { what, check, sql } of damages) {
  test(`${what} is found and named: ${check}`, async () => {
    const merchantId = await makeTrade()
    const { rowCount } = await superuser.query(sql, [merchantId])
    assert.ok(rowCount! > 0, 'the damage is done')
    const report = await committed(merchantId, verifyLedger)
    assert.equal(report.ok, false)
    assert.equal(report.firstBroken?.check, check)
    assert.equal(report.firstBroken.merchantId, merchantId)
    assert.ok(report.firstBroken.detail.length > 0)
  })
}

test('an extended lot lives on to its new day, its move is a row, and an expiry moved by hand is found', async () => {
  const merchantId = newId()
  const account: AccountKey = { ownerKind: 'member', ownerId: newId(), asset: 'points' }
  const zone = 'Asia/Shanghai'
  const june = { at: new Date('2026-06-30T16:00:00Z'), day: '2026-06-30', zone }
  const july = { at: new Date('2026-07-31T16:00:00Z'), day: '2026-07-31', zone }
  const booked = () => ({ source: { kind: 'freeze', id: newId() } })
  await committed(merchantId, async (work) => {
    const [grant] = await grantValue(work, [{ account, units: 10, terms: { expiry: june }, ...booked() }])
    const { lotId } = accept(grant!)
    const other = { ...account, ownerId: newId() }
    const outcomes = await extendLots(work, [
      { account, lotId: lotId!, expiry: july, ...booked() },
      { account: other, lotId: lotId!, expiry: july, ...booked() },
    ])
    assert.deepEqual(outcomes[0], { from: june })
    assert.ok(isRefusal(outcomes[1]) && outcomes[1].code === 'lot_not_found')
  })
  const sweep = (at: Date) => committed(merchantId, (work) => expireValue(work), { at })
  assert.equal((await sweep(june.at)).units, 0)
  assert.equal((await committed(merchantId, verifyLedger)).ok, true)
  await superuser.query('update ledger.lot set expires_at = $2 where merchant_id = $1', [merchantId, june.at])
  assert.equal((await committed(merchantId, verifyLedger)).firstBroken?.check, 'expiries_against_extensions')
  await superuser.query('update ledger.lot set expires_at = $2 where merchant_id = $1', [merchantId, july.at])
  assert.equal((await sweep(july.at)).units, 10)
})

test('the app cannot change or remove an entry, and no balance goes below zero', async () => {
  const merchantId = await makeTrade()
  const refused = async (text: string, code: string) =>
    assert.rejects(
      committed(merchantId, (work) => work.send(sql.raw(text.replace('$1', `'${merchantId}'`)))),
      { code },
    )
  await refused('delete from ledger.entry where merchant_id = $1', '42501')
  await refused('update ledger.entry set units = 1 where merchant_id = $1', '42501')
  await refused('update ledger.lot_use set units = 1 where merchant_id = $1', '42501')
  await refused(`update ledger.account set balance_units = -1 where merchant_id = $1`, '23514')
  await refused(
    `update ledger.account set debt_units = 1 where merchant_id = $1 and asset = 'stored_principal'`,
    '23514',
  )
  await refused(`update ledger.lot set remaining_units = -1 where merchant_id = $1`, '23514')
})
