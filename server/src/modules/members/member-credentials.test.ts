import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { committed, inWork } from '#testing/work.ts'
import { readCredentials } from './credential-queries.ts'
import { lookUpMember } from './identify-member.ts'
import { addCredential, blockCredential, changePhone, replaceCard, unblockCredential } from './member-credentials.ts'
import { readMember } from './member-queries.ts'
import { searchMemberIds } from './search-queries.ts'

test(
  'a new phone takes the place of the old one, which is then free for somebody else',
  inWork(async (work) => {
    const { id } = await makeMember(work, { phone: '13800138000' })
    await changePhone(work, { id: newId(), memberId: id, phone: '139 0013 9001' })
    assert.equal((await readMember(work, id))?.phone, '+8613900139001')
    assert.deepEqual(await searchMemberIds(work, '9001', 5), [id])
    assert.deepEqual(await searchMemberIds(work, '8000', 5), [])
    await makeMember(work, { phone: '13800138000' })
  }),
)

test(
  'another member’s phone is refused and changes nothing',
  inWork(async (work) => {
    const other = await makeMember(work, { phone: '13800138000' })
    const { id } = await makeMember(work, { phone: '13900139001' })
    await assert.rejects(changePhone(work, { id: newId(), memberId: id, phone: '13800138000' }), {
      code: 'phone_taken',
      details: { memberId: other.id },
    })
  }),
)

test(
  'a phone can be given up without another, and taken up again',
  inWork(async (work) => {
    const { id } = await makeMember(work, { phone: '13800138000' })
    await changePhone(work, { id: newId(), memberId: id, phone: null })
    assert.equal((await readMember(work, id))?.phone, null)
    await addCredential(work, { id: newId(), memberId: id, kind: 'phone', value: '13800138000' })
    assert.equal((await readMember(work, id))?.phone, '+8613800138000')
  }),
)

test(
  'adding what the member has already changes nothing',
  inWork(async (work) => {
    const { id } = await makeMember(work, { cardNumber: 'A1' })
    const again = await addCredential(work, { id: newId(), memberId: id, kind: 'card', value: 'a-1' })
    assert.equal(again.credentialId, (await readCredentials(work, [id])).find(({ kind }) => kind === 'card')?.id)
  }),
)

test(
  'a replaced card stays blocked for good, the new one works, and what was found by the old one is found',
  inWork(async (work) => {
    const { id } = await makeMember(work, { cardNumber: 'OLD1' })
    const old = (await readCredentials(work, [id])).find(({ kind }) => kind === 'card')!
    const { credentialId } = await replaceCard(work, {
      id: newId(),
      credentialId: old.id,
      cardNumber: 'NEW1',
      reason: '遗失',
    })
    await assert.rejects(lookUpMember(work, 'OLD1'), { code: 'credential_blocked' })
    assert.equal((await lookUpMember(work, 'NEW1')).memberId, id)
    await assert.rejects(unblockCredential(work, { credentialId: old.id }), { code: 'credential_blocked' })
    await assert.rejects(replaceCard(work, { id: newId(), credentialId: old.id, cardNumber: 'NEW2', reason: '' }), {
      code: 'credential_blocked',
    })
    assert.equal((await readMember(work, id))?.card, 'NEW1')
    assert.notEqual(credentialId, old.id)
  }),
)

test(
  'a card that was found again is unblocked once',
  inWork(async (work) => {
    const { id } = await makeMember(work, { cardNumber: 'A1' })
    const { id: credentialId } = (await readCredentials(work, [id])).find(({ kind }) => kind === 'card')!
    await blockCredential(work, { credentialId, reason: '遗失' })
    await assert.rejects(makeMember(work, { cardNumber: 'A1' }), { code: 'card_taken' })
    await unblockCredential(work, { credentialId })
    assert.equal((await lookUpMember(work, 'A1')).memberId, id)
    await assert.rejects(unblockCredential(work, { credentialId }), { code: 'credential_not_blocked' })
  }),
)

test('of two tills that give the same card to two members at once, one succeeds', async () => {
  const merchantId = newId()
  const members = await committed(merchantId, async (work) => [await makeMember(work), await makeMember(work)])
  const outcomes = await Promise.allSettled(
    members.map(({ id }) =>
      committed(merchantId, (work) => addCredential(work, { id: newId(), memberId: id, kind: 'card', value: 'ONE' })),
    ),
  )
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test(
  'a card is shown as it is printed and known however it is typed',
  inWork(async (work) => {
    const { id } = await makeMember(work, { cardNumber: 'Gold-0007' })
    assert.equal((await readMember(work, id))?.card, 'Gold-0007')
    for (const typed of ['gold0007', 'GOLD 0007', 'ｇｏｌｄ－０００７'])
      assert.equal((await lookUpMember(work, typed)).memberId, id)
    assert.deepEqual(await searchMemberIds(work, 'gold-00', 5), [id])
  }),
)
