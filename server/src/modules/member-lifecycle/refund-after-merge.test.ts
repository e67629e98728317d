import assert from 'node:assert/strict'
import { test } from 'node:test'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { newId } from '#shared/ids.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { inWork } from '#testing/work.ts'
import { mergeMembers, quoteMerge } from './merge-members.ts'

test(
  'what a merged member paid from stored value comes back to the member they are now',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: itemId } = await makeItem(work)
    const [survivor, absorbed] = [await makeMember(work), await makeMember(work)]
    await makeStoredValue(work, absorbed.id, 10_000, 2_000)
    const { saleId, input } = await makeSale(work, {
      storeId,
      memberId: absorbed.id,
      items: [[itemId, 1]],
      storedCents: 6_000,
    })
    const pair = { survivorId: survivor.id, absorbedId: absorbed.id }
    const { fingerprint } = await quoteMerge(work, pair)
    await mergeMembers(work, { ...pair, id: newId(), fingerprint })

    const lines = [{ lineId: input.lines[0]!.lineId, quantityMilli: 1000 }]
    const plan = await previewRefund(work, { saleId, lines })
    await refundSale(work, { saleId, lines, fingerprint: plan.fingerprint, reason: '退货', refundId: newId() })

    assert.equal((await holdings(work, survivor.id)).storedCents, 12_000)
    assert.equal((await holdings(work, absorbed.id)).storedCents, 0)
    assert.equal((await verifyLedger(work)).ok, true)
  }),
)
