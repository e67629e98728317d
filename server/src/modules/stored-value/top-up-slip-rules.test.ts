import assert from 'node:assert/strict'
import { test } from 'node:test'
import { renderText } from '#modules/printing/layout-rules.ts'
import { type PrintedTopUp, topUpSlip } from './top-up-slip-rules.ts'

const head = {
  ...{ merchantName: '晴天美容', storeName: '人民路店', storeAddress: '', storePhone: '', header: '', footer: '' },
  ...{ timeZone: 'Asia/Shanghai', locale: 'zh-CN' as const, currency: 'CNY', cashierName: '李梅', isCopy: false },
}
const topUp: PrintedTopUp = {
  topUpNumber: 'C01-000012',
  ...{ at: new Date('2026-03-02T04:00:00Z'), memberName: '王芳', principalCents: 100_000, bonusCents: 20_000 },
  ...{ bonusExpiresDay: '2027-03-02', changeCents: 5_000, storedCents: 130_000 },
  tenders: [
    { tenderId: 't', kind: 'cash', method: null, amountCents: 100_000, receivedCents: 105_000, paymentId: null },
  ],
}

test('the paper of a top-up says who paid what, what was given until when, and what there is now', () => {
  const document = topUpSlip(topUp, head)
  const text = renderText(document, 32)
  for (const line of [
    /C01-000012/,
    /会员\s+王芳/,
    /充值\s+￥1,000\.00/,
    /赠送\s+￥200\.00/,
    /赠送金有效至\s+2027-03-02/,
    /到账\s+￥1,200\.00/,
    /现金\s+￥1,000\.00/,
    /找零\s+￥50\.00/,
    /储值余额\s+￥1,300\.00/,
  ]) {
    assert.match(text, line)
  }
  assert.equal(document.opensDrawer, true)
})

test('without a bonus nothing is said of one; a copy opens no drawer and says that it is one', () => {
  const document = topUpSlip({ ...topUp, bonusCents: 0, bonusExpiresDay: null }, { ...head, isCopy: true })
  const text = renderText(document, 32)
  assert.doesNotMatch(text, /赠送/)
  assert.match(text, /补打/)
  assert.equal(document.opensDrawer, false)
})
