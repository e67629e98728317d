import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { setPartyKind } from '#modules/stored-value/settle-stores.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, makeStore } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { makeOffer, makeTopUp } from '#testing/make-top-up.ts'
import { inWork, staffActor, systemActor, type TestWork } from '#testing/work.ts'
import { creditCodeCheck } from './buyer-rules.ts'
import { readSaleInvoicing } from './sale-invoicing.ts'
import { openLines, type Served, settlementPairs, totalOf } from './settlement-invoice-rules.ts'
import {
  readSettlementMonth,
  type RecordedInvoice,
  recordSettlementInvoice,
  saveSettlementTitle,
} from './settlement-invoices.ts'
import { upsertSettings } from './settings-queries.ts'

const refusedAs = (code: string) => (error: unknown) => error instanceof Refused && error.code === code
const month = '2026-03-01'
const on = (work: TestWork, at: string) => work.as(systemActor, new Date(at)) as TestWork
const codeOf = (first17: string) => first17 + creditCodeCheck(first17)!

/** Stores A (own), B and C (each a party of its own); a member who topped 1,200 for 1,000 up at B; tea at 6 %, a pot at 13 %. */
async function makeChain(work: TestWork) {
  const { storeId: a } = await makeShop(work)
  const [b, c] = [(await makeStore(work, { name: 'B 店' })).storeId, (await makeStore(work, { name: 'C 店' })).storeId]
  for (const storeId of [b, c]) await setPartyKind(work, { storeId, kind: 'franchise', version: 0 })
  const { id: memberId } = await makeMember(work)
  await makeTopUp(work, { storeId: b, memberId, offerId: (await makeOffer(work)).id })
  const { id: tea } = await makeItem(work, { listPriceCents: 6_000, taxRateBps: 600 })
  const { id: pot } = await makeItem(work, { listPriceCents: 24_000, taxRateBps: 1_300 })
  const sell = (storeId: string, storedCents: number) =>
    makeSale(work, {
      storeId,
      memberId,
      storedCents,
      items: [
        [tea, 1],
        [pot, 1],
      ],
    })
  return { a, b, c, memberId, sell }
}

async function makeTitles(work: Work, storeIds: readonly string[]): Promise<void> {
  for (const [index, storeId] of storeIds.entries()) {
    const taxNumber = codeOf(`9131000${index}MA1FL0001`.slice(0, 17))
    await saveSettlementTitle(work, { storeId, name: `茶行 ${index}`, taxNumber, version: 0 })
  }
  const settings = { isOn: false, baseUrl: '', appKey: '', secret: null, defaultTaxClass: '1030307000000000000' }
  await upsertSettings(work, { ...settings, sellerTaxNumber: codeOf('91310000MA1FL0009') })
}

const pairsOf = async (work: Work) =>
  (await readSettlementMonth(work, month)).pairs.map(({ sellerId, issuerId, openCents }) => [
    sellerId,
    issuerId,
    openCents,
  ])

test(
  'who serves what another party sold invoices that party for the principal, by rate of tax; the own store and the bonus are no part of it',
  inWork(async (work) => {
    const { a, b, c, sell } = await makeChain(work)
    await sell(b, 30_000)
    await sell(a, 30_000)
    const { saleId } = await sell(c, 15_000)
    // Of 300.00 the proportional draw takes 250.00 of principal, of 150.00 it takes 125.00.
    assert.deepEqual(await pairsOf(work), [
      [null, b, 25_000],
      [c, b, 12_500],
    ])
    const { pairs } = await readSettlementMonth(work, month)
    // A fifth of each basket is tea: 50.00 of 250.00 at 6 %, 200.00 at 13 %.
    assert.deepEqual(pairs[0]!.lines, [
      { taxRateBps: 600, totalCents: 5_000, netCents: 4_717, taxCents: 283 },
      { taxRateBps: 1_300, totalCents: 20_000, netCents: 17_699, taxCents: 2_301 },
    ])
    assert.deepEqual(await readSaleInvoicing(work, saleId), {
      invoiceableCents: 15_000,
      parts: [
        { kind: 'stored_value', keptCents: 15_000, flag: 'invoiced_when_sold' },
        { kind: 'cash', keptCents: 15_000, flag: 'invoiceable' },
      ],
      origins: [{ originStoreId: b, principalCents: 12_500, isInvoicedBetween: true }],
    })
    const own = await sell(b, 6_000)
    const { origins } = await readSaleInvoicing(work, own.saleId)
    assert.deepEqual(origins, [{ originStoreId: b, principalCents: 5_000, isInvoicedBetween: false }])
  }),
)

test(
  'an invoice is recorded once for what is open of a month that is over; what comes back later is a red letter with its confirmation',
  inWork(async (work) => {
    const { a, b, c, sell } = await makeChain(work)
    const { saleId, input } = await sell(c, 30_000)
    const wish: RecordedInvoice = {
      ...{ id: newId(), month, sellerId: c, issuerId: b, totalCents: 25_000, invoiceNumber: '26310000000000000001' },
      ...{ confirmationNumber: null, issuedDay: '2026-04-02' },
    }
    const april = on(work, '2026-04-03T02:00:00Z')
    await assert.rejects(recordSettlementInvoice(work, wish), refusedAs('settlement_month_running'))
    await assert.rejects(recordSettlementInvoice(april, wish), refusedAs('settlement_title_missing'))
    await makeTitles(work, [b, c])
    await assert.rejects(recordSettlementInvoice(april, { ...wish, totalCents: 24_999 }), refusedAs('quote_changed'))
    await assert.rejects(
      recordSettlementInvoice(april, { ...wish, issuedDay: '2026-04-09' }),
      refusedAs('invalid_input'),
    )
    await assert.rejects(
      recordSettlementInvoice(april, { ...wish, confirmationNumber: '31000012345678901234' }),
      refusedAs('settlement_red_letter'),
    )
    await assert.rejects(
      recordSettlementInvoice(april, { ...wish, sellerId: null }),
      refusedAs('settlement_nothing_open'),
    )
    const row = await recordSettlementInvoice(april, wish)
    assert.deepEqual([row.netCents, row.taxCents, row.buyerName], [22_416, 2_584, '茶行 0'])
    await assert.rejects(recordSettlementInvoice(april, wish), refusedAs('settlement_nothing_open'))

    const { lineId } = input.lines[0]!
    const back = { saleId, lines: [{ lineId, quantityMilli: 1000 }] }
    const { fingerprint } = await previewRefund(work, back)
    await refundSale(work, { ...back, fingerprint, reason: '退货', refundId: newId() })
    assert.deepEqual(await pairsOf(work), [[c, b, -5_000]])
    const red = { ...wish, id: newId(), totalCents: -5_000 }
    await assert.rejects(recordSettlementInvoice(april, red), refusedAs('settlement_red_letter'))
    const confirmed = { ...red, confirmationNumber: '31000012345678901234' }
    await assert.rejects(recordSettlementInvoice(april, confirmed), refusedAs('settlement_number_recorded'))
    await recordSettlementInvoice(april, { ...confirmed, invoiceNumber: '26310000000000000002' })
    assert.deepEqual(await pairsOf(work), [[c, b, 0]])

    await setPartyKind(work, { storeId: c, kind: 'own', version: 1 })
    const { pairs } = await readSettlementMonth(work, month)
    assert.equal(
      pairs.find(({ sellerId }) => sellerId === c)?.openCents,
      -20_000,
      'what was invoiced stays, as too much',
    )
    const scoped = work.as(staffActor(['invoices.read'], [a]), work.at)
    await assert.rejects(readSettlementMonth(scoped, month), refusedAs('store_not_allowed'))
  }),
)

test('lines sum to what is settled, whatever was bought and came back, and nothing is open once all is invoiced', () => {
  const share = fc.record({
    taxRateBps: fc.constantFrom(0, 300, 600, 1_300),
    cents: fc.integer({ min: 1, max: 900_000 }),
  })
  const party = fc.constantFrom(null, 'b', 'c')
  const served = fc.record({
    ...{ sellerId: party, issuerId: party, cents: fc.integer({ min: -500_000, max: 500_000 }) },
    shares: fc.uniqueArray(share, { selector: ({ taxRateBps }) => taxRateBps, minLength: 1 }),
  })
  fc.assert(
    fc.property(fc.array(served), (all: Served[]) => {
      for (const { sellerId, issuerId, totals } of settlementPairs(all)) {
        const own = all.filter((one) => one.sellerId === sellerId && one.issuerId === issuerId)
        const lines = openLines(totals, [])
        assert.equal(
          totalOf(lines),
          own.reduce((sum, { cents }) => sum + cents, 0),
        )
        for (const line of lines) assert.equal(line.totalCents, line.netCents + line.taxCents)
        assert.deepEqual(openLines(totals, lines), [])
      }
    }),
  )
})
