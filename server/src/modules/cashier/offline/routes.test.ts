import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { archiveItem } from '#modules/catalog/change-item.ts'
import { completeItems, saveItems } from '#modules/catalog/save-items.ts'
import { revokeDevice } from '#modules/identity/register-device.ts'
import { tillCardKey, tillPhoneKey } from '#modules/members/till-key-rules.ts'
import { itemFromLine, tillLineFields, type TillLine } from '#modules/catalog/till-line-rules.ts'
import { verifyLedger } from '#modules/ledger/verify-ledger.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { caller, makeCommittedShop, makeDevice, makeUser, signIn } from '#testing/make-merchant.ts'
import { makeOfflineSale } from '#testing/make-offline-sale.ts'
import { holdings, makeStoredValue } from '#testing/make-value.ts'
import { committed } from '#testing/work.ts'

async function makeTill() {
  const app = await testApp()
  const shop = await makeCommittedShop()
  const { merchantId, storeId, ownerId } = shop
  const till = await committed(merchantId, (work) => makeDevice(work, storeId))
  const device = caller(app, { 'x-device-key': till.deviceKey })
  const owner = await signIn(app, { merchantId, userId: ownerId })
  return { app, merchantId, storeId, ownerId, till, device, owner }
}

test('a till hears the time, its next number and its limits, and who is signed in at it', async () => {
  const { app, merchantId, ownerId, till, device } = await makeTill()
  const alone = await device.call({ url: '/till/contact' })
  assert.equal(alone.status, 200)
  assert.equal(alone.body.userId, null)
  assert.equal(alone.body.device.id, till.deviceId)
  assert.equal(alone.body.lastNumber, 0)
  assert.deepEqual(alone.body.limits.points, { sale: 0, member: 0, total: 0 })

  const atTill = await signIn(app, { merchantId, userId: ownerId, deviceId: till.deviceId })
  assert.equal((await atTill.call({ url: '/till/contact' })).body.userId, ownerId)
  const elsewhere = await signIn(app, { merchantId, userId: ownerId })
  assert.equal((await elsewhere.call({ url: '/till/contact' })).body.code, 'device_needed')
})

test('the first load is a line per item that is for sale, and its cursor goes on in the catalogue’s feed', async () => {
  const { app, merchantId, storeId, till, device } = await makeTill()
  const item = await committed(merchantId, (work) => makeItem(work, { name: '茉莉花茶', barcodes: ['6901234500062'] }))
  const answer = await app.inject({
    url: `/api/v1/till/items?storeId=${storeId}`,
    headers: { 'x-device-key': till.deviceKey },
  })
  assert.equal(answer.statusCode, 200)
  const lines = answer.body
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.equal(lines.length, 2)
  const fromLine = itemFromLine(lines[0] as TillLine)

  const feed = await device.call({ url: `/till/catalog?storeId=${storeId}` })
  const fromFeed = feed.body.items.find(({ id }: { id: string }) => id === item.id)
  for (const field of tillLineFields) assert.deepEqual(fromLine[field], fromFeed[field], field)

  await committed(merchantId, (work) => makeItem(work, { name: '新品' }))
  const delta = await device.call({ url: `/till/catalog?storeId=${storeId}&cursor=${lines[1].cursor}` })
  assert.deepEqual(
    delta.body.items.map(({ name }: { name: string }) => name),
    ['新品'],
  )
})

test('one feed serves all tills: zipped for a browser, and what changed since is in the pages behind its cursor', async () => {
  const { app, merchantId, storeId, till, device } = await makeTill()
  const make = (name: string) => committed(merchantId, (work) => makeItem(work, { name }))
  const load = async (headers: Record<string, string>) => {
    const url = `/api/v1/till/items?storeId=${storeId}`
    const answer = await app.inject({ url, headers: { 'x-device-key': till.deviceKey, ...headers } })
    const isZipped = answer.headers['content-encoding'] === 'gzip'
    const text = isZipped ? gunzipSync(answer.rawPayload).toString() : answer.body
    const lines: unknown[] = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    return { isZipped, items: lines.slice(0, -1) as TillLine[], cursor: (lines.at(-1) as { cursor: string }).cursor }
  }
  const tea = await make('茉莉花茶')
  await make('绿茶')
  const [first, beside] = await Promise.all([load({ 'accept-encoding': 'gzip, br' }), load({})])
  assert.deepEqual([first.isZipped, beside.isZipped], [true, false])
  assert.equal(first.items.length, 2)
  assert.deepEqual(beside.items, first.items)

  const fresh = await make('新品')
  await committed(merchantId, (work) => archiveItem(work, { itemId: tea.id, isArchived: true }))
  const kept = await load({ 'accept-encoding': 'gzip' })
  assert.deepEqual(kept, first)
  const since = await device.call({ url: `/till/catalog?storeId=${storeId}&cursor=${kept.cursor}` })
  const changed = since.body.items.map(({ id, isArchived }: { id: string; isArchived: boolean }) => [id, isArchived])
  assert.deepEqual(changed, [
    [fresh.id, false],
    [tea.id, true],
  ])
})

test('a feed with a page of changes behind it is made anew', async () => {
  const { app, merchantId, storeId, till } = await makeTill()
  const headers = { 'x-device-key': till.deviceKey, 'accept-encoding': 'identity' }
  const load = async () => (await app.inject({ url: `/api/v1/till/items?storeId=${storeId}`, headers })).body.trim()
  assert.equal((await load()).split('\n').length, 1)
  await committed(merchantId, async (work) => {
    const rows = Array.from({ length: 2_000 }, (_, i) => ({ id: newId(), kind: 'product' as const, name: `货 ${i}` }))
    await saveItems(work, await completeItems(work, rows))
  })
  assert.equal((await load()).split('\n').length, 2_001)
})

test('members reach a till without name, phone or card in them, and are found by phone and card all the same', async () => {
  const { merchantId, device } = await makeTill()
  const [phone, cardNumber] = ['13900138001', 'VIP00012']
  const { id } = await committed(merchantId, async (work) => {
    const member = await makeMember(work, { name: '王小明', phone, cardNumber })
    await makeStoredValue(work, member.id, 5_000)
    return member
  })
  const { memberSecret } = (await device.call({ url: '/till/contact' })).body
  const page = await device.call({ url: '/till/members' })
  const [member] = page.body.members
  assert.equal(member.id, id)
  assert.equal(member.storedCents, 5_000)
  assert.deepEqual(member.phoneKeys, [tillPhoneKey(memberSecret, '+8613900138001')])
  assert.deepEqual(member.cardKeys, [tillCardKey(memberSecret, cardNumber)])
  const text = JSON.stringify(page.body)
  for (const secret of ['小明', phone, '1390013', cardNumber]) assert.ok(!text.includes(secret), secret)

  const quiet = await device.call({ url: `/till/members?cursor=${page.body.cursor}` })
  await committed(merchantId, (work) => makeStoredValue(work, id, 1_000))
  const moved = await device.call({ url: `/till/members?cursor=${quiet.body.cursor}` })
  assert.equal(moved.body.members.find((each: { id: string }) => each.id === id).storedCents, 6_000)
})

test('a till hands in by its key alone; sent again it is the same, and another till may not do it for it', async () => {
  const { app, merchantId, storeId, ownerId, till, device } = await makeTill()
  const sale = await committed(merchantId, async (work) => {
    const item = await makeItem(work)
    return makeOfflineSale(work, { storeId, till, cashierId: ownerId, sequence: 1, items: [[item.id, 1]] })
  })
  const payload = { deviceId: till.deviceId, sales: [sale] }
  const first = await device.call({ method: 'POST', url: '/till/offline-sales', payload })
  assert.equal(first.status, 200, JSON.stringify(first.body))
  assert.deepEqual(first.body, { sales: [{ saleId: sale.saleId, outcome: 'booked', conflicts: 0 }], lastNumber: 1 })
  const again = await device.call({ method: 'POST', url: '/till/offline-sales', payload })
  assert.equal(again.body.sales[0].outcome, 'repeated')

  const other = await committed(merchantId, (work) => makeDevice(work, storeId))
  const stranger = caller(app, { 'x-device-key': other.deviceKey })
  assert.equal((await stranger.call({ method: 'POST', url: '/till/offline-sales', payload })).status, 403)
})

test('a sale that was sent before the line broke is recognised, also when both ways come at the same moment', async () => {
  const { app, merchantId, storeId, ownerId, till, device } = await makeTill()
  const sale = await committed(merchantId, async (work) => {
    const item = await makeItem(work)
    return makeOfflineSale(work, {
      storeId,
      till,
      cashierId: ownerId,
      sequence: 1,
      items: [[item.id, 1]],
      wasSent: true,
    })
  })
  const staff = await signIn(app, { merchantId, userId: ownerId, deviceId: till.deviceId })
  await staff.call({ method: 'POST', url: '/shifts', payload: { storeId, openingCents: 0 } })
  const [online, offline] = await Promise.all([
    staff.call({ method: 'POST', url: '/sales', payload: sale.input, key: sale.saleId }),
    device.call({ method: 'POST', url: '/till/offline-sales', payload: { deviceId: till.deviceId, sales: [sale] } }),
  ])
  assert.ok([201, 422].includes(online.status), JSON.stringify(online.body))
  assert.equal(offline.status, 200)
  const { items } = (await staff.call({ url: '/sales' })).body
  assert.deepEqual(
    items.map(({ id, receiptNumber }: { id: string; receiptNumber: string }) => [id, receiptNumber]),
    [[sale.saleId, sale.receiptNumber]],
  )
})

test('the queue of a revoked till waits for a person who may hand it in', async () => {
  const { app, merchantId, storeId, ownerId, till, device, owner } = await makeTill()
  const sale = await committed(merchantId, async (work) => {
    const item = await makeItem(work)
    const made = await makeOfflineSale(work, { storeId, till, cashierId: ownerId, sequence: 1, items: [[item.id, 1]] })
    await revokeDevice(work, { deviceId: till.deviceId })
    return made
  })
  const call = {
    method: 'POST',
    url: '/till/offline-sales',
    payload: { deviceId: till.deviceId, sales: [sale] },
  } as const
  assert.equal((await device.call(call)).status, 401)
  const { userId } = await committed(merchantId, (work) => makeUser(work, { permissions: ['sale.sell'] }))
  const cashier = await signIn(app, { merchantId, userId })
  assert.equal((await cashier.call(call)).status, 403)
  assert.deepEqual((await owner.call(call)).body.sales, [{ saleId: sale.saleId, outcome: 'booked', conflicts: 1 }])
  const { items } = (await owner.call({ url: '/sale-conflicts?state=open' })).body
  assert.deepEqual(
    items.map(({ kind }: { kind: string }) => kind),
    ['device_revoked'],
  )
})

test('what was missing is charged once the member has it, or borne by the shop; either ends the conflict', async () => {
  const { merchantId, storeId, ownerId, till, device, owner } = await makeTill()
  const [sales, memberId] = await committed(merchantId, async (work) => {
    const item = await makeItem(work)
    const { id } = await makeMember(work)
    const wish = { storeId, till, cashierId: ownerId, memberId: id, items: [[item.id, 1]] as const, storedCents: 4_000 }
    return [
      [await makeOfflineSale(work, { ...wish, sequence: 1 }), await makeOfflineSale(work, { ...wish, sequence: 2 })],
      id,
    ]
  })
  await device.call({ method: 'POST', url: '/till/offline-sales', payload: { deviceId: till.deviceId, sales } })
  const { items } = (await owner.call({ url: '/sale-conflicts?state=open' })).body
  assert.deepEqual(
    items.map(({ kind }: { kind: string }) => kind),
    ['balance_short', 'balance_short'],
  )
  assert.deepEqual(items[0].resolutions, ['charge_member', 'write_off'])
  const settle = (id: string, resolution: string) =>
    owner.call({ method: 'POST', url: `/sale-conflicts/${id}/resolution`, payload: { resolution } })

  assert.equal((await settle(items[0].id, 'accept')).body.code, 'invalid_resolution')
  assert.equal((await settle(items[0].id, 'charge_member')).body.code, 'balance_insufficient')
  const note = {
    method: 'POST',
    url: `/sale-conflicts/${items[0].id}/contact`,
    payload: { note: '下周来充值' },
  } as const
  assert.equal((await owner.call(note)).status, 200)
  await committed(merchantId, (work) => makeStoredValue(work, memberId, 5_000))
  assert.equal((await settle(items[0].id, 'charge_member')).status, 200)
  assert.equal((await settle(items[0].id, 'write_off')).body.code, 'conflict_settled')
  assert.equal((await settle(items[1].id, 'write_off')).status, 200)
  assert.equal((await settle(newId(), 'accept')).status, 404)

  await committed(merchantId, async (work) => {
    assert.equal((await holdings(work, memberId)).storedCents, 1_000)
    assert.equal((await verifyLedger(work)).ok, true)
  })
  assert.deepEqual((await owner.call({ url: '/sale-conflicts/count' })).body, { open: 0 })
  const settled = (await owner.call({ url: '/sale-conflicts?state=settled' })).body.items
  assert.equal(settled.length, 2)
})

test('limits of a till are set by whoever manages devices, and reach the till with its next word', async () => {
  const { till, device, owner } = await makeTill()
  const limits = { stored: { sale: 1, member: 2, total: 3 }, points: { sale: 4, member: 5, total: 6 } }
  const url = `/devices/${till.deviceId}/offline-limits`
  assert.equal((await device.call({ method: 'PUT', url, payload: limits })).status, 403)
  assert.equal((await owner.call({ method: 'PUT', url, payload: limits })).status, 200)
  assert.deepEqual((await owner.call({ url })).body, limits)
  assert.deepEqual((await device.call({ url: '/till/contact' })).body.limits, limits)
  assert.equal((await owner.call({ url: `/devices/${newId()}/offline-limits` })).status, 404)
})
