import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultRegion, packOn } from '#modules/law-packs/pack-rules.ts'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { localDay } from '#shared/business-day.ts'
import { newId } from '#shared/ids.ts'
import { Refused } from '#shared/refusal.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { committed } from '#testing/work.ts'
import { previewTopUps, sellTopUps, storedValuePurse } from './sell-top-up.ts'

test('of top-ups sold together each stands for itself; what one puts in, the next one of its member finds there', async () => {
  const shop = await makeCommittedShop()
  const memberId = await committed(shop.merchantId, async (work) => (await makeMember(work)).id)
  const stranger = newId()
  const { namedLimitCents } = packOn(defaultRegion, localDay(new Date(), 'Asia/Shanghai')).prepaid
  assert.ok(namedLimitCents)
  const outcomes = await committed(shop.merchantId, async (work) => {
    const wishOf = (member: string, principalCents: number) => ({
      ...{ storeId: shop.storeId, memberId: member, principalCents },
      tenders: [{ tenderId: newId(), kind: 'other' as const, method: 'wechat', amountCents: principalCents }],
    })
    const wishes = [
      ...[wishOf(memberId, namedLimitCents - 100), wishOf(stranger, 100), wishOf(memberId, 100)],
      ...[wishOf(memberId, 100), { ...wishOf(memberId, 100), storeId: newId() }],
    ].map((input) => ({ work, input }))
    const shown = await previewTopUps(wishes)
    assert.deepEqual(
      shown.map((quote) => (quote instanceof Refused ? quote.code : quote.principalCents)),
      [namedLimitCents - 100, 100, 100, 100, 'store_not_found'],
    )
    const taking = { shiftId: null, takesWord: true }
    const turns = wishes.map(({ input }, index) => {
      const quote = shown[index]!
      const fingerprint = quote instanceof Refused ? '' : quote.fingerprint
      return { work, key: newId(), input: { ...input, fingerprint: index === 3 ? '' : fingerprint, taking } }
    })
    return sellTopUps(work, [...turns, { ...turns[2]!, key: newId() }])
  })
  assert.deepEqual(
    outcomes.map((outcome) => (outcome instanceof Refused ? outcome.code : outcome.storedCents)),
    [namedLimitCents - 100, 'member_not_found', namedLimitCents, 'quote_changed', 'store_not_found', 'prepaid_limit'],
  )
  assert.deepEqual(
    outcomes.flatMap((outcome) => (outcome instanceof Refused ? [] : outcome.topUpNumber)),
    ['C01-000001', 'C01-000002'],
    'numbers run on without a gap, whatever was refused between them',
  )
  const { isOk, held } = await committed(shop.merchantId, async (work) => {
    const ledger = await readLedger(work, storedValuePurse(memberId))
    return { isOk: (await verifyLedger(work)).ok, held: availableUnits(ledger, storedValuePurse(memberId), work.at) }
  })
  assert.deepEqual({ isOk, held }, { isOk: true, held: namedLimitCents })
})
