import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setEarnPolicy } from './set-earn-policy.ts'
import { setRedeemPolicy } from './redeem-policy.ts'
import { localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { campaignDraft } from '#testing/make-campaign.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop, type MadeShop, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { committed, testAt, type TestWork } from '#testing/work.ts'

let shop: MadeShop
let owner: SignedIn

before(async () => {
  const app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
})

const draft = (given: Parameters<typeof campaignDraft>[0] = {}) => {
  const { startsAt, endsAt, ...rest } = campaignDraft(given)
  return { ...rest, startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null }
}
const publish = (given?: Parameters<typeof campaignDraft>[0]) =>
  owner.call({ method: 'POST', url: '/points/campaigns', payload: draft(given) })

test('a campaign is tried on real sales, published, changed and ended; each version stays readable', async () => {
  assert.equal((await publish()).body.code, 'campaign_without_base')
  const lately = new Date(testAt.getTime() - 3 * 86_400_000)
  const regularsBuy = async (work: TestWork) => {
    const rule = { points: 1, perCents: 100, excludedTenders: [], isTaxIncluded: true }
    await setEarnPolicy(work, { rule, expiry: null })
    const redeem = { points: 100, worthCents: 100, minPoints: 0, stepPoints: 100, maxShareBps: 5_000 }
    await setRedeemPolicy(work, { version: 0, rule: redeem, returnedExpired: 'void', graceDays: 0 })
    const { id: itemId } = await makeItem(work)
    const regulars = [await makeMember(work), await makeMember(work)]
    for (const [index, memberId] of regulars.map(({ id }) => id).entries()) {
      await makeSale(work, { storeId: shop.storeId, memberId, items: [[itemId, index + 1]] })
    }
    await makeSale(work, { storeId: shop.storeId, items: [[itemId, 1]] })
    return { itemId }
  }
  const sold = await committed(shop.merchantId, regularsBuy, { at: lately })

  const simulate = (given: Parameters<typeof campaignDraft>[0], days = 180) => {
    const { simulated: _, ...tried } = draft(given)
    return owner.call({
      method: 'POST',
      url: '/points/campaign-simulations',
      payload: { ...tried, campaignId: null, days },
    })
  }
  const { status, body: cost } = await simulate({ terms: { caps: { salePoints: 150 } } })
  assert.equal(status, 200, JSON.stringify(cost))
  assert.deepEqual(
    [cost.sales, cost.beforePoints, cost.afterPoints, cost.draftPoints, cost.cutPoints, cost.touchedMembers],
    [2, 300, 550, 250, 50, 2],
  )
  assert.deepEqual([cost.addedCents, cost.afterCents, cost.isCut], [250, 550, false])
  assert.deepEqual(
    cost.byStore.map((row: { storeId: string; addedCents: number }) => [row.storeId, row.addedCents]),
    [[shop.storeId, 250]],
  )
  const { body: budget } = await simulate({ budgetPoints: 100 })
  assert.deepEqual(
    [budget.draftPoints, budget.cutPoints, budget.spentOn],
    [100, 200, localDay(lately, 'Asia/Shanghai')],
  )
  assert.equal((await simulate({ terms: { give: { kind: 'per_piece', points: 7 } } })).body.draftPoints, 21)

  const simulated = { days: 30, sales: 2, points: 250, addedPoints: 250, addedCents: 250 }
  const { body: made } = await publish({ simulated })
  const url = `/points/campaigns/${made.campaignId}`
  const change = (version: number, given: Parameters<typeof campaignDraft>[0]) =>
    owner.call({ method: 'PUT', url, payload: { version, ...draft(given) } })
  assert.deepEqual((await change(1, { name: '周日三倍' })).body.version, 2)
  assert.equal((await change(1, { name: '周日三倍' })).body.code, 'settings_changed')

  const sale = await committed(
    shop.merchantId,
    async (work) => {
      const { id: memberId } = await makeMember(work)
      return makeSale(work, { storeId: shop.storeId, memberId, items: [[sold.itemId, 1]] })
    },
    { at: new Date(testAt.getTime() + 1_000) },
  )
  assert.equal(sale.pointsEarned, 200)
  const { body: shown } = await owner.call({ url })
  assert.deepEqual([shown.state, shown.name, shown.givenPoints, shown.givenCents], ['running', '周日三倍', 100, 100])
  assert.deepEqual(
    shown.versions.map((version: { version: number; name: string }) => [version.version, version.name]),
    [
      [2, '周日三倍'],
      [1, '会员日双倍积分'],
    ],
  )
  assert.deepEqual(shown.versions[1].simulated, simulated)
  const { body: booked } = await owner.call({ url: `/sales/${sale.saleId}` })
  assert.deepEqual(
    booked.earned.map((part: { name: string | null; points: number }) => [part.name, part.points]),
    [
      [null, 100],
      ['周日三倍', 100],
    ],
  )

  assert.equal((await owner.call({ method: 'POST', url: `${url}/end` })).status, 200)
  assert.equal((await change(2, { name: '再来' })).body.code, 'campaign_ended')
  const { body: list } = await owner.call({ url: '/points/campaigns' })
  assert.deepEqual(
    list.items.map((item: { campaignId: string; state: string }) => [item.campaignId, item.state]),
    [[made.campaignId, 'ended']],
  )
})

const misfits: { code: string; given: Parameters<typeof campaignDraft>[0] }[] = [
  { code: 'invalid_campaign_period', given: { endsAt: testAt } },
  { code: 'store_not_found', given: { terms: { storeIds: [newId()] } } },
  { code: 'invalid_campaign_caps', given: { terms: { caps: { memberDayPoints: 9, memberMonthPoints: 8 } } } },
]
for (const { code, given } of misfits) {
  test(`a campaign that cannot be is refused: ${code}`, async () => {
    assert.equal((await publish(given)).body.code, code)
  })
}
