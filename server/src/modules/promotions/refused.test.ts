import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#shared/refusal.ts'
import { newId } from '#shared/ids.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { promotionDraft } from '#testing/make-promotion.ts'
import { inWork } from '#testing/work.ts'
import { checkPromotion } from './promotion-save-rules.ts'
import { changePromotion, endPromotion } from './save-promotion.ts'

test(
  'a promotion that is none is neither changed nor ended',
  inWork(async (work) => {
    await makeShop(work)
    const promotionId = newId()
    const change = changePromotion(work, { ...promotionDraft(), promotionId, version: 1, validFrom: null })
    await assert.rejects(change, { code: 'promotion_not_found' })
    await assert.rejects(endPromotion(work, promotionId), { code: 'promotion_not_found' })
  }),
)

test('hours that end before they begin are refused before anything is kept', () => {
  const draft = promotionDraft()
  const hours = [{ fromMinute: 900, untilMinute: 600 }]
  const refusal = checkPromotion({ ...draft, terms: { ...draft.terms, times: { ...draft.terms.times, hours } } })
  assert.ok(isRefusal(refusal))
  assert.equal(refusal.code, 'invalid_promotion_hours')
  assert.equal(checkPromotion(draft), undefined)
})
