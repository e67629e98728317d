import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { committed, inWork, testAt } from '#testing/work.ts'
import { blockMember } from './block-member.ts'
import { identifyMember, lookUpMember, readCodeSecret, readIdentification, renewCode } from './identify-member.ts'
import { blockCredential, addCredential } from './member-credentials.ts'
import { codeOfStep, stepAt } from './member-code-rules.ts'

/** What the member's own phone shows, `offset` steps from now. */
async function shownCode(work: Work, memberId: string, offset = 0): Promise<string> {
  const { number, secret } = await readCodeSecret(work, memberId)
  return number + codeOfStep(secret, stepAt(work.at) + offset)
}

const identify = (work: Work, shown: string) => identifyMember(work, { id: newId(), shown })

test(
  'a member is known by number, phone, card or code, however they are written',
  inWork(async (work) => {
    const { id, number } = await makeMember(work, { phone: '13800138000', cardNumber: 'VIP-0001' })
    const shown = [number, ` ${number} `, '138 0013 8000', '+8613800138000', 'vip 0001', await shownCode(work, id)]
    const found = await Promise.all(shown.map((text) => lookUpMember(work, text)))
    assert.deepEqual(
      found.map(({ by }) => by),
      ['number', 'number', 'phone', 'phone', 'card', 'code'],
    )
    for (const { memberId } of found) assert.equal(memberId, id)
  }),
)

test(
  'only the rotating code verifies, and paying finds the identification again for a while',
  inWork(async (work) => {
    const { id } = await makeMember(work, { phone: '13800138000' })
    assert.equal((await identify(work, '13800138000')).isVerified, false)
    const { identificationId, isVerified } = await identify(work, await shownCode(work, id))
    assert.equal(isVerified, true)
    assert.equal((await readIdentification(work, identificationId, 600_000))?.memberId, id)
    assert.equal(await readIdentification(work, newId(), 600_000), null)
  }),
)

test(
  'a code is accepted once; after it, neither it nor an older one is',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    const [before, now, after] = await Promise.all([-1, 0, 1].map((offset) => shownCode(work, id, offset)))
    await identify(work, now!)
    await assert.rejects(identify(work, now!), { code: 'code_used' })
    await assert.rejects(identify(work, before!), { code: 'code_used' })
    assert.equal((await identify(work, after!)).isVerified, true)
  }),
)

test(
  'a code from a minute ago, or with another member’s digits, is wrong',
  inWork(async (work) => {
    const [a, b] = [await makeMember(work), await makeMember(work)]
    await assert.rejects(identify(work, await shownCode(work, a.id, -2)), { code: 'code_wrong' })
    const digits = (await shownCode(work, b.id)).slice(-6)
    await assert.rejects(identify(work, a.number + digits), { code: 'code_wrong' })
  }),
)

test(
  'renewing the code ends it on every phone that had it',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    const old = await shownCode(work, id)
    await renewCode(work, { memberId: id })
    await assert.rejects(identify(work, old), { code: 'code_wrong' })
    assert.equal((await identify(work, await shownCode(work, id))).memberId, id)
  }),
)

test(
  'a lost card and a blocked member are not let through',
  inWork(async (work) => {
    const { id } = await makeMember(work, { phone: '13800138000' })
    const { credentialId } = await addCredential(work, { id: newId(), memberId: id, kind: 'card', value: 'C-1' })
    await blockCredential(work, { credentialId, reason: '遗失' })
    await assert.rejects(lookUpMember(work, 'C-1'), { code: 'credential_blocked' })
    await blockMember(work, { memberId: id, reason: '盗刷' })
    await assert.rejects(lookUpMember(work, '13800138000'), { code: 'member_blocked' })
  }),
)

for (const nonsense of ['', '   ', '0', '\u202e', '=cmd()', '9'.repeat(100), '王', '💳']) {
  test(
    `“${nonsense.slice(0, 10)}” is nobody`,
    inWork(async (work) => {
      await makeMember(work)
      await assert.rejects(lookUpMember(work, nonsense), { code: 'member_not_found' })
    }),
  )
}

test('of ten tills that read the same code at once, one accepts it', async () => {
  const merchantId = newId()
  const { id } = await committed(merchantId, (work) => makeMember(work))
  const code = await committed(merchantId, (work) => shownCode(work, id))
  const outcomes = await Promise.allSettled(
    Array.from({ length: 10 }, () => committed(merchantId, (work) => identify(work, code), { at: testAt })),
  )
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const each of outcomes) if (each.status === 'rejected') assert.equal(each.reason.code, 'code_used')
})
