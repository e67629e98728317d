import fc from 'fast-check'
import { drawModes } from './ledger-rules.ts'

/** The steps of random histories. */
export const purse = ['stored_principal', 'stored_bonus']
export const allAssets = ['points', ...purse]
export const owners = ['00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-00000000000b'] as const

const owner = fc.constantFrom(owners[0], owners[0], owners[0], owners[1])
const granted = fc.integer({ min: 1, max: 40 })
const units = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 1, max: 6 }) }, fc.integer({ min: 1, max: 40 }))
const terms = fc.record({
  expiresIn: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null, freq: 3 }),
  usableIn: fc.constantFrom(0, 0, 0, 0, 0, 2),
  priority: fc.constantFrom(0, 0, 1),
})
const which = fc.nat({ max: 3 })
const isPurse = fc.boolean()

export const stepArbitrary = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('grant' as const), owner, units: granted, terms }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('grantPair' as const),
      owner,
      units: granted,
      bonus: fc.integer({ min: 0, max: 15 }),
      mode: fc.constantFrom(...drawModes),
      terms,
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('spend' as const), owner, units, isPurse, byPriority: fc.boolean() }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('restore' as const),
      which,
      units,
      owner: fc.constantFrom(owners[0], owners[0], owners[1]),
      reopenIn: fc.option(fc.constantFrom(2, 5), { nil: null }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('expire' as const), owner, asset: fc.constantFrom(...allAssets) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('clawback' as const), owner, units, which, mayOwe: fc.boolean() }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('withdraw' as const), owner, units, isPurse }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('move' as const), owner, units, isPurse }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('merge' as const), owner }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('hold' as const), owner, units, inDays: fc.constantFrom(0, 2) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('release' as const), which, units }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('consume' as const), which, units }) },
)

/** Begins with something to spend; then anything. */
export const historyArbitrary = (maxSteps: number) =>
  fc
    .tuple(
      fc.record({ do: fc.constant('grant' as const), owner: fc.constant(owners[0]), units: granted, terms }),
      fc.record({
        do: fc.constant('grantPair' as const),
        owner: fc.constant(owners[0]),
        units: granted,
        bonus: fc.integer({ min: 0, max: 15 }),
        mode: fc.constantFrom(...drawModes),
        terms,
      }),
      fc.array(stepArbitrary, { minLength: 3, maxLength: maxSteps, size: 'max' }),
    )
    .map(([first, second, rest]): Step[] => [first, second, ...rest])

export type Step = typeof stepArbitrary extends fc.Arbitrary<infer S> ? S : never
