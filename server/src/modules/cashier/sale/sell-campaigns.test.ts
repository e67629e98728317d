import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { bookOfflineSales } from '#modules/cashier/offline/book-offline-sales.ts'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { updateMember } from '#modules/members/update-member.ts'
import { changeCampaign } from '#modules/points/campaign-save.ts'
import { setEarnPolicy } from '#modules/points/set-earn-policy.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { campaignDraft, makeCampaign } from '#testing/make-campaign.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeDevice, makeShop } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { makeSale, saleInputOf, type SaleWish } from '#testing/make-sale.ts'
import { holdings } from '#testing/make-value.ts'
import { inWork, systemActor, type TestWork } from '#testing/work.ts'
import { quoteSale } from './quote-sale.ts'
import { readSale } from './sale-queries.ts'
import { sell } from './sell.ts'

/** A shop that gives a point for each yuan, a member, an item for 100.00. */
async function makeRegular(work: TestWork) {
  const { storeId } = await makeShop(work)
  const rule = { points: 1, perCents: 100, excludedTenders: ['points'], isTaxIncluded: true }
  await setEarnPolicy(work, { rule, expiry: { months: 12, round: 'day' } })
  const { id: memberId } = await makeMember(work)
  const { id: itemId } = await makeItem(work)
  return { storeId, memberId, itemId }
}

async function givenPoints(work: TestWork, campaignId: string): Promise<number> {
  const [row] = await work.send<{ givenPoints: number }>(sql`
    select given_points from points.campaign_counter where merchant_id = ${work.merchantId} and campaign_id = ${campaignId}`)
  return row!.givenPoints
}

async function giveBack(work: TestWork, saleId: string, units: number) {
  const sale = (await readSale(work, saleId))!
  const lines = [{ lineId: sale.lines[0]!.lineId, quantityMilli: units * 1000 }]
  const { fingerprint } = await previewRefund(work, { saleId, lines })
  return refundSale(work, { saleId, lines, fingerprint, reason: '退货', refundId: newId() })
}

const later = (work: TestWork, days: number) =>
  work.as(systemActor, new Date(work.at.getTime() + days * 86_400_000)) as TestWork

test(
  'a sale earns by its campaigns, keeps what they gave, and a refund takes back just what the rest no longer earns',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const double = await makeCampaign(work, { budgetPoints: 10_000 })
    await makeCampaign(work, {
      name: '满二百送五十',
      terms: { give: { kind: 'fixed', points: 50 }, minBasisCents: 20_000 },
    })
    const sale = await makeSale(work, { storeId, memberId, items: [[itemId, 3]] })
    assert.equal(sale.pointsEarned, 300 + 300 + 50)
    assert.equal((await holdings(work, memberId)).points, 650)
    const kept = (await readSale(work, sale.saleId))!.earnRule!
    assert.equal(kept.campaigns, undefined)
    assert.deepEqual(kept.given!.map(({ name, points }) => [name, points]).sort(), [
      ['会员日双倍积分', 300],
      ['满二百送五十', 50],
    ])
    assert.equal(await givenPoints(work, double.id), 300)

    assert.equal((await giveBack(work, sale.saleId, 1)).pointsReversed, 200)
    assert.equal(await givenPoints(work, double.id), 200)
    assert.equal((await giveBack(work, sale.saleId, 1)).pointsReversed, 250)
    assert.equal((await giveBack(work, sale.saleId, 1)).pointsReversed, 200)
    assert.equal(await givenPoints(work, double.id), 0)
    assert.equal((await holdings(work, memberId)).points, 0)
    assert.equal((await verifyLedger(work)).firstBroken, null)
  }),
)

test(
  'the quote shows what the sale then gives; the fingerprint does not hang on campaigns',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const wish: SaleWish = { storeId, memberId, items: [[itemId, 1]] }
    const before = await saleInputOf(work, wish)
    await makeCampaign(work)
    const quote = await quoteSale(work, before)
    assert.equal(quote.pointsEarned, 200)
    assert.equal(quote.fingerprint, before.fingerprint)
    const [booked] = await sell(work, [{ work, input: before, key: newId() }])
    assert.ok(!(booked instanceof Refused))
    assert.equal(booked!.pointsEarned, 200)
  }),
)

test(
  'in one batch the second sale finds what the first left of a member’s day and of the budget',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const { id: other } = await makeMember(work)
    await makeCampaign(work, { budgetPoints: 190, terms: { caps: { memberDayPoints: 120 } } })
    const of = async (id: string) => ({
      work,
      input: await saleInputOf(work, { storeId, memberId: id, items: [[itemId, 1]] }),
    })
    const turns = [await of(memberId), await of(memberId), await of(other), await of(other)]
    const booked = await sell(
      work,
      turns.map((turn) => ({ ...turn, key: newId() })),
    )
    assert.deepEqual(
      booked.map((each) => (each instanceof Refused ? each.code : each.pointsEarned)),
      [200, 120, 170, 100],
    )
  }),
)

test(
  'a budget raised gives again; one below what was given is refused',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const { id: campaignId } = await makeCampaign(work, { budgetPoints: 60 })
    const earned = async () => (await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })).pointsEarned
    assert.deepEqual([await earned(), await earned()], [160, 100])
    const change = (version: number, budgetPoints: number | null) =>
      changeCampaign(work, { campaignId, version, ...campaignDraft({ budgetPoints }) })
    await assert.rejects(change(1, 59), { code: 'invalid_campaign_budget' })
    await change(1, 90)
    assert.deepEqual([await earned(), await earned()], [130, 100])
    await change(2, null)
    assert.equal(await earned(), 200)
  }),
)

test(
  'a birthday is had once, also when it is moved; the next year it is had again',
  inWork(async (work) => {
    const { storeId, itemId } = await makeRegular(work)
    const solar = (month: number, date: number) => ({
      ...{ calendar: 'solar' as const, year: null, month, date, isLeapMonth: false },
    })
    const { id: memberId } = await makeMember(work, { birthday: solar(3, 1) })
    await makeCampaign(work, { terms: { occasion: 'birthday_day', give: { kind: 'fixed', points: 88 } } })
    const earned = async (on: TestWork) =>
      (await makeSale(on, { storeId, memberId, items: [[itemId, 1]] })).pointsEarned
    assert.equal(await earned(work), 188)
    await updateMember(work, { memberId, version: 1, changes: { birthday: solar(3, 4) } })
    assert.equal(await earned(later(work, 3)), 100)
    assert.equal(await earned(later(work, 368)), 188)
  }),
)

test(
  'a first visit is a member’s first sale that cost something, and is told once',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    await makeCampaign(work, { terms: { occasion: 'first_visit', give: { kind: 'fixed', points: 30 } } })
    const earned = async () => (await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })).pointsEarned
    assert.deepEqual([await earned(), await earned()], [130, 100])
    assert.equal(work.emitted.filter((type) => type === 'member.first_visited').length, 1)
  }),
)

test(
  'a sale made without a line earns by the campaigns of its own hour, on top of what the receipt promised',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const { deviceId, number } = await makeDevice(work, storeId)
    const hour = { from: new Date(work.at.getTime() - 7_200_000), until: new Date(work.at.getTime() - 3_600_000) }
    await makeCampaign(later(work, -1), { startsAt: hour.from, endsAt: hour.until, terms: { channels: ['offline'] } })
    const till = { id: deviceId, storeId, number, revokedAt: null }
    const made = (sequence: number, happenedAt: Date) =>
      makeOfflineSale(work, {
        ...{ storeId, memberId, items: [[itemId, 1]] as const, till: { deviceId, number } },
        ...{ cashierId: null, sequence, happenedAt },
      })
    const sales = [await made(1, hour.from), await made(2, hour.until)]
    await bookOfflineSales(work, till, { deviceId, sales, rescuedBy: null })
    const points = async (index: number) => (await readSale(work, sales[index]!.saleId))!.pointsEarned
    assert.deepEqual([await points(0), await points(1)], [200, 100])
    assert.equal((await giveBack(work, sales[0]!.saleId, 1)).pointsReversed, 200)
  }),
)

test(
  'sales that no campaign reaches write and read nothing more',
  inWork(async (work) => {
    const { storeId, memberId, itemId } = await makeRegular(work)
    const sent: string[] = []
    const { send } = work
    work.send = (query) => {
      sent.push('compile' in query ? query.compile(work.tx).sql : '')
      return send(query)
    }
    await makeSale(work, { storeId, memberId, items: [[itemId, 1]] })
    const own = sent.filter((text) => /campaign|birthday_use|action_/.test(text))
    assert.ok(
      own.every((text) => text.includes('points.rule')),
      'only the statement that reads the rule knows of them',
    )
  }),
)
