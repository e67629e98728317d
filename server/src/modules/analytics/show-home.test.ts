import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { inWork, staffActor } from '#testing/work.ts'
import { showHome } from './show-home.ts'

test(
  'home shows today so far against the same weekday, only up to the same time of day',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work)
    const at = (text: string) => work.as(work.actor, new Date(text))
    const { id: memberId } = await makeMember(at('2026-03-01T01:00:00Z'), { homeStoreId: storeId })
    // Sunday 1 March 2026, 14:00 in Shanghai; the Sunday before at 13:00 (counts) and 15:00 (does not).
    await makeSale(at('2026-02-22T05:00:00Z'), { storeId, items: [[itemId, 1]] })
    await makeSale(at('2026-02-22T07:00:00Z'), { storeId, items: [[itemId, 5]] })
    await makeSale(at('2026-03-01T02:00:00Z'), { storeId, memberId, items: [[itemId, 2]] })
    await makeSale(at('2026-03-01T03:00:00Z'), { storeId, memberId, items: [[itemId, 1]] })
    const home = await showHome(at('2026-03-01T06:00:00Z'), storeId)

    assert.equal(home.day, '2026-03-01')
    const { figures } = home
    assert.ok(figures, 'the system may read everything')
    assert.deepEqual(figures.today, {
      salesCents: 30_000,
      saleCount: 2,
      visitCount: 1,
      topUpCents: 0,
      newMemberCount: 1,
    })
    assert.equal(figures.usual.salesCents, 10_000)
    assert.deepEqual(figures.hours[0], { hour: 10, salesCents: 20_000, usualSalesCents: 0 })
  }),
)

test(
  'without the permission for reports home tells no figure, and only the hands that may be opened',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await makeSale(work, { storeId, items: [[(await makeItem(work)).id, 1]] })
    const home = await showHome(work.as(staffActor(['members.read', 'ledger.read']), work.at), storeId)
    assert.equal(home.figures, null)
    assert.deepEqual(
      home.hands.map(({ kind }) => kind),
      ['points_expiring', 'stored_value_expiring', 'birthdays'],
    )
  }),
)
