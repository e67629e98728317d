import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { isRefusal } from '#shared/refusal.ts'
import { freshPhone, makeMember } from '#testing/make-member.ts'
import { committed, inWork } from '#testing/work.ts'
import { enrolMembers, previewEnrolment } from './enrol-members.ts'
import type { NewMember } from './enrolment-rules.ts'
import { readMember } from './member-queries.ts'
import { searchMemberIds } from './search-queries.ts'

const till = (given: Partial<NewMember>): NewMember => ({ id: newId(), source: 'till', ...given })

/** The refusal's code, or `enrolled`. */
const codes = (outcomes: readonly unknown[]) => outcomes.map((each) => (isRefusal(each) ? each.code : 'enrolled'))

test(
  'a phone is enough to become a member, and the member goes by its last digits until somebody asks the name',
  inWork(async (work) => {
    const { id, number } = await makeMember(work, { name: null, phone: '138 0013 8000' })
    const member = await readMember(work, id)

    assert.equal(member?.phone, '+8613800138000')
    assert.equal(member.name, '会员8000')
    assert.equal(number, '1000017')
    assert.deepEqual(work.emitted, ['member.enrolled'])
  }),
)

test(
  'numbers go on from member to member, across batches',
  inWork(async (work) => {
    const first = await makeMember(work)
    const rest = await enrolMembers(work, [till({ name: '甲' }), till({}), till({ name: '乙' })])
    assert.equal(first.number.slice(0, -1), '100001')
    assert.deepEqual(
      rest.map((each) => (isRefusal(each) ? each.code : each.number.slice(0, -1))),
      ['100002', 'invalid_name', '100003'],
    )
  }),
)

test(
  'a phone or a card belongs to one member, also within one batch and however it is written',
  inWork(async (work) => {
    const holder = await makeMember(work, { phone: '13800138000', cardNumber: 'vip-0001' })
    const outcomes = await enrolMembers(work, [
      till({ name: '甲', phone: '+86 138-0013-8000' }),
      till({ name: '乙', phone: '１３８００１３８０００' }),
      till({ name: '丙', cardNumber: 'VIP 0001' }),
      till({ name: '丁', phone: '13900139000' }),
      till({ name: '戊', phone: '0086 13900139000' }),
    ])
    assert.deepEqual(codes(outcomes), ['phone_taken', 'phone_taken', 'card_taken', 'enrolled', 'phone_taken'])
    assert.deepEqual((outcomes[0] as { details: object }).details, { memberId: holder.id })
  }),
)

test(
  'an import that runs twice makes nobody twice: the second answer names the member',
  inWork(async (work) => {
    const row = till({ name: '李雷', externalId: 'household-7', source: 'import' })
    await enrolMembers(work, [row])
    const [again] = await enrolMembers(work, [{ ...row, id: newId() }])
    assert.ok(isRefusal(again))
    assert.equal(again.code, 'member_exists')
    assert.equal(again.details.memberId, row.id)
  }),
)

test(
  'a dry run says what would be refused and enrols nobody',
  inWork(async (work) => {
    await makeMember(work, { phone: '13800138000' })
    const rows = [till({ name: '甲', phone: '13800138000' }), till({ name: '乙' })]
    assert.deepEqual(codes((await previewEnrolment(work, rows)).map((each) => each ?? 'fine')), [
      'phone_taken',
      'enrolled',
    ])
    assert.deepEqual(await searchMemberIds(work, '乙', 10), [])
  }),
)

test(
  'allergies are kept only with the separate consent',
  inWork(async (work) => {
    const outcomes = await enrolMembers(work, [
      till({ name: '甲', allergies: '酒精' }),
      till({ name: '乙', allergies: '酒精', consents: [{ purpose: 'health', textVersion: 1 }] }),
      till({ name: '丙', consents: [{ purpose: 'marketing', textVersion: 9 }] }),
    ])
    assert.deepEqual(codes(outcomes), ['health_consent_needed', 'enrolled', 'consent_text_outdated'])
  }),
)

const unfit: [string, Partial<NewMember>, string][] = [
  ['nothing at all', {}, 'invalid_name'],
  ['only spaces', { name: ' \u3000 ' }, 'invalid_name'],
  ['only invisible characters', { name: '\u200b\u200d' }, 'invalid_name'],
  ['10,000 characters', { name: '长'.repeat(10_000) }, 'invalid_name'],
  ['a line break', { name: '王\n伟' }, 'enrolled'],
  ['a bell', { name: '王\u0007伟' }, 'invalid_name'],
  ['a direction override', { name: 'Ali\u202Ecod.exe' }, 'invalid_name'],
  ['emoji', { name: '小美🌸👩‍👩‍👧' }, 'enrolled'],
  ['right-to-left script', { name: 'محمد' }, 'enrolled'],
  ['a formula', { name: '=cmd()' }, 'enrolled'],
  ['markup', { name: '<script>alert(1)</script>' }, 'enrolled'],
  ['a phone of five digits', { phone: '12345' }, 'invalid_phone'],
  ['letters for a phone', { phone: 'call me' }, 'invalid_phone'],
  ['a phone of 10,000 digits', { phone: '1'.repeat(10_000) }, 'invalid_phone'],
  ['a card with a quote', { cardNumber: "0001'; drop" }, 'invalid_card'],
  [
    '30 February',
    { name: '甲', birthday: { calendar: 'solar', year: 1990, month: 2, date: 30, isLeapMonth: false } },
    'invalid_birthday',
  ],
  ['an unknown field', { name: '甲', custom: { shoe_size: 38 } }, 'custom_field_not_found'],
  ['a store of nobody', { name: '甲', homeStoreId: newId() }, 'store_not_found'],
  ['a referrer of nobody', { name: '甲', referrerId: newId() }, 'referrer_not_found'],
]
for (const [what, given, expected] of unfit) {
  test(
    `enrolling with ${what}: ${expected}`,
    inWork(async (work) => {
      assert.deepEqual(codes(await enrolMembers(work, [till(given)])), [expected])
    }),
  )
}

test(
  'a name is kept exactly as given, and composed and decomposed twins are found as one',
  inWork(async (work) => {
    const composed = await makeMember(work, { name: 'Jos\u00e9 Ng' })
    const decomposed = await makeMember(work, { name: 'Jose\u0301 Ng' })
    assert.equal((await readMember(work, composed.id))?.name, 'Jos\u00e9 Ng')
    assert.deepEqual((await searchMemberIds(work, 'jose\u0301', 10)).sort(), [composed.id, decomposed.id].sort())
  }),
)

test('of twenty tills that enrol the same phone at once, one succeeds and the others learn who has it', async () => {
  const merchantId = newId()
  const phone = freshPhone()
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () =>
      committed(merchantId, (work) => enrolMembers(work, [till({ name: '同一个人', phone })])).then(
        ([outcome]) => outcome!,
      ),
    ),
  )
  const enrolled = outcomes.filter((each) => !isRefusal(each))
  assert.equal(enrolled.length, 1)
  const [winner] = enrolled as { id: string }[]
  for (const each of outcomes)
    if (isRefusal(each)) assert.deepEqual([each.code, each.details.memberId], ['phone_taken', winner!.id])
})

test('tills that enrol different people at once give different numbers', async () => {
  const merchantId = newId()
  const outcomes = await Promise.all(
    Array.from({ length: 20 }, () => committed(merchantId, (work) => makeMember(work, { phone: null, name: '某人' }))),
  )
  assert.equal(new Set(outcomes.map(({ number }) => number)).size, 20)
})

test('no personal value stands in events or audit lines in the open', async () => {
  const merchantId = newId()
  const rows = await committed(merchantId, async (work) => {
    await makeMember(work, { name: '欧阳金丝雀', phone: '13800138000', cardNumber: 'CANARY-77' })
    return [work.events, work.audits]
  })
  const text = JSON.stringify(rows)
  for (const canary of ['欧阳金丝雀', '13800138000', 'CANARY']) assert.ok(!text.includes(canary), canary)
})
