import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spendValue } from '#modules/ledger/spend-value.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeOffer, makeTopUp } from '#testing/make-top-up.ts'
import { inWork, type TestWork } from '#testing/work.ts'
import { readMyTopUp, readMyTopUps } from './my-top-ups.ts'
import { storedValuePurse } from './sell-top-up.ts'

const later = (work: TestWork, days: number) =>
  work.as(work.actor, new Date(work.at.getTime() + days * 86_400_000)) as TestWork

test(
  'a member reads the terms of a top-up, and what the rest pays on their wish: by ratio for seven days, at list price after (R3, R5)',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const { id: memberId } = await makeMember(work)
    const { id: offerId } = await makeOffer(work, { drawMode: 'bonus_first', bonusMonths: 12 })
    const { topUpId } = await makeTopUp(work, { storeId, memberId, offerId })
    const used = { units: 60_000, source: { kind: 'sale', id: newId() }, storeId }
    accept((await spendValue(work, [{ accounts: storedValuePurse(memberId), ...used }]))[0]!)
    const mine = { topUpId, memberIds: [memberId] }
    const soon = await readMyTopUp(later(work, 7), mine)
    assert.deepEqual(
      [soon.drawMode, soon.bonusExpiresDay, soon.lawPack, soon.withdrawalUntil],
      ['bonus_first', '2027-03-01', 'CN@2025-05-01', '2026-03-08'],
    )
    assert.deepEqual([soon.refundNow!.isWithdrawal, soon.refundNow!.refundCents], [true, 50_000])
    const { refundNow } = await readMyTopUp(later(work, 8), mine)
    assert.deepEqual([refundNow!.isWithdrawal, refundNow!.basis, refundNow!.refundCents], [false, 'list_price', 40_000])
  }),
)

test(
  'nobody reads the top-up of somebody else, and one that is used up pays nothing',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const [{ id: memberId }, { id: otherId }] = [await makeMember(work), await makeMember(work)]
    const { topUpId } = await makeTopUp(work, { storeId, memberId, principalCents: 5_000 })
    assert.deepEqual(await readMyTopUps(work, [otherId]), [])
    await assert.rejects(
      readMyTopUp(work, { topUpId, memberIds: [otherId] }),
      (error) => error instanceof Refused && error.code === 'top_up_not_found',
    )
    const all = { units: 5_000, source: { kind: 'sale', id: newId() }, storeId }
    accept((await spendValue(work, [{ accounts: storedValuePurse(memberId), ...all }]))[0]!)
    assert.equal((await readMyTopUp(work, { topUpId, memberIds: [memberId] })).refundNow, null)
    assert.equal((await readMyTopUps(work, [memberId]))[0]!.id, topUpId)
  }),
)
