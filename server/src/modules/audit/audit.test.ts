import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#shared/ids.ts'
import { makeRole } from '#modules/identity/change-role.ts'
import { testApp } from '#testing/app.ts'
import { makeCommittedShop, makeUser, signIn } from '#testing/make-merchant.ts'
import { committed, testAt } from '#testing/work.ts'

const app = await testApp()

async function shopWithLines(count: number) {
  const shop = await makeCommittedShop()
  const subjectId = newId()
  await committed(shop.merchantId, async (work) => {
    for (let i = 0; i < count; i++)
      work.as(shop.ownerActor, new Date(testAt.getTime() + i * 1000)).audit({
        action: i % 2 ? 'sale.refund' : 'sale.discount',
        subject: { kind: 'sale', id: subjectId },
        reason: `第 ${i} 次`,
        ...(i === 3 ? { approvedBy: shop.ownerId } : {}),
      })
  })
  const owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  return { ...shop, owner, subjectId }
}

test('the log is read newest first, page by page, without gap or double', async () => {
  const { owner, subjectId } = await shopWithLines(7)
  const reasons: string[] = []
  let cursor = ''
  do {
    const { body } = await owner.call({ url: `/audit?subjectId=${subjectId}&limit=3${cursor && `&cursor=${cursor}`}` })
    reasons.push(...body.items.map(({ reason }: { reason: string }) => reason))
    cursor = body.next ?? ''
  } while (cursor)
  assert.deepEqual(
    reasons,
    [6, 5, 4, 3, 2, 1, 0].map((i) => `第 ${i} 次`),
  )
})

test('the log is searched by action, module, person, time and approval', async () => {
  const { owner, subjectId, ownerId } = await shopWithLines(6)
  const count = async (query: string) =>
    (await owner.call({ url: `/audit?subjectId=${subjectId}&${query}` })).body.items.length
  assert.equal(await count('action=sale.refund'), 3)
  assert.equal(await count('action=sale.'), 6)
  assert.equal(await count('action=sal'), 0)
  assert.equal(await count(`actorId=${ownerId}`), 6)
  assert.equal(await count(`actorId=${newId()}`), 0)
  assert.equal(await count('approved=true'), 1)
  const from = new Date(testAt.getTime() + 4000).toISOString()
  assert.equal(await count(`from=${from}`), 2)
  assert.equal(await count(`to=${from}`), 4)
})

test('a cursor that we did not make is refused', async () => {
  const { owner } = await shopWithLines(1)
  for (const cursor of [
    'x',
    Buffer.from('["a","b"]').toString('base64url'),
    Buffer.from('[1,2]').toString('base64url'),
  ])
    assert.equal((await owner.call({ url: `/audit?cursor=${cursor}` })).body.code, 'invalid_input')
})

test('the log is for those who may read it', async () => {
  const { merchantId } = await makeCommittedShop()
  const cashier = await committed(merchantId, (work) => makeUser(work, { role: 'cashier' }))
  const staff = await signIn(app, { merchantId, userId: cashier.userId })
  assert.equal((await staff.call({ url: '/audit' })).status, 403)
})

test('a line names the roles and stores that its changes speak of, as they are called today', async () => {
  const shop = await makeCommittedShop()
  const roleId = newId()
  await committed(shop.merchantId, async (work) => {
    await makeRole(work, { roleId, name: '夜班店长', permissions: [] })
    work.as(shop.ownerActor, testAt).audit({
      action: 'user.change',
      subject: { kind: 'store', id: shop.storeId },
      changes: { roleIds: [[], [roleId]], storeIds: [null, [shop.storeId]], name: ['甲', '乙'] },
    })
  })
  const owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
  const { body } = await owner.call({ url: `/audit?subjectId=${shop.storeId}&action=user.change` })
  const [line] = body.items
  assert.equal(line.subject.name, '人民路店')
  assert.deepEqual(line.names, { [roleId]: '夜班店长', [shop.storeId]: '人民路店' })
})
