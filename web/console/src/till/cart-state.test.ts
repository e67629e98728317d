import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { HeldReturn } from './exchange-rules.ts'
import { type CartAction, cartAfter, bookedLinesOf, emptyCart, pricingCartOf } from './cart-state.ts'

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

test('a cart that turns out to be sold is forgotten, but not what was scanned since', () => {
  const sold = steps(add)
  const since = cartAfter(sold, { ...add, productId: 'soap' }, makeId)
  const next = cartAfter(since, { type: 'forgetSold', lineIds: sold.lines.map(({ lineId }) => lineId) }, makeId)
  assert.notEqual(next.saleId, sold.saleId)
  assert.deepEqual(
    next.lines.map(({ productId }) => productId),
    ['soap'],
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
  const discount = { kind: 'amount', amountCents: 100 } as const
  const cheaper = cartAfter(cart, { type: 'setLine', lineId, details: { discount } })
  assert.equal(cartAfter(cheaper, add, makeId).lines.length, 2)
  const dear = cartAfter(cheaper, { type: 'setLine', lineId, details: { discount: null } })
  assert.equal('discount' in dear.lines[0]!, false)
})

test('a line with a word about it, or sold by somebody else, stays alone', () => {
  const cart = steps(add)
  const { lineId } = cart.lines[0]!
  for (const details of [{ note: '少冰' }, { salespersonId: 'li' }]) {
    const told = cartAfter(cart, { type: 'setLine', lineId, details })
    assert.equal(cartAfter(told, add, makeId).lines.length, 2)
  }
})

test('changing a line leaves all other lines the very same, so that they need not be drawn again', () => {
  const cart = steps(add, { ...add, productId: 'mask' })
  const after = cartAfter(cart, { type: 'setQuantity', lineId: cart.lines[0]!.lineId, quantityMilli: 3000 })
  assert.equal(after.lines[1], cart.lines[1])
  assert.equal(pricingCartOf(after).lines[1], pricingCartOf(cart).lines[1])
})

test('a typed weight frees a line from its label', () => {
  const cart = steps({ ...add, embeddedCents: 1234 })
  const weighed = cartAfter(cart, { type: 'setQuantity', lineId: cart.lines[0]!.lineId, quantityMilli: 250 })
  assert.deepEqual(
    [weighed.lines[0]!.quantityMilli, weighed.lines[0]!.embeddedCents, 'embeddedCents' in weighed.lines[0]!],
    [250, undefined, false],
  )
})

test('a new cart has a new sale id, so the next sale is another command', () => {
  const cart = steps(add, { type: 'attach', memberId: 'm' })
  const fresh = cartAfter(cart, { type: 'startNew' }, makeId)
  assert.notEqual(fresh.saleId, cart.saleId)
  assert.deepEqual([fresh.lines, fresh.memberId], [[], null])
})

test('another member has other coupons: those chosen for the former one are let go', () => {
  const cart = steps(add, { type: 'attach', memberId: 'm' }, { type: 'setCoupons', couponIds: ['c'] })
  assert.equal(cartAfter(cart, { type: 'attach', memberId: 'n' }).couponIds, null)
})

test('a parked cart comes back with its own sale id, member and notes, without what was decided at the other till', () => {
  const lines = [{ lineId: 'l', productId: 'shampoo', quantityMilli: 2000 }]
  const cart = cartAfter(steps(), { type: 'takeUp', cart: { saleId: 'parked', lines, memberId: 'm', note: '红衣服' } })
  assert.deepEqual(
    [cart.saleId, cart.lines, cart.memberId, cart.note, cart.waiver, cart.approval],
    ['parked', lines, 'm', '红衣服', null, null],
  )
})

test('every line is booked with its own salesperson, else with the one of the cart', () => {
  const cart = steps(add, { ...add, productId: 'mask' }, { type: 'setSalesperson', salespersonId: 'wang' })
  const { lineId } = cart.lines[1]!
  const told = cartAfter(cart, { type: 'setLine', lineId, details: { salespersonId: 'li', note: '少冰' } })
  assert.deepEqual(
    bookedLinesOf(told).map(({ salespersonId, note }) => [salespersonId, note]),
    [
      ['wang', undefined],
      ['li', '少冰'],
    ],
  )
  assert.equal('salespersonId' in bookedLinesOf(steps(add))[0]!, false)
})

test('money that a provider confirmed is kept once, however often it is told', () => {
  const tender = { tenderId: 't', method: 'wechat', amountCents: 500, paymentId: 'p' }
  const cart = steps(add, { type: 'addPaid', tender }, { type: 'addPaid', tender: { ...tender, tenderId: 'again' } })
  assert.deepEqual(cart.paid, [tender])
})

test('what is given back stands with the cart and its member until it is dropped, or the next customer comes', () => {
  const refund = { refundId: 'r', lines: [], fingerprint: 'f', reason: '换货' }
  const held: HeldReturn = {
    ...{ saleId: 'first', receiptNumber: '01-00-000001', memberId: 'wang', paidCents: 6_800, pointsReversed: 0 },
    ...{ refund, goods: [], tenders: [] },
  }
  const cart = steps(add, { type: 'holdReturn', held })
  assert.deepEqual([cart.exchange, cart.memberId, cart.lines.length], [held, 'wang', 1])
  assert.equal(steps({ type: 'attach', memberId: 'li' }, { type: 'holdReturn', held }).memberId, 'li')
  assert.equal(cartAfter(cart, { type: 'dropReturn' }).exchange, null)
  assert.equal(cartAfter(cart, { type: 'startNew' }).exchange, null)
})

test('a plan is booked by the version that it came into the cart with, until somebody read that it was changed', () => {
  const plan: CartAction = { type: 'add', productId: 'plan', quantityMilli: 1000, merge: false }
  const pin = (version: number): CartAction => ({ type: 'pinPlans', versions: new Map([['plan', version]]) })
  const versionOf = (...actions: CartAction[]) =>
    bookedLinesOf(steps(plan, ...actions), new Map([['plan', 9]]))[0]!.plan
  assert.deepEqual(versionOf(), { version: 9 })
  assert.deepEqual(versionOf(pin(1), pin(2)), { version: 1 })
  assert.deepEqual(versionOf(pin(1), { type: 'showPlanAnew', productId: 'plan', version: 2 }), { version: 2 })
  const pinned = steps(plan, pin(1))
  assert.equal(cartAfter(pinned, pin(1)), pinned, 'nothing to pin leaves the cart as it is')
  assert.equal('planVersion' in pricingCartOf(pinned).lines[0]!, false)
})
