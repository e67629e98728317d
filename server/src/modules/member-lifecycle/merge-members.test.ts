import assert from 'node:assert/strict'
import { test } from 'node:test'
import { usableCoupons } from '#modules/coupons/use-coupons.ts'
import { grantValue } from '#modules/ledger/grant-value.ts'
import { readOwnedAccounts } from '#modules/ledger/owned-accounts.ts'
import { lookUpMember } from '#modules/members/identify-member.ts'
import { addCredential, changePhone } from '#modules/members/member-credentials.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { readMemberRecord } from '#modules/members/read-member-record.ts'
import { giveConsent, withdrawConsent } from '#modules/members/record-consent.ts'
import { updateMember } from '#modules/members/update-member.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { makeCoupon, makeCouponTemplate } from '#testing/make-coupon.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { committed, inWork } from '#testing/work.ts'
import { findDuplicates } from './find-duplicates.ts'
import { markDistinct, mergeMembers, quoteMerge, undoMerge } from './merge-members.ts'

const birthday = { calendar: 'lunar', year: 1988, month: 8, date: 15, isLeapMonth: false } as const

async function grantPoints(work: Work, memberId: string, units: number): Promise<void> {
  const account = { ownerKind: 'member', ownerId: memberId, asset: 'points' } as const
  const granted = await grantValue(work, [
    { account, units, terms: { expiry: null }, source: { kind: 'test', id: newId() } },
  ])
  accept(granted[0]!)
}

const pointsOf = async (work: Work, ownerId: string) =>
  (await readOwnedAccounts(work, { ownerKind: 'member', ownerId }))[0]?.balanceUnits ?? 0

async function merge(work: Work, survivorId: string, absorbedId: string): Promise<string> {
  const { fingerprint } = await quoteMerge(work, { survivorId, absorbedId })
  return (await mergeMembers(work, { id: newId(), survivorId, absorbedId, fingerprint })).mergeId
}

const phonesOf = async (work: Work, id: string) =>
  (await readMemberRecord(work, id)).credentials
    .filter(({ kind }) => kind === 'phone')
    .map(({ value, isMain }) => [value, isMain])

test(
  'after a merge one member has both phones, all cards and all points, and every old number and card finds them',
  inWork(async (work) => {
    const kept = await makeMember(work, { phone: '13800138000' })
    const gone = await makeMember(work, { phone: '13900139001', cardNumber: 'OLD-7' })
    await grantPoints(work, kept.id, 100)
    await grantPoints(work, gone.id, 250)
    await merge(work, kept.id, gone.id)

    assert.deepEqual(await phonesOf(work, kept.id), [
      ['+8613800138000', true],
      ['+8613900139001', false],
    ])
    assert.equal(await pointsOf(work, kept.id), 350)
    assert.equal(await pointsOf(work, gone.id), 0)
    for (const shown of [gone.number, kept.number, 'OLD-7', '13900139001'])
      assert.equal((await lookUpMember(work, shown)).memberId, kept.id, shown)
    const locked = (await lockMembers(work, [gone.id])).get(gone.id) as { code: string; details: object }
    assert.deepEqual([locked.code, locked.details], ['member_merged', { mergedInto: kept.id }])
  }),
)

test(
  'the survivor keeps what it has and takes what it lacks',
  inWork(async (work) => {
    const kept = await makeMember(work, { name: '王美丽', gender: 'female', phone: null })
    const gone = await makeMember(work, {
      name: '王美',
      gender: 'male',
      birthday,
      phone: '13900139001',
      note: '喜欢靠窗',
    })
    await merge(work, kept.id, gone.id)
    const { profile, notes, mergedRecords } = await readMemberRecord(work, kept.id)
    assert.deepEqual([profile.name, profile.gender, profile.birthday], ['王美丽', 'female', birthday])
    assert.deepEqual(await phonesOf(work, kept.id), [['+8613900139001', true]])
    assert.equal(notes[0]?.body, '喜欢靠窗')
    assert.equal(mergedRecords[0]?.number, gone.number)
  }),
)

test(
  'a no to marketing on either record is the no of the merged member, and the undo gives back what each had said',
  inWork(async (work) => {
    const [kept, gone] = [await makeMember(work), await makeMember(work)]
    const say = { purpose: 'marketing', source: 'till' } as const
    for (const { id } of [kept, gone]) await giveConsent(work, { id: newId(), memberId: id, textVersion: 1, ...say })
    await withdrawConsent(work, { id: newId(), memberId: gone.id, ...say })
    const mergeId = await merge(work, kept.id, gone.id)
    const last = async (id: string) => (await readMemberRecord(work, id)).consents.at(-1)?.isGiven
    assert.equal(await last(kept.id), false)
    await undoMerge(work, { mergeId })
    assert.deepEqual([await last(kept.id), await last(gone.id)], [true, false])
  }),
)

test(
  'an undone merge leaves both members as they were, with their own points, phones and referrals',
  inWork(async (work) => {
    const kept = await makeMember(work, { phone: null, name: '李雷' })
    const gone = await makeMember(work, { phone: '13900139001', birthday, cardNumber: 'C-9' })
    const friend = await makeMember(work, { referrerId: gone.id })
    await grantPoints(work, kept.id, 100)
    await grantPoints(work, gone.id, 250)
    const mergeId = await merge(work, kept.id, gone.id)
    assert.equal((await readMemberRecord(work, friend.id)).profile.referrerId, kept.id)
    await undoMerge(work, { mergeId })

    assert.deepEqual(await phonesOf(work, kept.id), [])
    assert.deepEqual(await phonesOf(work, gone.id), [['+8613900139001', true]])
    assert.deepEqual([await pointsOf(work, kept.id), await pointsOf(work, gone.id)], [100, 250])
    assert.equal((await readMemberRecord(work, kept.id)).profile.birthday, null)
    assert.equal((await readMemberRecord(work, friend.id)).profile.referrerId, gone.id)
    assert.equal((await lookUpMember(work, 'C-9')).memberId, gone.id)
    await assert.rejects(undoMerge(work, { mergeId }), { code: 'merge_undone' })
  }),
)

test(
  'what somebody changed since the merge stays when it is undone',
  inWork(async (work) => {
    const kept = await makeMember(work, { phone: null })
    const gone = await makeMember(work, { phone: '13900139001', gender: 'male', birthday })
    const mergeId = await merge(work, kept.id, gone.id)
    const other = { ...birthday, date: 16 }
    await updateMember(work, { memberId: kept.id, version: 2, changes: { birthday: other } })
    await changePhone(work, { id: newId(), memberId: kept.id, phone: '13700137000' })
    await undoMerge(work, { mergeId })
    const { profile } = await readMemberRecord(work, kept.id)
    assert.deepEqual([profile.birthday, profile.gender], [other, 'unknown'])
    assert.deepEqual(await phonesOf(work, kept.id), [['+8613700137000', true]])
    assert.deepEqual(await phonesOf(work, gone.id), [])
  }),
)

test(
  'a merge that is no longer what was shown is refused with the new plan',
  inWork(async (work) => {
    const [kept, gone] = [await makeMember(work), await makeMember(work)]
    const { fingerprint } = await quoteMerge(work, { survivorId: kept.id, absorbedId: gone.id })
    await addCredential(work, { id: newId(), memberId: gone.id, kind: 'card', value: 'NEW' })
    const attempt = mergeMembers(work, { id: newId(), survivorId: kept.id, absorbedId: gone.id, fingerprint })
    await assert.rejects(attempt, { code: 'merge_changed' })
  }),
)

test(
  'points earned since the quote do not spoil it: all of them move',
  inWork(async (work) => {
    const [kept, gone] = [await makeMember(work), await makeMember(work)]
    const { fingerprint } = await quoteMerge(work, { survivorId: kept.id, absorbedId: gone.id })
    await grantPoints(work, gone.id, 30)
    await mergeMembers(work, { id: newId(), survivorId: kept.id, absorbedId: gone.id, fingerprint })
    assert.equal(await pointsOf(work, kept.id), 30)
  }),
)

test(
  'a chain of merges is undone from its end',
  inWork(async (work) => {
    const [a, b, c] = [await makeMember(work), await makeMember(work), await makeMember(work)]
    const first = await merge(work, b.id, a.id)
    const second = await merge(work, c.id, b.id)
    assert.equal((await lookUpMember(work, a.number)).memberId, c.id)
    await assert.rejects(undoMerge(work, { mergeId: first }), { code: 'member_merged' })
    await undoMerge(work, { mergeId: second })
    await undoMerge(work, { mergeId: first })
    assert.equal((await lookUpMember(work, a.number)).memberId, a.id)
  }),
)

test(
  'a member is not merged with themselves, nor with nobody, nor twice',
  inWork(async (work) => {
    const [a, b] = [await makeMember(work), await makeMember(work)]
    const quote = (survivorId: string, absorbedId: string) => quoteMerge(work, { survivorId, absorbedId })
    await assert.rejects(quote(a.id, a.id), { code: 'merge_same_member' })
    await assert.rejects(quote(a.id, newId()), { code: 'member_not_found' })
    await merge(work, a.id, b.id)
    await assert.rejects(quote(a.id, b.id), { code: 'member_merged' })
  }),
)

test(
  'records of one name are named as a pair when the birthday, a slip in the phone or a missing phone speaks for one person',
  inWork(async (work) => {
    const make = (name: string, phone: string | null, day: number | null) =>
      makeMember(work, { name, phone, birthday: day ? { ...birthday, date: day } : null })
    const zhang = [await make('张伟', '13800138000', 3), await make('张 伟', '13900139001', 3)]
    const li = [await make('李娜', '13800138001', null), await make('李娜', '13800138010', null)]
    const wang = [await make('王芳', '13700137000', null), await make('王芳', null, null)]
    await make('赵敏', '13600136000', 1)
    await make('赵敏', '13600136009', 2) // another birthday: another person
    await make('周强', '13500135000', null)
    await make('周强', '13400134999', null) // only the name is the same

    const found = await findDuplicates(work, 50)
    const described = found.map(
      ({ first, second, reasons }) => `${[first.id, second.id].sort().join()} ${reasons.join()}`,
    )
    const pair = (members: { id: string }[]) =>
      members
        .map(({ id }) => id)
        .sort()
        .join()
    assert.deepEqual(
      described.sort(),
      [`${pair(zhang)} same_birthday`, `${pair(li)} phone_one_digit_apart`, `${pair(wang)} one_without_phone`].sort(),
    )

    await markDistinct(work, { memberIds: [zhang[1]!.id, zhang[0]!.id] })
    assert.equal((await findDuplicates(work, 50)).length, 2)
  }),
)

test('of two people who merge the same pair the two ways at once, one succeeds', async () => {
  const merchantId = newId()
  const [a, b] = await committed(merchantId, async (work) => [await makeMember(work), await makeMember(work)] as const)
  const outcomes = await Promise.allSettled([
    committed(merchantId, (work) => merge(work, a.id, b.id)),
    committed(merchantId, (work) => merge(work, b.id, a.id)),
  ])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test(
  'unused coupons go with their member, and back when the merge is undone',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const [kept, gone] = [await makeMember(work), await makeMember(work)]
    const template = await makeCouponTemplate(work)
    const coupon = await makeCoupon(work, gone.id, template.id)
    const usable = async (memberId: string) =>
      (await usableCoupons(work, { memberId, storeId, timeZone: 'Asia/Shanghai' })).map(({ coupon }) => coupon.couponId)
    const mergeId = await merge(work, kept.id, gone.id)
    assert.deepEqual([await usable(kept.id), await usable(gone.id)], [[coupon.id], []])
    await undoMerge(work, { mergeId })
    assert.deepEqual([await usable(kept.id), await usable(gone.id)], [[], [coupon.id]])
  }),
)
