import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { inWork } from '#testing/work.ts'
import { planCouponUse } from './coupon-rules.ts'
import { listIssued } from './issued-queries.ts'
import { issuedStates } from './issued-state-rules.ts'
import { revokeCoupon } from './revoke-coupon.ts'
import { readTemplateFigures } from './template-queries.ts'
import { lockCoupons, writeCouponUses } from './use-coupons.ts'

const ago = (work: Work, days: number): Work => ({ ...work, at: new Date(work.at.getTime() - days * 86_400_000) })

test(
  'each coupon of a kind stands in the list by what became of it, with the sale that took it, and the figures count the same',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: templateId } = await makeCouponTemplate(ago(work, 50))
    const { id: otherId } = await makeCouponTemplate(work)
    const [memberId, friendId] = [(await makeMember(work)).id, (await makeMember(work)).id]
    const { id: endedId } = await makeCoupon(ago(work, 40), memberId, templateId)
    const { id: usedId } = await makeCoupon(ago(work, 3), memberId, templateId)
    const { id: backId } = await makeCoupon(ago(work, 2), friendId, templateId)
    const { id: openId } = await makeCoupon(ago(work, 1), friendId, templateId)
    await makeCoupon(work, friendId, otherId)
    const saleId = newId()
    const state = await lockCoupons(work, [usedId])
    const sale = { saleId, storeId, timeZone: 'Asia/Shanghai', memberId, at: work.at }
    await writeCouponUses(work, accept(planCouponUse(state, sale, [{ couponId: usedId, offCents: 700 }])))
    await revokeCoupon(work, backId)

    const page = { templateId, before: null, limit: 10 }
    const all = await listIssued(work, { ...page, state: null })
    assert.deepEqual(
      all.map(({ id }) => id),
      [openId, backId, usedId, endedId],
    )
    assert.deepEqual(
      all.filter(({ id }) => id === usedId).map((row) => [row.saleId, row.storeId, row.offCents, row.memberId]),
      [[saleId, storeId, 700, memberId]],
    )
    const found = await Promise.all(
      issuedStates.map(async (each) => (await listIssued(work, { ...page, state: each })).map(({ id }) => id)),
    )
    assert.deepEqual(found, [[openId], [usedId], [endedId], [backId]])
    const behind = { ...page, state: null, before: [all[1]!.issuedAt.toISOString(), backId] as const }
    assert.deepEqual(
      (await listIssued(work, behind)).map(({ id }) => id),
      [usedId, endedId],
    )
    const figures = { issued: 4, unused: 1, used: 1, expired: 1, uses: 1, offCents: 700 }
    assert.deepEqual(await readTemplateFigures(work, templateId), figures)
    assert.equal(await readTemplateFigures(work, newId()), undefined)
  }),
)
