import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { grantValue } from '#modules/ledger/grant-value.ts'
import { readOwnedAccounts } from '#modules/ledger/owned-accounts.ts'
import { lookUpMember } from '#modules/members/identify-member.ts'
import { addNote } from '#modules/members/member-notes.ts'
import { readMemberRecord } from '#modules/members/read-member-record.ts'
import { updateMember } from '#modules/members/update-member.ts'
import { joinHousehold } from '#modules/members/member-household.ts'
import { cancelPass, previewCancel } from '#modules/passes/cancel-pass.ts'
import { setFamily } from '#modules/passes/change-pass.ts'
import { runDueWork } from '#platform/due-work.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop } from '#testing/make-merchant.ts'
import { makePass, makePlan } from '#testing/make-pass.ts'
import { committed, inWork, testAt, testDatabase } from '#testing/work.ts'
import {
  eraseDueMembers,
  erasureSweep,
  listErasures,
  replayErasures,
  requestErasure,
  withdrawErasure,
} from './erase-member.ts'
import { readLeftBehind } from './left-behind.ts'
import { mergeMembers, quoteMerge } from './merge-members.ts'

const eightDaysOn = new Date(testAt.getTime() + 8 * 86_400_000)
const canaries = ['金丝雀', '13812345678', 'CANARY7', '花生过敏', '金丝雀之家']

/** A member with every kind of personal value. */
async function makeCanary(work: Work) {
  const member = await makeMember(work, {
    name: '金丝雀',
    phone: '13812345678',
    cardNumber: 'CANARY7',
    externalId: 'CANARY7-x',
    allergies: '花生过敏',
    note: '金丝雀 likes seeds',
    consents: [{ purpose: 'health', textVersion: 1 }],
    birthday: { calendar: 'solar', year: 1990, month: 4, date: 1, isLeapMonth: false },
  })
  const other = await makeMember(work, { name: '别人', referrerId: member.id })
  await joinHousehold(work, { id: newId(), memberId: member.id, withMemberId: other.id, name: '金丝雀之家' })
  await addNote(work, { id: newId(), memberId: member.id, body: 'CANARY7 again', isForTill: true })
  await updateMember(work, { memberId: member.id, version: 2, changes: { name: '金丝雀二' } })
  return { ...member, otherId: other.id }
}

/** Every row of every table of the merchant, as text. */
async function dump(work: Work): Promise<string> {
  const tables = await work.send<{ name: string }>(sql`
    select format('%I.%I', table_schema, table_name) as name from information_schema.columns
     where column_name = 'merchant_id' and table_schema not in ('pg_catalog', 'information_schema') and table_schema <> 'graphile_worker'
     order by 1`)
  const parts: string[] = []
  for (const { name } of tables) {
    const rows = await work.send<{ row: string }>(sql`
      select t::text as row from ${sql.raw(name)} t where merchant_id = ${work.merchantId}`)
    parts.push(...rows.map(({ row }) => `${name} ${row}`))
  }
  return parts.join('\n')
}

test('an erased member is in no table any more, and the others are untouched', async () => {
  const merchantId = newId()
  const member = await committed(merchantId, makeCanary)
  const before = await committed(merchantId, dump)
  assert.ok(before.includes('金丝雀') && before.includes('CANARY7'), 'the check can see')
  await committed(merchantId, (work) => requestErasure(work, { id: newId(), memberId: member.id, givesUpValue: false }))
  assert.equal(await committed(merchantId, (work) => eraseDueMembers(work), { at: eightDaysOn }), 1)

  const after = await committed(merchantId, dump)
  // A household's name is that of those who are still in it.
  for (const canary of canaries.slice(0, 4)) {
    const left = after.split('\n').filter((row) => row.includes(canary) && !row.startsWith('members.household'))
    assert.deepEqual(left, [], canary)
  }
  await committed(merchantId, async (work) => {
    await assert.rejects(lookUpMember(work, '13812345678'), { code: 'member_not_found' })
    await assert.rejects(lookUpMember(work, member.number), { code: 'member_not_found' })
    assert.equal((await readMemberRecord(work, member.otherId)).profile.name, '别人')
    assert.equal((await readMemberRecord(work, member.otherId)).profile.referrerId, null)
    await makeMember(work, { phone: '13812345678' })
  })
})

test(
  'within the cooling-off nothing happens, and the wish can be taken back',
  inWork(async (work) => {
    const { id } = await makeMember(work)
    const wish = () => requestErasure(work, { id: newId(), memberId: id, givesUpValue: false })
    await wish()
    await assert.rejects(wish(), { code: 'erasure_requested' })
    assert.equal(await eraseDueMembers(work), 0)
    await withdrawErasure(work, { memberId: id })
    await assert.rejects(withdrawErasure(work, { memberId: id }), { code: 'erasure_not_found' })
    await wish()
  }),
)

test('value is settled or given up first; the ledger keeps it under the pseudonym', async () => {
  const merchantId = newId()
  const { id } = await committed(merchantId, async (work) => {
    const member = await makeMember(work)
    const account = { ownerKind: 'member', ownerId: member.id, asset: 'points' } as const
    await grantValue(work, [{ account, units: 80, terms: { expiry: null }, source: { kind: 'test', id: newId() } }])
    return member
  })
  await committed(merchantId, async (work) => {
    const refused = requestErasure(work, { id: newId(), memberId: id, givesUpValue: false })
    await assert.rejects(refused, { code: 'erasure_value_left', details: { assets: ['points'] } })
    await requestErasure(work, { id: newId(), memberId: id, givesUpValue: true })
  })
  await committed(merchantId, (work) => eraseDueMembers(work), { at: eightDaysOn })
  const accounts = await committed(merchantId, (work) => readOwnedAccounts(work, { ownerKind: 'member', ownerId: id }))
  assert.equal(accounts[0]?.balanceUnits, 80)
})

test(
  'a pass that is still good is shown and cancelled, or given up, before one is forgotten; one of the family’s is not theirs to give up',
  inWork(async (work) => {
    const { storeId } = await makeShop(work)
    const [holder, friend] = [await makeMember(work), await makeMember(work)]
    const plan = await makePlan(work, { family: { maxPeople: 1, unitsPerPerson: null } })
    const { passId } = await makePass(work, { storeId, memberId: holder.id, plan })
    await setFamily(work, { passId, memberIds: [friend.id] })
    assert.deepEqual((await readLeftBehind(work, friend.id)).passes, [])
    assert.deepEqual(
      (await readLeftBehind(work, holder.id)).passes.map(({ id }) => id),
      [passId],
    )
    const wish = { memberId: holder.id, givesUpValue: false }
    const refused = requestErasure(work, { id: newId(), ...wish })
    await assert.rejects(refused, { code: 'erasure_value_left', details: { assets: ['passes'] } })
    const { fingerprint } = await previewCancel(work, passId, { cause: 'member', time: 'now' })
    await cancelPass(work, { passId, cause: 'member', time: 'now', reason: 'moved', fingerprint })
    await requestErasure(work, { id: newId(), ...wish })
  }),
)

test('records that were merged into the member are erased with it', async () => {
  const merchantId = newId()
  const survivorId = await committed(merchantId, async (work) => {
    const [kept, gone] = [await makeMember(work, { name: '留下' }), await makeMember(work, { name: '金丝雀' })]
    const pair = { survivorId: kept.id, absorbedId: gone.id }
    const { fingerprint } = await quoteMerge(work, pair)
    await mergeMembers(work, { id: newId(), ...pair, fingerprint })
    await requestErasure(work, { id: newId(), memberId: kept.id, givesUpValue: false })
    return kept.id
  })
  await committed(merchantId, (work) => eraseDueMembers(work), { at: eightDaysOn })
  assert.ok(!(await committed(merchantId, dump)).includes('金丝雀'))
  await committed(merchantId, (work) => assert.rejects(readMemberRecord(work, survivorId), { code: 'member_erased' }))
})

test('the sweep comes when the first wish is due, and only then', async () => {
  const merchantId = newId()
  await committed(merchantId, async (work) => {
    const { id } = await makeMember(work)
    await requestErasure(work, { id: newId(), memberId: id, givesUpValue: false })
  })
  const sweepAt = (at: Date) => runDueWork({ database: testDatabase(), sweeps: [erasureSweep], at })
  const erased = () => committed(merchantId, (work) => listErasures(work, new Date(0)))
  await sweepAt(testAt)
  assert.equal((await erased()).length, 0)
  await sweepAt(eightDaysOn)
  assert.equal((await erased()).length, 1)
})

test('after a restore from an older backup, the erase list is done again', async () => {
  const merchantId = newId()
  const { id } = await committed(merchantId, makeCanary)
  const list = [newId(), id] // one that the backup never knew
  assert.equal(await committed(merchantId, (work) => replayErasures(work, list)), 1)
  assert.equal(await committed(merchantId, (work) => replayErasures(work, list)), 0)
  assert.equal((await committed(merchantId, (work) => listErasures(work, new Date(0))))[0]?.memberId, id)
})
