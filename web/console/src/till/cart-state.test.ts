import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type CartAction, cartAfter, emptyCart } from './cart-state.ts'

let next = 0
const makeId = () => `id-${++next}`
const steps = (...actions: CartAction[]) =>
  actions.reduce((cart, action) => cartAfter(cart, action, makeId), emptyCart(makeId))

const add = { type: 'add', productId: 'shampoo', quantityMilli: 1000, merge: true } as const

test('the same item scanned twice is one line of two', () => {
  const cart = steps(add, add)
  assert.deepEqual(
    cart.lines.map(({ quantityMilli }) => quantityMilli),
    [2000],
  )
})

test('a weighed label keeps its own line and its printed amount', () => {
  const cart = steps(add, { ...add, embeddedCents: 1234 })
  assert.equal(cart.lines.length, 2)
  assert.equal(cart.lines[1]!.embeddedCents, 1234)
})

test('a quantity of zero takes the line away', () => {
  const cart = steps(add)
  assert.equal(
    cartAfter(cart, { type: 'setQuantity', lineId: cart.lines[0]!.lineId, quantityMilli: 0 }).lines.length,
    0,
  )
})

test('an item with a discount by hand is not raised by the next scan', () => {
  const cart = steps(add)
  const { lineId } = cart.lines[0]!
  const cheaper = cartAfter(cart, { type: 'setLineDiscount', lineId, discount: { kind: 'amount', amountCents: 100 } })
  assert.equal(cartAfter(cheaper, add, makeId).lines.length, 2)
  const dear = cartAfter(cheaper, { type: 'setLineDiscount', lineId, discount: null })
  assert.equal('discount' in dear.lines[0]!, false)
})

test('a new cart has a new sale id, so the next sale is another command', () => {
  const cart = steps(add, { type: 'attach', memberId: 'm' })
  const fresh = cartAfter(cart, { type: 'startNew' }, makeId)
  assert.notEqual(fresh.saleId, cart.saleId)
  assert.deepEqual([fresh.lines, fresh.memberId], [[], null])
})
