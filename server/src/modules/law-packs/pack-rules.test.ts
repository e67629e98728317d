import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isDay } from '#shared/business-day.ts'
import { isRefusal } from '#shared/refusal.ts'
import {
  checkPrepaid,
  checkRegion,
  lastWithdrawalDay,
  lawPacks,
  lawRegions,
  packOf,
  packOn,
  refundGround,
} from './pack-rules.ts'

for (const pack of lawPacks) {
  test(`${pack.id} names its region and day, its sources, and both languages`, () => {
    assert.equal(pack.id, `${pack.region}@${pack.from}`)
    assert.ok(isDay(pack.from))
    assert.ok(pack.sources.length > 0 && pack.sources.every((source) => source.length > 10))
    assert.ok(pack.name.zh !== '' && pack.name.en !== '')
    assert.equal(packOf(pack.id), pack)
    assert.equal(packOn(pack.region, pack.from), pack)
    assert.ok(!isRefusal(checkRegion(pack.region)))
    // Our own floor under every law.
    assert.ok(pack.cancelling.maxTaps <= 3 && pack.renewal.noticeDays >= 5 && pack.cancelling.hasReceipt)
  })
}

const days: { region: string; day: string; is: string }[] = [
  { region: 'CN', day: '2025-04-30', is: 'CN@2012-11-01' },
  { region: 'CN', day: '2025-05-01', is: 'CN@2025-05-01' },
  { region: 'CN', day: '2000-01-01', is: 'CN@2012-11-01' },
  { region: 'CN-SH', day: '2025-04-30', is: 'CN@2012-11-01' },
  { region: 'CN-SH', day: '2026-11-22', is: 'CN-SH@2025-05-01' },
  { region: 'CN-SZ', day: '2026-11-22', is: 'CN-SZ@2025-05-01' },
  { region: 'US-CA', day: '2025-06-30', is: 'US@2010-12-29' },
  { region: 'US-CA', day: '2025-07-01', is: 'US-CA@2025-07-01' },
  { region: 'EU', day: '2026-06-18', is: 'EU@2014-06-13' },
  { region: 'EU', day: '2026-06-19', is: 'EU@2026-06-19' },
  { region: 'UK', day: '2027-06-01', is: 'UK@2014-06-13' },
  { region: 'UK-2027', day: '2027-06-01', is: 'UK-2027@2026-11-01' },
]
for (const { region, day, is } of days) {
  test(`${region} on ${day} stands under ${is}`, () => assert.equal(packOn(region, day).id, is))
}

test('a draft counts only where it is chosen, and an unknown region is refused', () => {
  for (const region of lawRegions.filter((known) => !lawPacks.find((pack) => pack.region === known)!.isDraft)) {
    assert.ok(!packOn(region, '2030-01-01').isDraft, region)
  }
  const refused = checkRegion('FR')
  assert.ok(isRefusal(refused) && refused.code === 'law_region_unknown')
})

const buttons: [id: string, open: string | undefined, offers: string, worksSignedOut: boolean][] = [
  ['DE@2022-07-01', 'Verträge hier kündigen', 'after_receipt', true],
  ['EU@2026-06-19', 'withdraw from contract here', 'beside', false],
  ['CN@2025-05-01', undefined, 'beside', false],
  ['US-CA@2025-07-01', undefined, 'beside', false],
]
for (const [id, open, offers, worksSignedOut] of buttons) {
  test(`leaving under ${id}: offers ${offers}${worksSignedOut ? ', also signed out' : ''}`, () => {
    const { cancelling } = packOf(id)
    assert.deepEqual(
      [cancelling.buttons?.open, cancelling.offers, cancelling.worksSignedOut],
      [open, offers, worksSignedOut],
    )
  })
}

test('the shop’s cause never counts worse for the member than their own', () => {
  const cases = fc.record({
    pack: fc.constantFrom(...lawPacks),
    consumedCents: fc.integer({ min: 0, max: 1_000_000 }),
    knewGoods: fc.boolean(),
    days: fc.integer({ min: 0, max: 40 }),
  })
  fc.assert(
    fc.property(cases, ({ pack, days: age, ...rest }) => {
      const today = new Date(Date.UTC(2026, 10, 1 + age)).toISOString().slice(0, 10)
      const asked = { paidOn: '2026-11-01', today, ...rest }
      const shop = refundGround(pack, { cause: 'merchant', ...asked })
      const member = refundGround(pack, { cause: 'member', ...asked })
      assert.deepEqual([shop.basis, shop.isWithdrawal], ['ratio', false])
      const lastDay = lastWithdrawalDay(pack, asked.paidOn)
      if (member.isWithdrawal) assert.ok(lastDay !== null && today <= lastDay && member.basis === 'ratio')
    }),
  )
})

test('the ceiling of a named account counts what it holds already', () => {
  const china = packOn('CN', '2026-11-22')
  const paid = { heldCents: 200_000, principalCents: 300_000, cashCents: 0 }
  assert.equal(checkPrepaid(china, paid), null)
  assert.equal(checkPrepaid(china, { ...paid, heldCents: 200_001 })?.code, 'prepaid_limit')
  assert.equal(checkPrepaid(packOn('DE', '2026-11-22'), { ...paid, heldCents: 1_000_000_000 }), null)
})

/** Of a top-up of 1,000 and 200 on top, 600 used: what the rest is, by whose cause, on the day after and after a year (R3, R5). */
const prepaid: [
  id: string,
  named: number | null,
  anonymous: number | null,
  withdrawalDays: number | null,
  bases: string[],
][] = [
  ['CN@2012-11-01', 500_000, 100_000, null, ['ratio', 'list_price', 'list_price']],
  ['CN@2025-05-01', 500_000, 100_000, 7, ['ratio', 'ratio', 'list_price']],
  ['CN-SH@2025-05-01', 500_000, 100_000, 7, ['ratio', 'ratio', 'list_price']],
  ['CN-HL@2025-05-01', 500_000, 100_000, 7, ['ratio', 'ratio', 'list_price']],
  ['CN-SZ@2025-05-01', 500_000, 100_000, 7, ['ratio', 'list_price', 'list_price']],
  ['EU@2014-06-13', null, null, 14, ['ratio', 'ratio', 'ratio']],
  ['EU@2026-06-19', null, null, 14, ['ratio', 'ratio', 'ratio']],
  ['DE@2022-07-01', null, null, 14, ['ratio', 'ratio', 'ratio']],
  ['UK@2014-06-13', null, null, 14, ['ratio', 'ratio', 'ratio']],
  ['UK-2027@2026-11-01', null, null, 14, ['ratio', 'ratio', 'ratio']],
  ['US@2010-12-29', null, null, null, ['ratio', 'ratio', 'ratio']],
  ['US-CA@2025-07-01', null, null, null, ['ratio', 'ratio', 'ratio']],
]
for (const [id, named, anonymous, withdrawalDays, bases] of prepaid) {
  test(`prepaid money under ${id}: ceilings, days to think it over, how what was used counts, where it is invoiced`, () => {
    const pack = packOf(id)
    const { namedLimitCents, anonymousLimitCents, invoice } = pack.prepaid
    assert.deepEqual(
      [namedLimitCents, anonymousLimitCents, pack.prepaid.withdrawalDays],
      [named, anonymous, withdrawalDays],
    )
    assert.equal(invoice, id.startsWith('CN') ? 'at_top_up' : 'at_spending')
    const asked = { paidOn: '2026-11-01', consumedCents: 60_000, knewGoods: false }
    const grounds = [
      refundGround(pack, { cause: 'merchant', today: '2026-11-02', ...asked }),
      refundGround(pack, { cause: 'member', today: '2026-11-02', ...asked }),
      refundGround(pack, { cause: 'member', today: '2027-11-01', ...asked }),
    ]
    assert.deepEqual(
      grounds.map(({ basis }) => basis),
      bases,
    )
  })
}

test('every pack has its row above', () => {
  assert.deepEqual(prepaid.map(([id]) => id).toSorted(), lawPacks.map(({ id }) => id).toSorted())
})
