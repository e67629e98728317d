import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { committed, inWork } from '#testing/work.ts'
import { defineCustomField } from './define-custom-fields.ts'
import { lockMembers } from './lock-members.ts'
import { joinHousehold, leaveHousehold } from './member-household.ts'
import { openChange, openMemberKey } from './member-secrets.ts'
import { readMember } from './member-queries.ts'
import { giveConsent, publishConsentText, withdrawConsent } from './record-consent.ts'
import { rollBirthdays } from './roll-birthdays.ts'
import { searchMemberIds } from './search-queries.ts'
import { readCodeState } from './credential-queries.ts'
import { type MemberChanges, updateMember } from './update-member.ts'

const change = (work: Work, memberId: string, changes: MemberChanges, version = 1) =>
  updateMember(work, { memberId, version, changes })

test(
  'a changed name is found, the old one no longer',
  inWork(async (work) => {
    const { id } = await makeMember(work, { name: '王小明' })
    await change(work, id, { name: '欧阳娜娜' })
    assert.deepEqual(await searchMemberIds(work, 'oynn', 5), [id])
    assert.deepEqual(await searchMemberIds(work, '小明', 5), [])
  }),
)

test(
  'who saves what somebody else changed meanwhile is told, and nothing is overwritten',
  inWork(async (work) => {
    const { id } = await makeMember(work, { name: '王小明' })
    await change(work, id, { gender: 'female' })
    await assert.rejects(change(work, id, { name: '另一个名字' }), { code: 'member_changed' })
    assert.equal((await readMember(work, id))?.name, '王小明')
  }),
)

test(
  'saving without a change counts no version and tells nobody',
  inWork(async (work) => {
    const { id } = await makeMember(work, { name: '王小明' })
    assert.deepEqual(await change(work, id, { name: ' 王小明 ', gender: 'unknown' }), { memberId: id, version: 1 })
    assert.deepEqual(work.emitted, ['member.enrolled'])
  }),
)

test(
  'the audit line holds old and new values, sealed with the member’s key',
  inWork(async (work) => {
    const { id } = await makeMember(work, { name: '王小明' })
    await change(work, id, { name: '王大明' })
    const [before, after] = work.audits.at(-1)!.entry.changes!.name!
    assert.ok(!JSON.stringify(work.audits).includes('王'))
    const key = openMemberKey(work, id, (await readCodeState(work, id))!.sealedKey)
    assert.deepEqual([openChange(key, id, before), openChange(key, id, after)], ['王小明', '王大明'])
  }),
)

test(
  'nobody is referred by themselves, directly or in a circle',
  inWork(async (work) => {
    const a = await makeMember(work)
    const b = await makeMember(work, { referrerId: a.id })
    const c = await makeMember(work, { referrerId: b.id })
    await assert.rejects(change(work, a.id, { referrerId: a.id }), { code: 'referral_loop' })
    await assert.rejects(change(work, a.id, { referrerId: c.id }), { code: 'referral_loop' })
    await assert.rejects(change(work, a.id, { referrerId: newId() }), { code: 'referrer_not_found' })
  }),
)

test(
  'allergies come with a separate consent and go with its withdrawal',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    await assert.rejects(change(work, id, { allergies: '酒精过敏' }), { code: 'health_consent_needed' })
    await giveConsent(work, { id: newId(), memberId: id, purpose: 'health', textVersion: 1, source: 'console' })
    await change(work, id, { allergies: '酒精过敏' })
    await withdrawConsent(work, { id: newId(), memberId: id, purpose: 'health', source: 'console' })
    assert.equal((await readMember(work, id))?.allergies, null)
  }),
)

test(
  'a yes is to the text in force: after a new one is published, the old one is shown no more',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    const give = (textVersion: number) =>
      giveConsent(work, { id: newId(), memberId: id, purpose: 'marketing', textVersion, source: 'till' })
    await give(1)
    assert.deepEqual(await publishConsentText(work, { purpose: 'marketing', zh: '新版', en: 'new' }), {
      purpose: 'marketing',
      version: 2,
    })
    await assert.rejects(give(1), { code: 'consent_text_outdated', details: { version: 1, latest: 2 } })
    await give(2)
  }),
)

test(
  'a merchant’s own field takes what fits its kind',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    const field = {
      id: newId(),
      code: 'skin',
      label: '肤质',
      kind: 'choice',
      choices: ['干性', '油性'],
      isForTill: true,
    } as const
    await defineCustomField(work, field)
    await change(work, id, { custom: { skin: '油性' } })
    assert.deepEqual((await readMember(work, id))?.custom, { skin: '油性' })
    await assert.rejects(change(work, id, { custom: { skin: '中性' } }, 2), { code: 'invalid_custom_value' })
    await assert.rejects(defineCustomField(work, { ...field, id: newId() }), { code: 'custom_field_exists' })
    await assert.rejects(defineCustomField(work, { ...field, id: newId(), code: 'b', choices: ['一', '一'] }), {
      code: 'invalid_choices',
    })
  }),
)

test(
  'a household is begun by two and joined by a third; who leaves is alone again',
  inWork(async (work) => {
    const [a, b, c] = [await makeMember(work), await makeMember(work), await makeMember(work)]
    const { householdId } = await joinHousehold(work, { id: newId(), memberId: a.id, withMemberId: b.id, name: '王家' })
    assert.equal(
      (await joinHousehold(work, { id: newId(), memberId: c.id, withMemberId: a.id, name: '王家' })).householdId,
      householdId,
    )
    await leaveHousehold(work, { memberId: b.id })
    const households = await Promise.all([a, b, c].map(async ({ id }) => (await readMember(work, id))?.householdId))
    assert.deepEqual(households, [householdId, null, householdId])
  }),
)

test(
  'a locked member answers with what became of it',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    const unknown = newId()
    const locked = await lockMembers(work, [unknown, id, id])
    assert.equal((locked.get(id) as { status: string }).status, 'active')
    assert.equal((locked.get(unknown) as { code: string }).code, 'member_not_found')
  }),
)

test('a birthday that has passed moves on to next year, once', async () => {
  const merchantId = newId()
  const birthday = { calendar: 'solar', year: 1990, month: 3, date: 1, isLeapMonth: false } as const
  const { id } = await committed(merchantId, (work) => makeMember(work, { birthday }))
  const dayAfter = { at: new Date('2026-03-02T06:00:00Z') }
  assert.equal(await committed(merchantId, (work) => rollBirthdays(work)), 0)
  assert.equal(await committed(merchantId, (work) => rollBirthdays(work), dayAfter), 1)
  assert.equal(await committed(merchantId, (work) => rollBirthdays(work), dayAfter), 0)
  assert.equal((await committed(merchantId, (work) => readMember(work, id)))?.nextBirthdayDay, '2027-03-01')
})
