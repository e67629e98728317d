import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { strToU8, zipSync } from 'fflate'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeCommittedShop, type SignedIn, signIn } from '#testing/make-merchant.ts'
import { maxFileBytes } from './import-limits.ts'
import { openTable } from './read-table.ts'

let app: App
let owner: SignedIn

before(async () => {
  app = await testApp()
  const { merchantId, ownerId } = await makeCommittedShop()
  owner = await signIn(app, { merchantId, userId: ownerId })
})

async function upload(bytes: Buffer, name = 'goods.csv') {
  const fileId = newId()
  const headers = { ...owner.headers, 'idempotency-key': fileId, 'content-type': 'application/octet-stream' }
  const url = `/api/v1/import-files?name=${encodeURIComponent(name)}`
  const { statusCode, body } = await app.inject({ method: 'POST', url, headers, payload: bytes })
  return { fileId, status: statusCode, body: JSON.parse(body) }
}

async function finished(batchId: string) {
  for (let tries = 0; tries < 1_000; tries++) {
    const { body } = await owner.call({ url: `/imports/${batchId}` })
    if (body.status !== 'waiting' && body.status !== 'running' && body.status !== 'undoing') return body
    await sleep(50)
  }
  throw new Error('the import did not finish')
}

test('a file is uploaded, looked into, tried, imported, exported and taken back over the API', async () => {
  const file = Buffer.from('商品编号,名称,售价\nP1,=cmd(),9.90\nP2,茶,-1\n')
  const { fileId, status } = await upload(file, '商品.csv')
  assert.equal(status, 201)
  const look = await owner.call({ url: `/import-files/${fileId}?kind=products` })
  assert.deepEqual(look.body.columns, ['商品编号', '名称', '售价'])
  assert.deepEqual(look.body.guesses.price.columns, ['售价'])

  const mapping = { name: 'goods', kind: 'products', fields: look.body.guesses }
  const tried = await owner.call({ method: 'POST', url: '/imports', payload: { fileId, mapping, isDryRun: true } })
  assert.equal(tried.status, 202)
  const dryRun = await finished(tried.body.batchId)
  assert.deepEqual([dryRun.rows, dryRun.imported, dryRun.rejected], [2, 1, 1])
  const errors = await owner.call({ url: `/imports/${tried.body.batchId}/errors` })
  assert.deepEqual(errors.body.items, [{ row: 3, field: 'price', code: 'number_negative', details: {} }])
  assert.equal((await owner.call({ url: '/items' })).body.items.length, 0)

  const real = await owner.call({ method: 'POST', url: '/imports', payload: { fileId, mapping, isDryRun: false } })
  assert.equal((await finished(real.body.batchId)).imported, 1)
  const items = await owner.call({ url: '/items?text=cmd' })
  assert.equal(items.body.items[0].listPriceCents, 990)

  for (const format of ['csv', 'xlsx']) {
    const url = `/api/v1/exports/products?format=${format}`
    const sent = await app.inject({ method: 'GET', url, headers: owner.headers })
    assert.equal(sent.statusCode, 200)
    const table = await openTable(sent.rawPayload)
    const { value } = await table.rows[Symbol.asyncIterator]().next()
    assert.deepEqual(value.cells.slice(0, 2), ['P1', '=cmd()'])
    if (format === 'csv') assert.ok(sent.body.includes("'=cmd()"))
  }

  const undone = await owner.call({ method: 'POST', url: `/imports/${real.body.batchId}/undo` })
  assert.equal(undone.status, 202)
  assert.equal((await finished(real.body.batchId)).status, 'undone')
  assert.equal((await owner.call({ url: '/items' })).body.items.length, 0)
})

test('an empty file, one that is too large and an unknown one are refused', async () => {
  assert.equal((await upload(Buffer.alloc(0))).status, 409)
  const large = await upload(Buffer.alloc(maxFileBytes + 1, 'x'))
  assert.equal(large.status, 413)
  const unknown = await owner.call({ url: `/import-files/${newId()}?kind=products` })
  assert.deepEqual([unknown.status, unknown.body.code], [404, 'import_file_not_found'])
})

test('a workbook of one megabyte that unpacks to a hundred is refused in words, and the shop works on', async () => {
  const bomb = zipSync(
    {
      '[Content_Types].xml': strToU8('<Types/>'),
      'xl/workbook.xml': strToU8('<workbook/>'),
      'xl/worksheets/sheet1.xml': new Uint8Array(120 * 1024 * 1024),
    },
    { level: 9 },
  )
  const { fileId, status } = await upload(Buffer.from(bomb), '商品.xlsx')
  assert.equal(status, 201)
  const look = await owner.call({ url: `/import-files/${fileId}?kind=products` })
  assert.deepEqual([look.status, look.body.code], [413, 'file_too_large'])
  const mapping = { name: 'goods', kind: 'products', fields: { number: { columns: ['A'] } } }
  const tried = await owner.call({ method: 'POST', url: '/imports', payload: { fileId, mapping, isDryRun: true } })
  if (tried.status === 202) assert.equal((await finished(tried.body.batchId)).status, 'failed')
  else assert.ok(tried.status >= 400 && tried.status < 500, JSON.stringify(tried.body))
  assert.equal((await owner.call({ url: '/items' })).status, 200)
})

test('a picture is served as what it is and as nothing else', async () => {
  const png = Buffer.from('89504e470d0a1a0a00', 'hex')
  const pictureId = newId()
  const headers = { ...owner.headers, 'idempotency-key': pictureId, 'content-type': 'application/octet-stream' }
  const kept = await app.inject({ method: 'POST', url: '/api/v1/pictures', headers, payload: png })
  assert.equal(kept.statusCode, 201)
  const url = `/api/v1/pictures/${pictureId}`
  const sent = await app.inject({ method: 'GET', url, headers: owner.headers })
  assert.deepEqual([sent.headers['content-type'], sent.headers['x-content-type-options']], ['image/png', 'nosniff'])
  assert.deepEqual(sent.rawPayload, png)
  const script = await app.inject({
    method: 'POST',
    url: '/api/v1/pictures',
    headers: { ...headers, 'idempotency-key': newId() },
    payload: Buffer.from('<svg/>'),
  })
  assert.deepEqual([script.statusCode, script.json().code], [400, 'invalid_picture'])
})
