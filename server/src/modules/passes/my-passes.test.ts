import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse } from '#testing/make-pass.ts'
import { inWork } from '#testing/work.ts'
import { setFamily } from './change-pass.ts'
import { myPasses } from './my-passes.ts'
import { readUsesByPass } from './use-queries.ts'

suite('passes on the phone', () => {
  test(
    'the family sees what is left of a shared pass and its own visits; price, renewal and every way to end it are the holder’s',
    inWork(async (work) => {
      const { storeId } = await makeShop(work)
      const { id: memberId } = await makeMember(work)
      const son = await makeMember(work)
      const freeze = { maxDays: 30, maxTimes: 2, minDays: 3, feeCents: 0 }
      const plan = await makePlan(work, {
        components: [makeComponent({ units: 10 })],
        freeze,
        family: { maxPeople: 1, unitsPerPerson: null },
      })
      const pass = await makePass(work, { storeId, memberId, plan })
      assert.deepEqual(await myPasses(work, son.id), [])
      await setFamily(work, { passId: pass.passId, memberIds: [son.id] })
      const sonsUse = await makeUse(work, pass, { memberId: son.id, storeId })
      await makeUse(work, pass, { memberId, storeId, units: 2 })
      const lastOfHis = await readUsesByPass(work, [{ passId: pass.passId, usedBy: son.id }], 1)
      assert.deepEqual(
        lastOfHis.get(pass.passId)?.map(({ id }) => id),
        [sonsUse.useId],
        'others do not push his out',
      )

      const [shared] = await myPasses(work, son.id)
      assert.deepEqual(
        [shared!.isOwn, shared!.memberId, shared!.components[0]!.leftUnits, shared!.uses.map(({ useId }) => useId)],
        [false, memberId, 7, [sonsUse.useId]],
      )
      const {
        renewal,
        lockedPriceCents,
        renewsWithVersion,
        comeBackUntilDay,
        freeze: rest,
        mayChange,
        mayAutoRenew,
      } = shared!
      assert.deepEqual(
        [renewal, lockedPriceCents, renewsWithVersion, comeBackUntilDay, rest, mayChange, mayAutoRenew],
        [null, null, null, null, null, false, false],
      )
      const [own] = await myPasses(work, memberId)
      assert.deepEqual([own!.isOwn, own!.uses.length, own!.freeze?.leftDays], [true, 2, 30])
    }),
  )
})
