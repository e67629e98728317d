import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import type { PrintDocument } from '#modules/printing/document-types.ts'
import { renderText } from '#modules/printing/layout-rules.ts'
import type { App } from '#platform/http.ts'
import { runDueWork } from '#platform/due-work.ts'
import { newId } from '#shared/ids.ts'
import { testApp } from '#testing/app.ts'
import { makeGiftCard } from '#testing/make-gift-card.ts'
import { type MadeShop, makeCommittedShop, signIn, type SignedIn } from '#testing/make-merchant.ts'
import { makePrinter } from '#testing/make-printer.ts'
import { committed, testAt, testDatabase } from '#testing/work.ts'
import { giftCardSlip, type PrintedLoad } from './card-slip-rules.ts'
import { giftCardCodeSweep } from './codes.ts'

let app: App
let shop: MadeShop
let owner: SignedIn

before(async () => {
  app = await testApp()
  shop = await makeCommittedShop()
  owner = await signIn(app, { merchantId: shop.merchantId, userId: shop.ownerId })
})

const head = {
  ...{ merchantName: '晴天美容', storeName: '人民路店', storeAddress: '', storePhone: '', header: '', footer: '' },
  ...{ timeZone: 'Asia/Shanghai', locale: 'zh-CN' as const, currency: 'CNY', cashierName: '李梅', isCopy: false },
}
const load: PrintedLoad = {
  ...{ at: new Date('2026-03-02T04:00:00Z'), code: 'ABCD-EFGH-JKMNP', codeTail: 'JMNP', balanceCents: 25_000 },
  ...{ amountCents: 20_000, changeCents: 1_000, storeNames: ['人民路店'] },
  tenders: [{ kind: 'cash', method: null, amountCents: 20_000, receivedCents: 21_000 }],
}

/** The papers that wait for printers, oldest first. */
const papers = () =>
  committed(shop.merchantId, (work) =>
    work.send<{ state: string; document: PrintDocument | null }>(sql`
      select state, document from printing.job
       where merchant_id = ${work.merchantId} and subject_kind = 'gift_card_load' order by asked_at, id`),
  )

test('the paper of a card shows its code, what was loaded, what is on it and where it is good', () => {
  const text = renderText(giftCardSlip(load, head), 32)
  for (const line of ['礼品卡', 'ABCD-EFGH-JKMNP', '收银 李梅', '找零', '限用门店'])
    assert.ok(text.includes(line), line)
  assert.match(text, /本次充入\s+￥200\.00/)
  assert.match(text, /卡内余额\s+￥250\.00/)
  const later = renderText(giftCardSlip({ ...load, code: null }, { ...head, isCopy: true }), 32)
  assert.ok(later.includes('…JMNP') && later.includes('补打'))
  assert.ok(!later.includes('ABCD'))
})

test('a code on a paper that no printer took goes when the hour is over; afterwards the paper has the tail only', async () => {
  await committed(shop.merchantId, (work) => makePrinter(work, shop.storeId))
  const sold = await committed(shop.merchantId, (work) => makeGiftCard(work, shop.storeId))
  const print = () =>
    owner.call({ method: 'POST', url: `/gift-card-loads/${sold.loadId}/prints`, payload: {}, key: newId() })
  assert.equal((await print()).status, 201)
  const [waiting] = await papers()
  const code = JSON.stringify(waiting!.document)
  assert.match(code, /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}/)

  const at = new Date(testAt.getTime() + 3_700_000)
  await runDueWork({ database: testDatabase(), sweeps: [giftCardCodeSweep], at })
  assert.deepEqual(await papers(), [{ state: 'cancelled', document: null }])
  assert.equal((await print()).status, 201)
  const later = JSON.stringify((await papers()).at(-1)!.document)
  assert.ok(later.includes(`…${sold.codeTail}`))
  assert.doesNotMatch(later, /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{5}/)
})

test('a load that was never booked has no paper', async () => {
  const answer = await owner.call({
    method: 'POST',
    url: `/gift-card-loads/${newId()}/prints`,
    payload: {},
    key: newId(),
  })
  assert.equal(answer.body.code, 'gift_card_load_not_found')
})
