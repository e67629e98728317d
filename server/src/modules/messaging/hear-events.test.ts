import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { DeliveredEvent } from '#platform/outbox.ts'
import { newId } from '#shared/ids.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork, testAt } from '#testing/work.ts'
import { plannedMessages } from './hear-events.ts'
import { insertChoices } from './preference-queries.ts'

function eventOf(type: string, memberId: string, data: Record<string, unknown>): DeliveredEvent {
  return { id: newId(), type, subjectKind: 'member', subjectId: memberId, seq: 1, at: testAt, data }
}

test(
  'events of many members heard at once say what each says alone: a coupon its own name, a receipt only to who asked for it last',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const [wants, never, changed] = [await makeMember(work), await makeMember(work), await makeMember(work)]
    const choose = (memberId: string, isOn: boolean) =>
      insertChoices(work, memberId, [{ id: newId(), channel: 'inbox', topic: 'receipts', isOn }], 'portal')
    await choose(wants.id, true)
    await choose(changed.id, true)
    await choose(changed.id, false)
    const coupons: { id: string; memberId: string; templateId: string; name: string }[] = []
    for (const [memberId, name] of [
      [wants.id, '生日券'],
      [never.id, '满减券'],
    ] as const) {
      const { id: templateId } = await makeCouponTemplate(work, { name })
      coupons.push({ ...(await makeCoupon(work, memberId, templateId)), memberId, templateId, name })
    }
    const sale = (memberId: string) =>
      eventOf('sale.completed', memberId, { saleId: newId(), storeId, netCents: 1_000, pointsEarned: 10 })
    const events = [
      ...[wants, never, changed].map(({ id }) => sale(id)),
      ...coupons.map(({ id, memberId, templateId }) =>
        eventOf('coupon.issued', memberId, { couponId: id, templateId }),
      ),
    ]
    const said = () =>
      work.send<{ memberId: string; kind: string; coupon: string | null }>(sql`
        select distinct member_id, kind, data->>'coupon' as coupon from messaging.message
         where merchant_id = ${work.merchantId} order by kind, coupon`)

    await plannedMessages.handleAll!(work, events)
    const together = await said()
    assert.deepEqual(together, [
      { memberId: never.id, kind: 'coupon_issued', coupon: '满减券' },
      { memberId: wants.id, kind: 'coupon_issued', coupon: '生日券' },
      { memberId: wants.id, kind: 'sale_receipt', coupon: null },
    ])
    // Heard again, one by one, nothing is new.
    for (const event of events) await plannedMessages.handle(work, event)
    assert.deepEqual(await said(), together)
  }),
)
