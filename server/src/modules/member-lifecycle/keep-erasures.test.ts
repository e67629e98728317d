import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { readMemberRecord } from '#modules/members/read-member-record.ts'
import { foundMerchant } from '#modules/shops/found-merchant.ts'
import { movableClock } from '#platform/clock.ts'
import type { Work } from '#platform/work.ts'
import { newId } from '#shared/ids.ts'
import { makeMember } from '#testing/make-member.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { eraseDueMembers, requestErasure } from './erase-member.ts'
import { journalName, keepErased, readErased } from './erasure-journal.ts'
import { readErasure } from './erasure-queries.ts'
import { enforceErasures, journalErasuresJob } from './keep-erasures.ts'
import { mergeMembers, quoteMerge } from './merge-members.ts'

const root = await mkdtemp(path.join(tmpdir(), 'regulars-erasures-'))
after(() => rm(root, { recursive: true, force: true }))

const eightDaysOn = new Date(testAt.getTime() + 8 * 86_400_000)
let folders = 0
const makeFolder = () => mkdtemp(path.join(root, `${(folders += 1)}-`))

const registerMerchant = (work: Work) =>
  foundMerchant(work, { slug: work.merchantId, name: '店', currency: 'CNY', locale: 'zh-CN' })

async function journal(...places: string[]) {
  const said: string[] = []
  const tools = { database: testDatabase(), clock: movableClock(eightDaysOn), log: (line: string) => said.push(line) }
  await journalErasuresJob(async () => places).run(tools)
  return said
}

/** A member and a record merged into it, erased. */
async function eraseSomebody(merchantId: string) {
  const ids = await committed(merchantId, async (work) => {
    const [kept, gone] = [await makeMember(work, { name: '金丝雀' }), await makeMember(work, { name: '金丝雀' })]
    const pair = { survivorId: kept.id, absorbedId: gone.id }
    const { fingerprint } = await quoteMerge(work, pair)
    await mergeMembers(work, { id: newId(), ...pair, fingerprint })
    await requestErasure(work, { id: newId(), memberId: kept.id, givesUpValue: false })
    return [kept.id, gone.id]
  })
  await committed(merchantId, (work) => eraseDueMembers(work), { at: eightDaysOn })
  return ids as [string, string]
}

const erasureOf = (merchantId: string, memberId: string) => committed(merchantId, (work) => readErasure(work, memberId))
const idsIn = async (folder: string, merchantId: string) =>
  (await readErased([folder])).records
    .filter((each) => each.merchantId === merchantId)
    .map(({ memberId }) => memberId)
    .sort()

test('an erasure is done for all to see once every journal has it, with the records merged into the member', async () => {
  const merchantId = newId()
  const [survivorId, absorbedId] = await eraseSomebody(merchantId)
  const places = [await makeFolder(), await makeFolder()]
  assert.equal((await erasureOf(merchantId, survivorId))?.journaledAt, null)
  assert.deepEqual(await journal(...places), [])
  assert.deepEqual((await erasureOf(merchantId, survivorId))?.journaledAt, eightDaysOn)
  for (const place of places) {
    assert.deepEqual(await idsIn(place, merchantId), [survivorId, absorbedId].sort())
    const text = await readFile(path.join(place, journalName), 'utf8')
    assert.match(text, /^(\S+Z [0-9a-f-]{36} [0-9a-f-]{36} [0-9a-f]{8}\n)+$/, 'times and ids, nothing else')
  }
})

test('while a journal cannot be written, the erasure waits and the trouble is told', async () => {
  const merchantId = newId()
  const [survivorId] = await eraseSomebody(merchantId)
  const notAFolder = path.join(await makeFolder(), 'file')
  await writeFile(notAFolder, '')
  assert.match((await journal(notAFolder)).join('\n'), new RegExp(`erasures of merchant ${merchantId} wait`))
  assert.equal((await erasureOf(merchantId, survivorId))?.journaledAt, null)
})

test('at start, who is in a journal is erased again, also one that the older database knows as merged elsewhere', async () => {
  const merchantId = newId()
  const [alone, absorbed, other, bystander] = await committed(merchantId, async (work) => {
    const ids: string[] = []
    for (const name of ['金丝雀', '金丝雀', '别人', '路人']) ids.push((await makeMember(work, { name })).id)
    await registerMerchant(work)
    const pair = { survivorId: ids[2]!, absorbedId: ids[1]! }
    const { fingerprint } = await quoteMerge(work, pair)
    await mergeMembers(work, { id: newId(), ...pair, fingerprint })
    return ids as [string, string, string, string]
  })
  const [first, second] = [await makeFolder(), await makeFolder()]
  const record = (memberId: string) => ({ merchantId, memberId, erasedAt: testAt })
  await keepErased([first], [record(alone), record(newId())])
  await keepErased([second], [record(absorbed)])
  const enforce = () => enforceErasures({ database: testDatabase(), folders: [first, second], at: testAt })

  assert.equal(await enforce(), 2)
  await committed(merchantId, async (work) => {
    for (const id of [alone, absorbed]) await assert.rejects(readMemberRecord(work, id), { code: 'member_erased' })
    for (const id of [other, bystander]) assert.ok((await readMemberRecord(work, id)).profile.name)
  })
  assert.deepEqual(
    await idsIn(first, merchantId),
    await idsIn(second, merchantId),
    'each journal has what the other had',
  )
  assert.equal(await enforce(), 0)
})

test('a journal that was lost is written again from the database', async () => {
  const merchantId = newId()
  const ids = await eraseSomebody(merchantId)
  await committed(merchantId, registerMerchant)
  const place = await makeFolder()
  await enforceErasures({ database: testDatabase(), folders: [place], at: eightDaysOn })
  assert.deepEqual(await idsIn(place, merchantId), ids.sort())
})
