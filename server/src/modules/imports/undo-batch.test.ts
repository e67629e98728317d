import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeItem } from '#modules/catalog/change-item.ts'
import { itemsByCode } from '#modules/catalog/save-items.ts'
import { membersByExternalId } from '#modules/members/members-by-external-id.ts'
import { makeCommittedShop } from '#testing/make-merchant.ts'
import { committed } from '#testing/work.ts'
import {
  holdings,
  importText,
  memberFile,
  members,
  productFile,
  products,
  sales,
  salesFile,
  undo,
} from './make-import.ts'
import { startUndo } from './undo-batch.ts'

test('undoing an import takes members and balances back, but nobody who came since', async () => {
  const { merchantId } = await makeCommittedShop()
  const first = await importText(merchantId, members, memberFile)
  await importText(merchantId, sales, salesFile.replaceAll('M1', 'A2'))
  await undo(merchantId, first.batchId)
  const known = await committed(merchantId, (work) => membersByExternalId(work, ['A1', 'A2']))
  assert.deepEqual([...known.keys()], ['A2'], 'A2 bought something, so A2 stays')
  await assert.rejects(
    committed(merchantId, (work) => startUndo(work, { batchId: first.batchId })),
    { code: 'import_already_undone' },
  )
  // Gone for good, and free to come again with the same card and phone.
  assert.equal((await importText(merchantId, members, memberFile)).report.imported, 1)
  assert.deepEqual(await holdings(merchantId, 'A1'), [120, 100_000, 20_000])
})

test('undoing products removes what nobody touched, restores what was changed, keeps what was edited since', async () => {
  const { merchantId } = await makeCommittedShop()
  const first = await importText(merchantId, products, productFile)
  const second = await importText(merchantId, products, productFile.replace('39.90', '45.00'))
  await undo(merchantId, second.batchId)
  const before = await committed(merchantId, (work) => itemsByCode(work, ['P1', 'P2']))
  assert.equal(before.get('P1')?.listPriceCents, 3990)
  await undo(merchantId, first.batchId)
  const left = await committed(merchantId, (work) => itemsByCode(work, ['P1', 'P2']))
  assert.deepEqual([left.has('P2'), left.get('P1')?.archivedAt !== null], [false, true])
})

test('undoing past sales takes the lines and the members they made', async () => {
  const { merchantId } = await makeCommittedShop()
  const { batchId } = await importText(merchantId, sales, salesFile)
  await undo(merchantId, batchId)
  const known = await committed(merchantId, (work) => membersByExternalId(work, ['M1']))
  assert.equal(known.size, 0)
  assert.equal((await importText(merchantId, sales, salesFile)).report.imported, 3)
})

test('a changed item is not restored over by an undo', async () => {
  const { merchantId } = await makeCommittedShop()
  await importText(merchantId, products, productFile)
  const second = await importText(merchantId, products, productFile.replace('39.90', '45.00'))
  await committed(merchantId, async (work) => {
    const item = (await itemsByCode(work, ['P1'])).get('P1')!
    await changeItem(work, { itemId: item.id, version: item.version, listPriceCents: 5000 })
  })
  await undo(merchantId, second.batchId)
  const items = await committed(merchantId, (work) => itemsByCode(work, ['P1']))
  assert.equal(items.get('P1')?.listPriceCents, 5000)
})
