import { Nullable, strict, SumCents, Type, Uuid } from '#platform/contract.ts'
import type { EarnedPart } from './earn-trace-rules.ts'

/** Why a sale earned its points: the base rule (`campaignId` null) first, then each campaign. */
export const Earned = Type.Array(
  Type.Unsafe<EarnedPart>(
    strict({
      campaignId: Nullable(Uuid),
      version: Nullable(Type.Integer()),
      name: Nullable(Type.String()),
      points: Type.Integer(),
      give: Type.Union([
        strict({ kind: Type.Literal('multiplier'), rateBps: Type.Integer() }),
        strict({ kind: Type.Literal('per_amount'), points: Type.Integer(), perCents: SumCents }),
        strict({ kind: Type.Literal('fixed'), points: Type.Integer() }),
        strict({ kind: Type.Literal('per_piece'), points: Type.Integer() }),
      ]),
      basisCents: SumCents,
      pieces: Type.Integer(),
      minBasisCents: SumCents,
      cappedBy: Nullable(Type.Enum(['sale', 'member_day', 'member_month', 'budget'])),
      lines: Type.Array(strict({ lineId: Uuid, points: Type.Integer() })),
    }),
  ),
)
