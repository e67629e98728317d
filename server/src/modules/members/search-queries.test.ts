import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { makeMember } from '#testing/make-member.ts'
import { inWork } from '#testing/work.ts'
import { phoneTailToken } from './member-secrets.ts'
import { searchMemberIds } from './search-queries.ts'

const ways: [string, string][] = [
  ['the whole phone', '138 0013 8000'],
  ['the phone with its country', '+8613800138000'],
  ['its last four digits', '8000'],
  ['its last five', '38000'],
  ['its last ten', '3800138000'],
  ['full-width digits', '１３８０００'],
  ['the card', 'vip-0001'],
  ['the card’s beginning', 'VIP'],
  ['the name', '欧阳娜娜'],
  ['a part of the name', '娜娜'],
  ['pinyin', 'ouyang'],
  ['first letters', 'oynn'],
]
for (const [what, typed] of ways) {
  test(
    `a member is found by ${what}, the neighbour is not`,
    inWork(async (work) => {
      await makeMember(work, { name: '王小明', phone: '13900139001', cardNumber: 'X-1' })
      const { id } = await makeMember(work, { name: '欧阳娜娜', phone: '13800138000', cardNumber: 'VIP-0001' })
      assert.deepEqual(await searchMemberIds(work, typed, 10), [id])
    }),
  )
}

test(
  'digits that begin a card are that card, and only else the end of a phone',
  inWork(async (work) => {
    const card = await makeMember(work, { name: '甲', cardNumber: '138000' })
    await makeMember(work, { name: '乙', phone: '13700138000' })
    assert.deepEqual(await searchMemberIds(work, '138000', 10), [card.id])
    assert.equal((await searchMemberIds(work, '38000', 10)).length, 1)
  }),
)

test(
  'of a phone’s tail that two share, both are found; a wrong digit finds neither',
  inWork(async (work) => {
    await makeMember(work, { phone: '13800138000' })
    await makeMember(work, { phone: '13700138000' })
    assert.equal((await searchMemberIds(work, '138000', 10)).length, 2)
    assert.equal((await searchMemberIds(work, '3800138000', 10)).length, 1)
    assert.deepEqual(await searchMemberIds(work, '938000', 10), [])
  }),
)

test(
  'a phone written while its token told four digits alone is found by more of them',
  inWork(async (work) => {
    const { id } = await makeMember(work, { phone: '13800138000' })
    await makeMember(work, { phone: '13900138000' })
    const short = phoneTailToken(work, '8000')
    await work.send(sql`
      update members.search_token set token = ${short} where merchant_id = ${work.merchantId} and token like ${`${short}%`}`)
    assert.deepEqual(await searchMemberIds(work, '3800138000', 10), [id])
    assert.equal((await searchMemberIds(work, '8000', 10)).length, 2)
  }),
)

test(
  'the token of more digits begins with that of fewer, and tells no more than eight',
  inWork(async (work) => {
    const tokens = [4, 5, 6, 7, 8].map((length) => phoneTailToken(work, '+8613800138000'.slice(-length)))
    const whole = phoneTailToken(work, '+8613800138000')
    assert.deepEqual(new Set(tokens.map(({ length }) => length)).size, 5)
    for (const token of tokens) assert.ok(whole.startsWith(token))
    assert.equal(whole, tokens.at(-1))
  }),
)
