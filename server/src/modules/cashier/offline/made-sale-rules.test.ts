import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { makeFacts, makeProduct } from '#modules/cashier/pricing/make-cart.ts'
import { priceSale } from '#modules/cashier/pricing/price-sale-rules.ts'
import { newId } from '#shared/ids.ts'
import { accept } from '#shared/refusal.ts'
import { madeSaleOf } from './make-made-sale-rules.ts'
import { flawOf, valueTaken } from './made-sale-rules.ts'
import type { MadeSale } from './offline-types.ts'

const productId = newId()
const member = { memberId: newId(), tierId: null }
const facts = makeFacts([makeProduct({ productId, listPriceCents: 1_234 })], { member })
const items = new Map([[productId, { itemKind: 'product' as const, name: '茶' }]])

/** A sale as a till writes it down, read back from its storage. */
function madeSale(quantities: readonly number[], storedCents: number, waiverCents = 0): MadeSale {
  const lines = quantities.map((quantity) => ({ lineId: newId(), productId, quantityMilli: quantity * 1000 }))
  const netCents = quantities.reduce((sum, quantity) => sum + quantity * 1_234, 0) - waiverCents
  const stored = Math.min(storedCents, netCents - 1)
  const tenders = [
    ...(stored > 0 ? [{ tenderId: newId(), kind: 'stored_value' as const, amountCents: stored }] : []),
    { tenderId: newId(), kind: 'cash' as const, receivedCents: netCents - Math.max(0, stored) + 500 },
  ]
  const priced = accept(priceSale({ lines, tenders, ...(waiverCents ? { waiverCents } : {}) }, facts))
  const about = { memberId: member.memberId, note: null, fingerprint: 'f', items, earnRule: null }
  return JSON.parse(JSON.stringify(madeSaleOf(priced, about))) as MadeSale
}

const quantities = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 })

test('every sale that the pricing function makes can be read again, to the fen', () => {
  fc.assert(
    fc.property(
      quantities,
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 99 }),
      (given, stored, waiver) => {
        const made = madeSale(given, stored, waiver)
        assert.equal(flawOf(made), null)
        const paid = made.tenders.find(({ kind }) => kind === 'stored_value')?.amountCents ?? 0
        assert.deepEqual(valueTaken(made), { storedCents: paid, points: 0 })
      },
    ),
  )
})

type Numbers = Record<string, number>

test('one amount that was changed is noticed, wherever it stands', () => {
  const places: ((made: MadeSale) => [Numbers, string])[] = [
    (made) => [made as unknown as Numbers, 'netCents'],
    (made) => [made as unknown as Numbers, 'grossCents'],
    (made) => [made as unknown as Numbers, 'taxCents'],
    (made) => [made as unknown as Numbers, 'changeCents'],
    (made) => [made.lines[0]! as unknown as Numbers, 'netCents'],
    (made) => [made.lines[0]! as unknown as Numbers, 'grossCents'],
    (made) => [made.lines[0]!.steps[0]! as unknown as Numbers, 'amountCents'],
    (made) => [made.tenders[0]! as unknown as Numbers, 'amountCents'],
    (made) => [made.tenders[0]! as unknown as Numbers, 'receivedCents'],
  ]
  fc.assert(
    fc.property(quantities, fc.nat(places.length - 1), fc.integer({ min: -999, max: 999 }), (given, place, change) => {
      fc.pre(change !== 0)
      const made = madeSale(given, 700)
      const [record, name] = places[place]!(made)
      record[name] = record[name]! + change
      assert.notEqual(flawOf(made), null)
    }),
  )
})

test('what is no number at all is a flaw, not a crash of the sums', () => {
  for (const wrong of [Number.NaN, 1.5, -1, 2 ** 53, '100', null]) {
    const made = madeSale([1], 0) as unknown as { lines: Record<string, unknown>[] }
    made.lines[0]!['netCents'] = wrong
    assert.notEqual(flawOf(made as unknown as MadeSale), null, String(wrong))
  }
})
