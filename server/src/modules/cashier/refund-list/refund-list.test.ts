import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { previewRefund, refundSale } from '#modules/cashier/refund/refund-sale.ts'
import { quoteBareReturn, returnWithoutReceipt } from '#modules/cashier/refund/return-without-receipt.ts'
import { approve } from '#modules/identity/approve.ts'
import type { App } from '#platform/http.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeItem } from '#testing/make-item.ts'
import { makeMember } from '#testing/make-member.ts'
import { makeShop, makeStore, makeUser, type MadeShop, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makeSale } from '#testing/make-sale.ts'
import { committed, staffActor, testAt } from '#testing/work.ts'

let app: App
let shop: MadeShop
let owner: SignedIn
let memberId: string
const refunds: Record<'part' | 'whole' | 'bare' | 'elsewhere', string> = {
  part: newId(),
  whole: newId(),
  bare: newId(),
  elsewhere: newId(),
}
let otherStoreId: string
const day = (days: number) => new Date(testAt.getTime() + days * 86_400_000)

before(async () => {
  app = await testApp()
  shop = await committed(newId(), (work) => makeShop(work))
  const { merchantId, storeId } = shop
  owner = await signIn(app, { merchantId, userId: shop.ownerId })
  const actor = staffActor(['sale.refund', 'sale.return'])
  const run = <T>(at: Date, body: Parameters<typeof committed<T>>[1]) => committed(merchantId, body, { at, actor })
  const [shampoo, mask] = await run(day(-9), async (work) => {
    memberId = (await makeMember(work)).id
    otherStoreId = (await makeStore(work)).storeId
    return [await makeItem(work, { name: '山茶花洗发水' }), await makeItem(work, { name: '100%=面膜' })]
  })
  const sale = await run(day(-8), (work) => makeSale(work, { storeId, memberId, items: [[shampoo.id, 2]] }))
  const back = (refundId: string, at: Date, reason: string) =>
    run(at, async (work) => {
      const lines = [{ lineId: sale.input.lines[0]!.lineId, quantityMilli: 1000 }]
      const { fingerprint } = await previewRefund(work, { saleId: sale.saleId, lines })
      await refundSale(work, { saleId: sale.saleId, lines, fingerprint, reason, refundId })
    })
  await back(refunds.part, day(-5), '质量问题')
  await back(refunds.whole, day(-3), '不想要了')
  const bare = (refundId: string, place: string, at: Date, by: 'self' | 'manager') =>
    run(at, async (work) => {
      const lines = [{ lineId: newId(), productId: mask.id, quantityMilli: 2000 }]
      const asked = { storeId: place, lines, paidTo: 'cash' as const }
      const { fingerprint, paidCents } = await quoteBareReturn(work, asked)
      const input = { ...asked, fingerprint, reason: '小票遗失', refundId }
      if (by === 'self') return void (await returnWithoutReceipt(work, input))
      const cashier = work.as(staffActor(['sale.sell']), at)
      const approvalId = newId()
      await approve(cashier, {
        ...{ approvalId, permission: 'sale.return', subject: { kind: 'refund', id: refundId }, amountCents: paidCents },
        ...{ reason: '老顾客', storeId: place, approvedBy: shop.ownerId },
      })
      await returnWithoutReceipt(cashier, { ...input, approvalId })
    })
  await bare(refunds.bare, storeId, day(-2), 'manager')
  await bare(refunds.elsewhere, otherStoreId, day(-1), 'self')
})

const names = new Map(Object.entries(refunds).map(([name, id]) => [id, name]))
const found = async (by: SignedIn, filter: string) => {
  const { status, body } = await by.call({ url: `/refunds?${filter}` })
  assert.equal(status, 200, JSON.stringify(body))
  return body.items.map(({ id }: { id: string }) => names.get(id))
}

const filters: [string, string[]][] = [
  ['', ['elsewhere', 'bare', 'whole', 'part']],
  ['kind=no_receipt', ['elsewhere', 'bare']],
  ['kind=refund', ['whole', 'part']],
  ['kind=void', []],
  ['approved=true', ['bare']],
  ['approved=false&kind=no_receipt', ['elsewhere']],
  ['text=面膜', ['elsewhere', 'bare']],
  ['text=洗发', ['whole', 'part']],
  ['text=质量', ['part']],
  ['text=_', []],
  ['receipt=R01', ['bare', 'whole', 'part']],
  ['receipt=01', []],
  ['minCents=10001', ['elsewhere', 'bare']],
  ['from=2026-02-25&until=2026-02-26', ['whole']],
]
for (const [filter, expected] of filters) {
  test(`refunds with ${filter || 'no filter'}: ${expected.join(', ') || 'none'}`, async () => {
    assert.deepEqual(await found(owner, filter), expected)
  })
}

test('refunds by member, by store, by cashier and by till, and page by page', async () => {
  assert.deepEqual(await found(owner, `memberId=${memberId}`), ['whole', 'part'])
  assert.deepEqual(await found(owner, `storeId=${otherStoreId}`), ['elsewhere'])
  assert.deepEqual(await found(owner, `cashierId=${newId()}`), [])
  assert.deepEqual(await found(owner, `deviceId=${newId()}`), [])
  const first = (await owner.call({ url: '/refunds?limit=3' })).body
  assert.deepEqual(await found(owner, `limit=3&cursor=${first.next}`), ['part'])
})

test('a row says what came back of which sale, to whom the money went, and who approved what the cashier may not', async () => {
  const { items } = (await owner.call({ url: '/refunds' })).body
  const rowOf = (name: keyof typeof refunds) => items.find(({ id }: { id: string }) => id === refunds[name])
  const part = rowOf('part')
  assert.match(part.receiptNumber, /^R/)
  assert.match(part.saleReceiptNumber, /^\d/)
  assert.deepEqual(
    [part.kind, part.lineCount, part.firstLine, part.netCents, part.tenders, part.approverName],
    ['refund', 1, '山茶花洗发水', 10_000, [{ kind: 'cash', method: null, paidCents: 10_000 }], null],
  )
  const bare = rowOf('bare')
  assert.deepEqual(
    [bare.kind, bare.saleId, bare.saleReceiptNumber, bare.firstLine, bare.paidCents, bare.reason],
    ['no_receipt', null, null, '100%=面膜', 20_000, '小票遗失'],
  )
  assert.ok(bare.approverName)
})

test('the export holds the rows and columns that are shown, in either language, and stands in the audit log', async () => {
  const columns = 'number,kind,items,sale,cashier,reason,store,paidTo,day,amount'
  const url = `/api/v1/exports/refunds?format=csv&columns=${columns}&approved=true`
  const linesOf = async (language: 'zh' | 'en') => {
    const file = await app.inject({ url: `${url}&language=${language}`, headers: owner.headers })
    assert.equal(file.statusCode, 200, file.body)
    assert.equal(file.headers['content-disposition'], 'attachment; filename="refunds.csv"')
    return file.body.replace('\uFEFF', '').trimEnd().split('\r\n')
  }
  const [{ approverName, receiptNumber, businessDay }] = (await owner.call({ url: '/refunds?approved=true' })).body
    .items
  const { stores } = (await owner.call({ url: '/session' })).body
  const store = stores.find(({ id }: { id: string }) => id === shop.storeId).name
  assert.deepEqual(await linesOf('zh'), [
    '退款单号,方式,退回商品,原单,经手人,原因,门店,退到,营业日,退款',
    `${receiptNumber},无小票退货,100%=面膜,,授权：${approverName},小票遗失,${store},现金,${businessDay},-200.00`,
  ])
  assert.deepEqual((await linesOf('en'))[1]!.split(','), [
    ...[receiptNumber, 'Without a receipt', '100%=面膜', '', `approved: ${approverName}`],
    ...['小票遗失', store, 'Cash', businessDay, '-200.00'],
  ])
  const log = await owner.call({ url: '/audit?limit=50' })
  const entry = log.body.items.find(({ action }: { action: string }) => action === 'sale.export_refunds')
  assert.deepEqual(entry.changes.filter, [null, { approved: true }])
})

test('a workbook of refunds is a workbook; who may read but not export gets no file; an unknown column is refused', async () => {
  const url = '/exports/refunds?language=zh&columns=number,amount'
  const sheet = await app.inject({ url: `/api/v1${url}&format=xlsx`, headers: owner.headers })
  assert.deepEqual([sheet.statusCode, sheet.rawPayload.subarray(0, 2).toString()], [200, 'PK'])
  const { merchantId } = shop
  const { userId } = await committed(merchantId, (work) => makeUser(work, { permissions: ['sale.read'] }))
  const reader = await signIn(app, { merchantId, userId })
  assert.equal((await reader.call({ url: `${url}&format=csv` })).status, 403)
  assert.equal((await owner.call({ url: '/exports/refunds?language=zh&columns=secret&format=csv' })).status, 400)
})

test('goods without a receipt are shown line by line, and have a paper to sign; a sale’s refund is not found there', async () => {
  const { status, body } = await owner.call({ url: `/returns/${refunds.bare}` })
  assert.equal(status, 200)
  const [{ lineId: _line, itemId: _item, ...line }] = body.lines
  assert.deepEqual(line, {
    ...{ name: '100%=面膜', quantityMilli: 2000, unitPriceCents: 10_000, netCents: 20_000 },
    disposition: 'sellable',
  })
  const paper = await app.inject({
    url: `/api/v1/returns/${refunds.bare}/receipt-file?format=text&columns=32`,
    headers: owner.headers,
  })
  assert.equal(paper.statusCode, 200)
  for (const words of [
    '退款单',
    '无小票退货',
    '100%=面膜 × 2',
    '-￥200.00',
    '小票遗失',
    '现金',
    '顾客签字',
    body.receiptNumber,
  ])
    assert.ok(paper.body.includes(words), `${words} in\n${paper.body}`)
  for (const path of ['', '/receipt-file?format=text'])
    assert.equal((await owner.call({ url: `/returns/${refunds.part}${path}` })).status, 404)
})

test('who works in another store sees only what came back there, and prints nothing of this one', async () => {
  const { merchantId } = shop
  const user = await committed(merchantId, (work) =>
    makeUser(work, { permissions: ['sale.read', 'sale.sell'], storeIds: [otherStoreId] }),
  )
  const elsewhere = await signIn(app, { merchantId, userId: user.userId })
  assert.deepEqual(await found(elsewhere, ''), ['elsewhere'])
  const own = await elsewhere.call({ url: `/returns/${refunds.elsewhere}` })
  assert.equal(own.status, 200)
  const foreign = await elsewhere.call({ url: `/returns/${refunds.bare}` })
  assert.deepEqual([foreign.status, foreign.body.code], [403, 'store_not_allowed'])
  const print = { method: 'POST' as const, payload: {} }
  const printed = await elsewhere.call({ url: `/returns/${refunds.bare}/prints`, ...print })
  assert.deepEqual([printed.status, printed.body.code], [403, 'store_not_allowed'])
  const without = await elsewhere.call({ url: `/returns/${refunds.elsewhere}/prints`, ...print })
  assert.equal(without.body.code, 'no_printer')
})
