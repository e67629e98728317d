import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setRedeemPolicy } from '#modules/points/redeem-policy.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeRefund } from '#testing/make-refund.ts'
import { givePoints } from '#testing/make-reward.ts'
import { makeSale } from '#testing/make-sale.ts'
import { inWork } from '#testing/work.ts'
import { offerGift } from './gift-points.ts'
import { writeGiftPolicy } from './gift-queries.ts'

test(
  'what returned goods brought back is not given on for a week; the rest is, and after the week all of it (R18)',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    await writeGiftPolicy(work, { isOn: true, dayMost: 10_000, yearMost: 10_000, memberDays: 0 })
    await setRedeemPolicy(work, {
      ...{ version: 0, returnedExpired: 'grace', graceDays: 3 },
      rule: { points: 1, worthCents: 1, minPoints: 0, stepPoints: 1, maxShareBps: 10_000 },
    })
    const { id: memberId } = await makeMember(work)
    const phone = freshPhone()
    await makeMember(work, { phone })
    const { id: itemId } = await makeItem(work)
    await givePoints(work, memberId, storeId, 1_000)
    const sale = await makeSale(work, { storeId, memberId, items: [[itemId, 1]], points: 400 })
    await makeRefund(work, sale)
    const give = (points: number, at = work.at) =>
      offerGift({ ...work, at }, { giftId: newId(), fromId: memberId, phone, points })
    await assert.rejects(give(601), { code: 'gift_of_refunded', details: { days: 7, most: 600 } })
    await give(600)
    await assert.rejects(give(100), { code: 'gift_of_refunded', details: { days: 7, most: 0 } })
    await give(400, new Date(work.at.getTime() + 7 * 86_400_000 + 1))
  }),
)
