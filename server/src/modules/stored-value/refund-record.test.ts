import assert from 'node:assert/strict'
import { test } from 'node:test'
import { giftValue } from '#modules/ledger/move-value.ts'
import { spendValue } from '#modules/ledger/spend-value.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeOffer, makeTopUp } from '#testing/make-top-up.ts'
import { inWork } from '#testing/work.ts'
import { previewTopUpRefund, refundTopUp } from './refund-top-up.ts'
import { storedValuePurse } from './sell-top-up.ts'
import { readTopUpRefund } from './top-up-refund-queries.ts'

async function giveBack(work: Work, topUpId: string, storeId: string) {
  const cause = 'merchant' as const
  const { fingerprint } = await previewTopUpRefund(work, { topUpId, cause })
  const tender = { kind: 'other', method: 'wechat' } as const
  await refundTopUp(work, { topUpId, refundId: newId(), storeId, cause, tender, reason: '闭店', fingerprint })
  return (await readTopUpRefund(work, topUpId))!
}

test(
  'a refund keeps what its formula needs: 600 used of 1,000 and 200 on top are 1,000 − 600 × 1,000 ÷ 1,200 = 500 (R3)',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: offerId } = await makeOffer(work)
    const { topUpId } = await makeTopUp(work, { storeId, memberId, offerId })
    const used = { units: 60_000, source: { kind: 'sale', id: newId() }, storeId }
    accept((await spendValue(work, [{ accounts: storedValuePurse(memberId), ...used }]))[0]!)
    const { refundId: _, at, ...record } = await giveBack(work, topUpId, storeId)
    assert.deepEqual(record, {
      ...{ cause: 'merchant', basis: 'ratio', isWithdrawal: false, knewGoods: false },
      ...{ countedPrincipalCents: 100_000, consumedCents: 60_000, owedCents: 50_000, refundCents: 50_000 },
      ...{ principalTakenCents: 50_000, bonusForfeitedCents: 10_000 },
      ...{ tenderKind: 'other', tenderMethod: 'wechat', reason: '闭店', storeId },
    })
    assert.deepEqual(at, work.at)
  }),
)

test(
  'principal that was given away first no longer counts, also when the refund is looked at again',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const [{ id: memberId }, { id: friendId }] = [await makeMember(work), await makeMember(work)]
    const { id: offerId } = await makeOffer(work)
    const { topUpId } = await makeTopUp(work, { storeId, memberId, offerId })
    const given = {
      from: { ownerKind: 'member', ownerId: memberId },
      to: { ownerKind: 'member', ownerId: friendId },
    } as const
    const move = { ...given, assets: ['stored_principal'], kind: 'gift', units: 30_000 } as const
    accept((await giftValue(work, [{ ...move, source: { kind: 'gift', id: newId() } }]))[0]!)
    const { countedPrincipalCents, owedCents, refundCents } = await giveBack(work, topUpId, storeId)
    assert.deepEqual([countedPrincipalCents, owedCents, refundCents], [70_000, 70_000, 70_000])
  }),
)
