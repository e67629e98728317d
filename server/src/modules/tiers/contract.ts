import { Nullable, strict, Text, Type, Uuid } from '#platform/contract.ts'

const Colour = Type.Integer({ minimum: 0, maximum: 5, description: 'the shade of the badge' })

export const TierList = strict({
  /** Null before a programme was published. */
  version: Nullable(Type.Integer()),
  base: strict({ name: Text(20), colour: Colour }),
  items: Type.Array(
    strict({
      tierId: Uuid,
      level: Type.Integer({ minimum: 1, description: 'rank; the base level is 0' }),
      name: Text(20),
      colour: Colour,
      isArchived: Type.Boolean({ description: 'dropped from the programme; members may still stand on it' }),
    }),
  ),
})
