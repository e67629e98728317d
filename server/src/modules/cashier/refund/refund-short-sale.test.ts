import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { bookOfflineSales } from '#modules/cashier/offline/book-offline-sales.ts'
import { settleConflict } from '#modules/cashier/offline/settle-conflict.ts'
import { readSale } from '#modules/cashier/sale/sale-queries.ts'
import { showSale } from '#modules/cashier/sale-views.ts'
import { pastDevice } from '#modules/identity/past-device.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeDevice, makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { inWork } from '#testing/work.ts'
import { listConflicts } from '#modules/cashier/offline/conflict-queries.ts'
import { previewRefund, refundSale } from './refund-sale.ts'

/** Ten shirts for 100 yuan, paid from stored value without a line; the member had 40. */
async function makeShortSale(work: Work) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  const { id: itemId } = await makeItem(work, { listPriceCents: 1_000 })
  await makeStoredValue(work, memberId, 4_000)
  const till = await makeDevice(work, storeId)
  const wish = { storeId, memberId, items: [[itemId, 10]] as const, storedCents: 10_000 }
  const made = await makeOfflineSale(work, { ...wish, till, cashierId: null, sequence: 1 })
  const device = (await pastDevice(work, till.deviceId))!
  await bookOfflineSales(work, device, { deviceId: till.deviceId, sales: [made], rescuedBy: null })
  const { saleId } = made
  const { lineId } = made.input.lines[0]!
  return {
    memberId,
    /** Gives back so many shirts; the cents that nobody got, as the refund's record says. */
    giveBack: async (shirts: number) => {
      const lines = [{ lineId, quantityMilli: shirts * 1000 }]
      const { fingerprint } = await previewRefund(work, { saleId, lines })
      await refundSale(work, { saleId, lines, fingerprint, reason: '不合适', refundId: newId() })
      return (await readSale(work, saleId))!.refunds.at(-1)!.tenders[0]!.shortUnits
    },
    settle: async (resolution: 'charge_member' | 'write_off' | 'accept') =>
      settleConflict(work, { conflictId: (await conflictOf(work)).id, resolution }),
    stillShort: async () => (await showSale(work, (await readSale(work, saleId))!)).tenders[0]!.shortUnits,
  }
}

async function conflictOf(work: Work) {
  const filter = { isOpen: null, storeIds: null, storeId: null, before: null, limit: 10 }
  return (await listConflicts(work, filter)).find(({ kind }) => kind === 'balance_short')!
}

/** What the books of stand-ins hold: nothing, once all is settled. */
async function shortfallOf(work: Work): Promise<number> {
  const [row] = await work.send<{ units: number }>(sql`
    select coalesce(sum(case when debit_book = 'offline_shortfall' then units else 0 end
                      - case when credit_book = 'offline_shortfall' then units else 0 end), 0)::bigint as units
      from ledger.entry where merchant_id = ${work.merchantId}`)
  return row!.units
}

test(
  'charged later, the member gets all of it back when the goods come back',
  inWork(async (work) => {
    const { memberId, giveBack, settle, stillShort } = await makeShortSale(work)
    assert.equal(await stillShort(), 6_000)
    await makeStoredValue(work, memberId, 10_000)
    await settle('charge_member')
    assert.equal((await holdings(work, memberId)).storedCents, 4_000)
    assert.equal(await stillShort(), 0)
    assert.equal(await shortfallOf(work), 0)

    assert.deepEqual([await giveBack(3), await giveBack(7)], [0, 0])
    assert.equal((await holdings(work, memberId)).storedCents, 14_000)
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)

test(
  'goods that came back before are not charged any more: only the rest is, and comes back with the rest',
  inWork(async (work) => {
    const { memberId, giveBack, settle, stillShort } = await makeShortSale(work)
    assert.equal(await giveBack(7), 3_000)
    assert.equal((await holdings(work, memberId)).storedCents, 4_000)
    assert.equal((await conflictOf(work)).leftUnits, 3_000)
    await settle('charge_member')
    assert.equal((await holdings(work, memberId)).storedCents, 1_000)
    assert.equal(await stillShort(), 3_000)
    assert.equal(await shortfallOf(work), 0)

    assert.equal(await giveBack(3), 0)
    assert.equal((await holdings(work, memberId)).storedCents, 4_000)
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)

test(
  'borne by the shop, the loss is undone by goods that come back, and the member gets what they gave',
  inWork(async (work) => {
    const { memberId, giveBack, settle, stillShort } = await makeShortSale(work)
    await settle('write_off')
    assert.equal(await shortfallOf(work), 0)
    assert.deepEqual([await giveBack(2), await giveBack(8)], [0, 6_000])
    assert.equal((await holdings(work, memberId)).storedCents, 4_000)
    assert.equal(await stillShort(), 6_000)
    assert.equal(await shortfallOf(work), 0)
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)

test(
  'with all of the goods back nothing is left to charge or to bear',
  inWork(async (work) => {
    const { memberId, giveBack, settle } = await makeShortSale(work)
    assert.equal(await giveBack(10), 6_000)
    assert.equal((await conflictOf(work)).leftUnits, 0)
    assert.equal(await shortfallOf(work), 0)
    await assert.rejects(settle('charge_member'), { code: 'invalid_resolution' })
    await settle('accept')
    assert.equal((await holdings(work, memberId)).storedCents, 4_000)
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)
