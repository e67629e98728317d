import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { refundSale, previewRefund } from '#modules/cashier/refund/refund-sale.ts'
import { exchangeSale } from '#modules/cashier/refund/exchange-sale.ts'
import { quoteSale } from '#modules/cashier/sale/quote-sale.ts'
import { createPriceList } from '#modules/catalog/save-price-list.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makeComponent, makePass, makePlan, makeUse, passSaleInput } from '#testing/make-pass.ts'
import { makeStoredValue, holdings } from '#testing/make-value.ts'
import { makeItem } from '#testing/make-item.ts'
import { inWork, staffActor, testAt, type TestWork } from '#testing/work.ts'
import { sell } from '#modules/cashier/sale/sell.ts'
import { Refused } from '#shared/refusal.ts'
import { cancelPass, previewCancel, restorePass, takeBackCancel } from './cancel-pass.ts'
import { extendPass, setFamily, transferPass } from './change-pass.ts'
import { freezePass, previewFreeze, thawPass } from './freeze-pass.ts'
import { consumeHold, holdForBooking, releaseHold } from './hold-pass.ts'
import { checkPin, setPin } from './member-pin.ts'
import { changePlan } from './save-plan.ts'
import { fitsFor, showPass } from './show-passes.ts'
import { undoUse } from './use-pass.ts'

const dayMs = 86_400_000

async function shopWithMember(work: Work) {
  const { storeId } = await makeShop(work)
  const { id: memberId } = await makeMember(work)
  return { storeId, memberId }
}

const later = (work: TestWork, days: number) => work.as(work.actor, new Date(testAt.getTime() + days * dayMs))

suite('selling a pass', () => {
  test(
    'a pass is sold as a line: units in the ledger, a year to the day before',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      const shown = await showPass(work, pass.passId)
      assert.deepEqual(
        [shown.state, shown.startsDay, shown.endsDay, shown.components[0]!.leftUnits, shown.paidCents],
        ['active', '2026-03-01', '2027-02-28', 10, 160_000],
      )
      assert.ok(work.emitted.includes('pass.sold'))
    }),
  )

  test(
    'a plan that was changed while a cart held it is refused, and nothing is sold',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work)
      const input = await passSaleInput(work, { storeId, memberId, plan })
      const terms = { ...plan.terms, components: [makeComponent({ units: 8 })] }
      await changePlan(work, plan.planId, { kind: 'count', name: '八次卡', priceCents: 160_000, terms, version: 1 })
      const [refused] = await sell(work, [{ work, input, key: newId() }])
      assert.ok(refused instanceof Refused)
      assert.equal(refused.code, 'plan_changed')
    }),
  )

  test(
    'a pass keeps the terms it was sold under',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work)
      const pass = await makePass(work, { storeId, memberId, plan })
      const terms = { ...plan.terms, components: [makeComponent({ units: 8 })] }
      await changePlan(work, plan.planId, { kind: 'count', name: '八次卡', priceCents: 120_000, terms, version: 1 })
      const shown = await showPass(work, pass.passId)
      assert.deepEqual([shown.name, shown.priceCents, shown.components[0]!.units], ['面部护理十次卡', 160_000, 10])
    }),
  )

  test(
    'nobody sells a pass to a stranger, nor two on one line',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const input = await passSaleInput(work, { storeId, memberId, plan: await makePlan(work) })
      const codes = async (change: object) => {
        const [answer] = await sell(work, [{ work, input: { ...input, ...change }, key: newId() }])
        return (answer as Refused).code
      }
      assert.equal(await codes({ memberId: null }), 'plan_needs_member')
      assert.equal(await codes({ lines: [{ ...input.lines[0]!, quantityMilli: 2000 }] }), 'plan_one_per_line')
    }),
  )

  test(
    'renewed early a pass goes on the day after, at the price it was sold for',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work, { validity: { unit: 'month', count: 1 } })
      const first = await makePass(work, { storeId, memberId, plan })
      const dearer = await changePlan(work, plan.planId, {
        ...{ kind: 'count', name: '十次卡', priceCents: 200_000, terms: plan.terms, version: 1 },
      })
      const next = await makePass(later(work, 10), {
        storeId,
        memberId,
        plan: { ...plan, ...dearer },
        renewsPassId: first.passId,
      })
      const shown = await showPass(later(work, 10), next.passId)
      assert.equal(next.paidCents, 160_000)
      assert.deepEqual([shown.state, shown.startsDay, shown.endsDay], ['waiting', '2026-04-01', '2026-04-30'])
      const again = await makePass(later(work, 11), {
        storeId,
        memberId,
        plan: { ...plan, ...dearer },
        renewsPassId: first.passId,
      })
      assert.equal((await showPass(work, again.passId)).startsDay, '2026-05-01')
    }),
  )

  test(
    'who holds a membership pays its prices at the till, others do not',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const stranger = await makeMember(work)
      const item = await makeItem(work)
      const priceListId = newId()
      await createPriceList(work, {
        ...{
          id: priceListId,
          name: '会员卡价',
          kind: 'pass',
          storeId: null,
          tierId: null,
          startsAt: null,
          endsAt: null,
        },
        rateBps: 8_000,
      })
      const plan = await makePlan(work, {
        ...{ kind: 'membership', components: [], benefits: [{ kind: 'price_list', priceListId }], priceCents: 29_900 },
      })
      await makePass(work, { storeId, memberId, plan })
      const priceFor = async (id: string | null) =>
        (
          await quoteSale(work, {
            storeId,
            memberId: id,
            lines: [{ lineId: newId(), productId: item.id, quantityMilli: 1000 }],
          })
        ).netCents
      assert.deepEqual(
        [await priceFor(memberId), await priceFor(stranger.id), await priceFor(null)],
        [8_000, 10_000, 10_000],
      )
    }),
  )
})

suite('using a pass', () => {
  test(
    'each visit is an entry, worth its share of the price; undone, it is back',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work), discountCents: 1_000 })
      const used = await makeUse(work, pass, { memberId, storeId, units: 3 })
      assert.deepEqual([used.leftUnits, used.valueCents], [7, 47_700])
      await undoUse(work, { useId: used.useId, reason: '点错了' })
      assert.equal((await showPass(work, pass.passId)).components[0]!.leftUnits, 10)
      await assert.rejects(undoUse(work, { useId: used.useId, reason: '再来' }), { code: 'pass_use_undone_before' })
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'what has no end of units leaves an entry for every visit and nothing owed',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const gym = makeComponent({ name: '健身', units: null, quotas: [{ units: 1, per: 'day', counting: 'calendar' }] })
      const plan = await makePlan(work, { kind: 'term', components: [gym] })
      const pass = await makePass(work, { storeId, memberId, plan })
      const used = await makeUse(work, pass, { memberId, storeId })
      assert.equal(used.leftUnits, null)
      await assert.rejects(makeUse(work, pass, { memberId, storeId }), { code: 'pass_quota_used' })
      await undoUse(work, { useId: used.useId, reason: '点错了' })
      await makeUse(work, pass, { memberId, storeId })
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'the first use begins a period that waits for it',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work, {
        ...{ activation: { kind: 'first_use', latestDays: 90 }, validity: { unit: 'month', count: 1 } },
      })
      const pass = await makePass(work, { storeId, memberId, plan })
      assert.equal((await showPass(work, pass.passId)).state, 'unstarted')
      await makeUse(later(work, 30), pass, { memberId, storeId })
      const shown = await showPass(later(work, 30), pass.passId)
      assert.deepEqual([shown.startsDay, shown.endsDay], ['2026-03-31', '2026-04-30'])
      await assert.rejects(makeUse(later(work, 61), pass, { memberId, storeId }), { code: 'pass_expired' })
    }),
  )

  test(
    'a clock that was turned back is refused',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      await makeUse(later(work, 2), pass, { memberId, storeId })
      await assert.rejects(makeUse(later(work, 1), pass, { memberId, storeId }), { code: 'clock_moved_back' })
    }),
  )

  test(
    'the pass that ends first is suggested, with the reason, and those that do not fit with theirs',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const longer = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      const month = { unit: 'month', count: 1 } as const
      const sooner = await makePass(work, { storeId, memberId, plan: await makePlan(work, { validity: month }) })
      const elsewhere = makeComponent({ storeIds: [newId()] })
      await makePass(work, { storeId, memberId, plan: await makePlan(work, { components: [elsewhere] }) })
      const { fits, reason, unfit } = await fitsFor(work, { memberId, storeId })
      assert.deepEqual([fits.map(({ passId }) => passId), reason], [[sooner.passId, longer.passId], 'ends_first'])
      assert.deepEqual(
        unfit.map(({ code }) => code),
        ['pass_other_store'],
      )
    }),
  )

  test(
    'what is for staff of a grade fits when such a one serves, and is refused with another or none',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const component = makeComponent({ staffGrades: ['高级技师'] })
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work, { components: [component] }) })
      const { fits, unfit } = await fitsFor(work, { memberId, storeId })
      assert.deepEqual([fits, unfit.map(({ code }) => code)], [[], ['pass_other_staff']])
      assert.equal((await fitsFor(work, { memberId, storeId, staffGrade: '高级技师' })).fits.length, 1)
      for (const staffGrade of [undefined, '初级技师']) {
        await assert.rejects(makeUse(work, pass, { memberId, storeId, staffGrade }), { code: 'pass_other_staff' })
      }
      await makeUse(work, pass, { memberId, storeId, staffGrade: '高级技师' })
    }),
  )

  test(
    'family may use it, as much as the terms give each',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const son = await makeMember(work)
      const plan = await makePlan(work, { family: { maxPeople: 1, unitsPerPerson: 2 } })
      const pass = await makePass(work, { storeId, memberId, plan })
      await assert.rejects(makeUse(work, pass, { memberId: son.id, storeId }), { code: 'pass_of_other_member' })
      await setFamily(work, { passId: pass.passId, memberIds: [son.id] })
      await makeUse(work, pass, { memberId: son.id, storeId, units: 2 })
      await assert.rejects(makeUse(work, pass, { memberId: son.id, storeId }), { code: 'pass_person_limit' })
      await makeUse(work, pass, { memberId, storeId })
    }),
  )

  test(
    'a number said right proves the visit; wrong five times it rests',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      await assert.rejects(setPin(work, { memberId, pin: '1234' }), { code: 'invalid_member_pin' })
      await setPin(work, { memberId, pin: '2580' })
      const right = await checkPin(work, { id: newId(), memberId, pin: '2580' })
      const { useId } = await makeUse(work, pass, { memberId, storeId, pinCheckId: right.pinCheckId! })
      const shown = await showPass(work, pass.passId)
      assert.equal(shown.uses.find((use) => use.useId === useId)!.shown, 'pin')
      for (const left of [4, 3, 2, 1, 0]) {
        assert.deepEqual(await checkPin(work, { id: newId(), memberId, pin: '9999' }), {
          pinCheckId: null,
          triesLeft: left,
        })
      }
      await assert.rejects(checkPin(work, { id: newId(), memberId, pin: '2580' }), { code: 'member_pin_locked_out' })
    }),
  )
})

suite('bookings on a pass', () => {
  const hold = (
    work: TestWork,
    pass: { passId: string; componentIds: string[] },
    given: { storeId: string; memberId: string; days: number },
  ) =>
    holdForBooking(work, {
      ...{ bookingId: newId(), passId: pass.passId, componentId: pass.componentIds[0]! },
      ...{
        storeId: given.storeId,
        memberId: given.memberId,
        startsAt: new Date(testAt.getTime() + given.days * dayMs),
      },
    })

  test(
    'a booking draws on the quota of its own week, and on units until somebody came',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const weekly = makeComponent({ units: 4, quotas: [{ units: 1, per: 'week', counting: 'calendar' }] })
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work, { components: [weekly] }) })
      await makeUse(work, pass, { memberId, storeId }) // Sunday, the week ends
      const { bookingId } = await hold(work, pass, { storeId, memberId, days: 3 })
      await assert.rejects(hold(work, pass, { storeId, memberId, days: 5 }), { code: 'pass_quota_used' })
      await hold(work, pass, { storeId, memberId, days: 9 })
      assert.deepEqual(
        (await showPass(work, pass.passId)).components.map(({ leftUnits, heldUnits }) => [leftUnits, heldUnits]),
        [[1, 2]],
      )
      await consumeHold(later(work, 3), { bookingId, useId: newId() })
      await assert.rejects(releaseHold(later(work, 3), { bookingId, by: 'member' }), { code: 'booking_settled_before' })
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'a booking beyond the end is refused; called off by the shop, the pass lasts longer',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work, { validity: { unit: 'month', count: 1 } })
      const pass = await makePass(work, { storeId, memberId, plan })
      await assert.rejects(hold(work, pass, { storeId, memberId, days: 31 }), { code: 'pass_expired' })
      const { bookingId } = await hold(work, pass, { storeId, memberId, days: 10 })
      const { extendedDays } = await releaseHold(later(work, 4), { bookingId, by: 'shop' })
      const shown = await showPass(later(work, 4), pass.passId)
      assert.deepEqual([extendedDays, shown.endsDay, shown.components[0]!.leftUnits], [4, '2026-04-04', 10])
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'a freeze calls off the bookings inside it',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      const { bookingId } = await hold(work, pass, { storeId, memberId, days: 4 })
      const wish = { fromDay: '2026-03-04', untilDay: '2026-03-10' }
      const quote = await previewFreeze(work, pass.passId, wish)
      assert.deepEqual([quote.days, quote.endsDay, quote.bookingIds], [7, '2027-03-07', [bookingId]])
      await freezePass(work, {
        ...wish,
        passId: pass.passId,
        freezeId: newId(),
        reason: '出差',
        fingerprint: quote.fingerprint,
      })
      const shown = await showPass(work, pass.passId)
      assert.deepEqual([shown.endsDay, shown.holds, shown.components[0]!.leftUnits], ['2027-03-07', [], 10])
      await assert.rejects(makeUse(later(work, 5), pass, { memberId, storeId }), { code: 'pass_frozen' })
      assert.ok((await verifyLedger(work)).ok)
    }),
  )
})

suite('freezing', () => {
  async function frozen(work: TestWork) {
    const { storeId, memberId } = await shopWithMember(work)
    const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
    const freeze = async (at: TestWork | Work, fromDay: string, untilDay: string) => {
      const quote = await previewFreeze(at, pass.passId, { fromDay, untilDay })
      const freezeId = newId()
      await freezePass(at, {
        passId: pass.passId,
        freezeId,
        fromDay,
        untilDay,
        reason: '出差',
        fingerprint: quote.fingerprint,
      })
      return freezeId
    }
    return { storeId, memberId, pass, freeze }
  }

  test(
    'freezes do not overlap, nor cover a used day, nor go beyond what the terms give',
    inWork(async (work) => {
      const { storeId, memberId, pass, freeze } = await frozen(work)
      await freeze(work, '2026-03-10', '2026-03-20')
      await assert.rejects(freeze(work, '2026-03-20', '2026-03-25'), { code: 'freeze_overlaps' })
      await makeUse(work, pass, { memberId, storeId })
      await assert.rejects(freeze(work, '2026-03-01', '2026-03-05'), { code: 'freeze_over_used_day' })
      await assert.rejects(freeze(work, '2026-03-22', '2026-03-23'), { code: 'freeze_too_short' })
      await assert.rejects(freeze(work, '2026-04-01', '2026-05-20'), { code: 'freeze_days_used_up' })
      await assert.rejects(freeze(work, '2026-02-20', '2026-02-28'), { code: 'freeze_in_past' })
    }),
  )

  test(
    'thawed early, the days that did not rest come off the end again',
    inWork(async (work) => {
      const { pass, freeze } = await frozen(work)
      const freezeId = await freeze(work, '2026-03-10', '2026-03-20')
      assert.equal((await showPass(work, pass.passId)).endsDay, '2027-03-11')
      await thawPass(later(work, 12), { passId: pass.passId, freezeId })
      const shown = await showPass(later(work, 12), pass.passId)
      assert.deepEqual([shown.state, shown.endsDay], ['active', '2027-03-03'])
    }),
  )

  test(
    'a pass that never ends is not frozen',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, {
        storeId,
        memberId,
        plan: await makePlan(work, { validity: null, renewal: null }),
      })
      const wish = { fromDay: '2026-03-10', untilDay: '2026-03-20' }
      await assert.rejects(previewFreeze(work, pass.passId, wish), { code: 'pass_never_ends' })
      await assert.rejects(extendPass(work, { passId: pass.passId, extensionId: newId(), days: 3, reason: '补偿' }), {
        code: 'pass_never_ends',
      })
    }),
  )

  test(
    'a fee is paid out of stored value, or let off by who may',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      await makeStoredValue(work, memberId, 5_000)
      const plan = await makePlan(work, { freeze: { maxDays: 60, maxTimes: 3, minDays: 3, feeCents: 2_000 } })
      const pass = await makePass(work, { storeId, memberId, plan })
      const wish = { fromDay: '2026-03-10', untilDay: '2026-03-20' }
      const { fingerprint } = await previewFreeze(work, pass.passId, wish)
      const input = { ...wish, passId: pass.passId, freezeId: newId(), reason: '出差', fingerprint }
      await assert.rejects(freezePass(work, input), { code: 'freeze_fee_open' })
      const clerk = work.as(staffActor(['passes.change']), work.at)
      await assert.rejects(freezePass(clerk, { ...input, fee: 'waived' }), { code: 'not_allowed' })
      await freezePass(clerk, { ...input, fee: 'stored_value' })
      assert.equal((await holdings(work, memberId)).storedCents, 3_000)
    }),
  )

  test(
    'a renewal that has not begun moves with the pass it follows',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work, { validity: { unit: 'month', count: 1 } })
      const first = await makePass(work, { storeId, memberId, plan })
      const next = await makePass(work, { storeId, memberId, plan, renewsPassId: first.passId })
      await extendPass(work, { passId: first.passId, extensionId: newId(), days: 5, reason: '装修停业' })
      const shown = await showPass(work, next.passId)
      assert.deepEqual([shown.startsDay, shown.endsDay], ['2026-04-06', '2026-05-05'])
      assert.ok((await verifyLedger(work)).ok)
    }),
  )
})

suite('giving a pass away', () => {
  test(
    'it goes whole to another member, not to oneself and not without consent',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const friend = await makeMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      await makeUse(work, pass, { memberId, storeId })
      const give = (toMemberId: string, isAgreed = true) =>
        transferPass(work, { passId: pass.passId, transferId: newId(), toMemberId, isAgreed, reason: '转让' })
      await assert.rejects(give(memberId), { code: 'transfer_to_oneself' })
      await assert.rejects(give(friend.id, false), { code: 'transfer_without_consent' })
      await give(friend.id)
      await assert.rejects(makeUse(work, pass, { memberId, storeId }), { code: 'pass_of_other_member' })
      assert.equal((await makeUse(work, pass, { memberId: friend.id, storeId })).leftUnits, 8)
    }),
  )

  test(
    'terms that give no transfer bind whoever may not manage plans',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const friend = await makeMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work, { transfer: null }) })
      const clerk = work.as(staffActor(['passes.change']), work.at)
      const input = { passId: pass.passId, transferId: newId(), toMemberId: friend.id, isAgreed: true, reason: '转让' }
      await assert.rejects(transferPass(clerk, input), { code: 'transfer_not_allowed' })
    }),
  )
})

suite('ending a pass', () => {
  const whole = (saleId: string, lineId: string) => ({ saleId, lines: [{ lineId, quantityMilli: 1000 }] })

  test(
    'the court’s example: 2,000 for 60 visits, 12 used, the shop at fault: 1,600 back',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work, {
        components: [makeComponent({ units: 60, listCents: 5_000 })],
        priceCents: 200_000,
      })
      const pass = await makePass(work, { storeId, memberId, plan })
      await makeUse(work, pass, { memberId, storeId, units: 12 })
      const merchant = await previewCancel(work, pass.passId, { cause: 'merchant', time: 'now' })
      assert.deepEqual([merchant.refundCents, merchant.formula.kind], [160_000, 'proportional'])
      const member = await previewCancel(work, pass.passId, { cause: 'member', time: 'now' })
      assert.deepEqual([member.refundCents, member.formula.kind], [140_000, 'list_price'])
    }),
  )

  test(
    'unused within seven days all of it comes back by the refund of its line, and the pass ends',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      const at = later(work, 7)
      const { fingerprint, paidCents } = await previewRefund(at, whole(pass.saleId, pass.lineId))
      assert.equal(paidCents, 160_000)
      await refundSale(at, { ...whole(pass.saleId, pass.lineId), refundId: newId(), fingerprint, reason: '后悔了' })
      await assert.rejects(makeUse(at, pass, { memberId, storeId }), { code: 'pass_ended' })
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'a used pass is refunded less what was had; stored value goes back into its lots',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      await makeStoredValue(work, memberId, 160_000)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work), storedCents: 160_000 })
      await makeUse(work, pass, { memberId, storeId, units: 2 })
      const wanted = whole(pass.saleId, pass.lineId)
      const { fingerprint, paidCents, isLast } = await previewRefund(work, wanted)
      assert.deepEqual([paidCents, isLast], [120_000, false]) // 1,600 − 2 × 200
      await refundSale(work, { ...wanted, refundId: newId(), fingerprint, reason: '搬家' })
      assert.equal((await holdings(work, memberId)).storedCents, 120_000)
      await assert.rejects(refundSale(work, { ...wanted, refundId: newId(), fingerprint, reason: '再退' }), {
        code: 'pass_ended',
      })
      const { endedAs, refundedCents } = await showPass(work, pass.passId)
      assert.deepEqual([endedAs, refundedCents], ['refunded', 120_000])
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'a use between the quote and the refund is seen',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      const wanted = whole(pass.saleId, pass.lineId)
      const { fingerprint } = await previewRefund(work, wanted)
      await makeUse(work, pass, { memberId, storeId })
      await assert.rejects(refundSale(work, { ...wanted, refundId: newId(), fingerprint, reason: '退' }), {
        code: 'quote_changed',
      })
    }),
  )

  test(
    'for the end of its period it stays good, can be taken back, and is not cancelled twice',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      const wish = { cause: 'member', time: 'period_end' } as const
      const quote = await previewCancel(work, pass.passId, wish)
      assert.deepEqual([quote.refundCents, quote.lastDay], [0, '2027-02-28'])
      const input = { ...wish, passId: pass.passId, fingerprint: quote.fingerprint, reason: '不去了' }
      await cancelPass(work, input)
      await assert.rejects(cancelPass(work, input), { code: 'cancel_asked_before' })
      await makeUse(work, pass, { memberId, storeId })
      await takeBackCancel(work, pass.passId)
      assert.equal((await showPass(work, pass.passId)).isCancelAsked, false)
    }),
  )

  test(
    'cancelled with nothing to pay back it can come back as it was, within thirty days',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const pass = await makePass(work, { storeId, memberId, plan: await makePlan(work) })
      await makeUse(work, pass, { memberId, storeId, units: 8 })
      const wish = { cause: 'member', time: 'now' } as const
      const at = later(work, 20)
      const quote = await previewCancel(at, pass.passId, wish)
      assert.equal(quote.refundCents, 0)
      await cancelPass(at, { ...wish, passId: pass.passId, fingerprint: quote.fingerprint, reason: '不去了' })
      await assert.rejects(makeUse(at, pass, { memberId, storeId }), { code: 'pass_ended' })
      await assert.rejects(restorePass(later(work, 51), pass.passId), { code: 'restore_too_late' })
      await restorePass(later(work, 40), pass.passId)
      assert.equal((await makeUse(later(work, 40), pass, { memberId, storeId })).leftUnits, 1)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )

  test(
    'another plan is taken as an exchange: the part not had pays for it',
    inWork(async (work) => {
      const { storeId, memberId } = await shopWithMember(work)
      const plan = await makePlan(work)
      const pass = await makePass(work, { storeId, memberId, plan })
      await makeUse(work, pass, { memberId, storeId, units: 5 })
      const better = await makePlan(work, {
        name: '二十次卡',
        priceCents: 300_000,
        components: [makeComponent({ units: 20 })],
      })
      const lines = [{ lineId: pass.lineId, quantityMilli: 1000 }]
      const { fingerprint, paidCents } = await previewRefund(work, { saleId: pass.saleId, lines, passCause: 'change' })
      assert.equal(paidCents, 80_000)
      const wish = { saleId: pass.saleId, lines, passCause: 'change' as const, fingerprint, reason: '升级' }
      await assert.rejects(refundSale(work, { ...wish, refundId: newId() }), { code: 'pass_change_needs_exchange' })
      const sale = await passSaleInput(work, { storeId, memberId, plan: better })
      const { saleId: _, ...refund } = wish
      // For the same plan again, or for goods, the share of what was paid is not what comes back.
      const again = await passSaleInput(work, { storeId, memberId, plan })
      const exchanged = (other: typeof sale) =>
        exchangeSale(work, {
          saleId: pass.saleId,
          newSaleId: newId(),
          refund: { ...refund, refundId: newId() },
          sale: other,
        })
      await assert.rejects(exchanged(again), { code: 'pass_change_needs_plan' })
      await exchangeSale(work, {
        saleId: pass.saleId,
        newSaleId: newId(),
        refund: { ...refund, refundId: newId() },
        sale,
      })
      assert.equal((await showPass(work, pass.passId)).endedAs, 'changed')
      assert.equal((await fitsFor(work, { memberId, storeId })).fits[0]!.leftUnits, 20)
      assert.equal((await showPass(work, pass.passId)).refundedCents, 80_000)
      assert.ok((await verifyLedger(work)).ok)
    }),
  )
})
