import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type OfflineLimits, refuseBeyondLimits, trustLeft, type TrustedUse, usualLimits } from './budget-rules.ts'
import { boundInstant, skewMs } from './clock-rules.ts'
import { conflictKinds, proposalFor, resolutionsFor } from './conflict-rules.ts'
import { contactToken, openContactToken } from './contact-token.ts'
import { freeNumber, laterCounter, readReceiptNumber } from './receipt-counter-rules.ts'

const units = fc.integer({ min: 0, max: 20_000 })
const uses = fc.array(fc.record({ memberId: fc.constantFrom('a', 'b', null), storedCents: units, points: units }), {
  maxLength: 12,
})
const limit = fc.record({ sale: units, member: units, total: units })
const limits: fc.Arbitrary<OfflineLimits> = fc.record({ stored: limit, points: limit })

test('whatever is asked for in whatever order, what is let through stays within each of the three limits', () => {
  fc.assert(
    fc.property(limits, uses, (given, asked) => {
      const taken: TrustedUse[] = []
      for (const use of asked) if (!refuseBeyondLimits(given, taken, use)) taken.push(use)
      for (const [name, unitsOf] of [
        ['stored', ({ storedCents }: TrustedUse) => storedCents],
        ['points', ({ points }: TrustedUse) => points],
      ] as const) {
        const sum = (of: readonly TrustedUse[]) => of.reduce((total, use) => total + unitsOf(use), 0)
        assert.ok(taken.every((use) => unitsOf(use) <= given[name].sale))
        for (const memberId of ['a', 'b', null]) {
          assert.ok(sum(taken.filter((use) => use.memberId === memberId)) <= given[name].member)
        }
        assert.ok(sum(taken) <= given[name].total)
      }
    }),
  )
})

test('a sale is refused only where it would break a limit', () => {
  fc.assert(
    fc.property(limits, uses, fc.integer({ min: 1, max: 20_000 }), (given, taken, storedCents) => {
      const next = { memberId: 'a', storedCents, points: 0 }
      const sum = (of: readonly TrustedUse[]) => of.reduce((total, use) => total + use.storedCents, 0)
      const fits =
        storedCents <= given.stored.sale &&
        sum(taken.filter(({ memberId }) => memberId === 'a')) + storedCents <= given.stored.member &&
        sum(taken) + storedCents <= given.stored.total
      assert.equal(refuseBeyondLimits(given, taken, next) === undefined, fits)
    }),
  )
})

test('a till that nobody set limits for takes small sums of stored value and no points', () => {
  const ask = (storedCents: number, points: number) =>
    refuseBeyondLimits(usualLimits, [], { memberId: 'a', storedCents, points })
  assert.equal(ask(10_000, 0), undefined)
  assert.deepEqual(ask(10_001, 0)?.details, {
    tender: 'stored_value',
    by: 'sale',
    leftUnits: 10_000,
    askedUnits: 10_001,
  })
  assert.equal(ask(0, 1)?.details['tender'], 'points')
  assert.equal(trustLeft(usualLimits.stored, 4_000, 45_000), 5_000)
})

test('a sale happened between the till’s last word from the server and now, whatever its clock says', () => {
  const day = 86_400_000
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 2 * day }),
      fc.integer({ min: -3 * day, max: 3 * day }),
      fc.boolean(),
      (awayMs, claimedMs, hasContact) => {
        const receivedAt = new Date(1_800_000_000_000)
        const contactAt = hasContact ? new Date(receivedAt.getTime() - awayMs) : null
        const claimedAt = new Date(receivedAt.getTime() + claimedMs)
        const { happenedAt, correctedMs } = boundInstant(claimedAt, contactAt, receivedAt)
        assert.ok(happenedAt <= receivedAt)
        assert.ok(contactAt === null || happenedAt >= contactAt)
        assert.equal(claimedAt.getTime() - correctedMs, happenedAt.getTime())
        const isPossible = claimedMs <= 0 && (contactAt === null || claimedAt >= contactAt)
        assert.equal(correctedMs === 0, isPossible)
      },
    ),
  )
  assert.equal(boundInstant(new Date(Number.NaN), null, new Date(5)).happenedAt.getTime(), 5)
})

test('the error of a clock is known to half the time of the question', () => {
  assert.equal(skewMs(10_000, 4_900, 5_100), 5_000)
  assert.equal(skewMs(10_000, 14_900, 15_100), -5_000)
})

test('a counter never falls back, and a number is given once', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { maxLength: 40 }), (counters) => {
      const taken = new Set<string>()
      let counter = 0
      for (const each of counters) {
        const before = counter
        counter = laterCounter(counter, each, null)
        assert.ok(counter >= before && counter >= each)
        const number = freeNumber(`01-02-${String(each).padStart(6, '0')}`, (known) => taken.has(known))
        assert.ok(!taken.has(number))
        taken.add(number)
      }
    }),
  )
})

test('a receipt number tells store, device and counter; nothing else is one', () => {
  assert.deepEqual(readReceiptNumber('02-13-000123'), { storeNumber: 2, deviceNumber: 13, counter: 123 })
  assert.deepEqual(readReceiptNumber('R02-13-1000123'), { storeNumber: 2, deviceNumber: 13, counter: 1_000_123 })
  for (const text of ['', '2-13-123', '02-13-000123.2', 'x02-13-000123']) assert.equal(readReceiptNumber(text), null)
})

test('a contact opens for its own till and key only, and not when a letter of it is changed', () => {
  const key = Buffer.alloc(32, 'a')
  const contact = { deviceId: 'till-1', at: new Date(1_750_000_000_123), userId: 'user-1' }
  const token = contactToken(key, contact)
  assert.deepEqual(openContactToken(key, 'till-1', token), contact)
  assert.equal(openContactToken(key, 'till-2', token), null)
  assert.equal(openContactToken(Buffer.alloc(32, 'b'), 'till-1', token), null)
  assert.equal(openContactToken(key, 'till-1', token.replace('user-1', 'user-2')), null)
  assert.equal(openContactToken(key, 'till-1', token.replace('1750', '1650')), null)
  assert.equal(openContactToken(key, 'till-1', null), null)
  const nobody = contactToken(key, { ...contact, userId: null })
  assert.equal(openContactToken(key, 'till-1', nobody)?.userId, null)
})

test('what is proposed for a conflict can be decided, or is to speak to the member first', () => {
  for (const kind of conflictKinds) {
    const proposal = proposalFor(kind)
    assert.ok(proposal === 'contact' || resolutionsFor(kind, 1).includes(proposal), kind)
  }
  assert.deepEqual(resolutionsFor('balance_short', 0), ['accept'], 'the goods came back: nothing is left to charge')
})
