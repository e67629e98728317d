import { Cents, Count, Day, Instant, Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { Code, Words } from './flow-contract.ts'
import { offerKinds } from './flow-types.ts'
import { breakdowns } from './report-by-rules.ts'

export const ReportQuery = strict({ from: Day, until: Day })
const Share = strict({ stayed: Count, of: Count })
const Bps = Type.Integer({ minimum: 0, maximum: 10_000 })
export const CostShares = strict({
  version: Type.Integer({ minimum: 0, description: '0: the shares that ship' }),
  passBps: { ...Bps, description: 'of what was had of a pass' },
  goodsBps: { ...Bps, description: 'of what goods without a cost of their own sold for' },
  serviceBps: Bps,
  plans: Type.Array(
    Type.Union([
      strict({ planId: Uuid, kind: Type.Literal('share'), bps: Bps }),
      strict({ planId: Uuid, kind: Type.Literal('visit'), cents: { ...Cents, description: 'for each unit used' } }),
    ]),
    { maxItems: 100 },
  ),
})
export const CostSharesSaved = strict({ version: Type.Integer() })
const MarginParts = Nullable(strict({ revenueCents: SumCents, costCents: SumCents, offerCents: SumCents }))
export const Report = strict({
  reasons: Type.Array(
    strict({
      reasonCode: Nullable(Type.String()),
      words: Nullable(Words),
      planId: Uuid,
      planName: Type.String(),
      storeId: Uuid,
      begun: Count,
      cancelled: Count,
      kept: Count,
    }),
  ),
  effects: Type.Array(
    strict({
      days: Type.Integer(),
      offered: Share,
      heldOut: Share,
      differenceBps: Nullable(Type.Integer()),
      fromBps: Nullable(Type.Integer()),
      untilBps: Nullable(Type.Integer()),
      costCents: SumCents,
      refundCents: SumCents,
      money: strict({
        offered: MarginParts,
        heldOut: MarginParts,
        counted: strict({
          leavers: Count,
          knownCostCents: SumCents,
          sharedCostCents: SumCents,
          passesBroughtIn: Count,
        }),
        offeredCents: Nullable(SumCents),
        heldOutCents: Nullable(SumCents),
        differenceCents: Nullable(SumCents),
        fromCents: Nullable(SumCents),
        untilCents: Nullable(SumCents),
      }),
      guards: strict({
        kept: Count,
        refundedAfter: Count,
        refundedAfterCents: SumCents,
        complainedAfter: Count,
      }),
    }),
  ),
  costShares: CostShares,
})

const by = Type.Enum([...breakdowns])
export const BreakdownQuery = strict({ from: Day, until: Day, by })
export const BreakdownRows = strict({
  items: Type.Array(
    strict({
      key: Type.String({ description: 'unknown: nobody told' }),
      name: Nullable(Type.String()),
      begun: Count,
      cancelled: Count,
      kept: Count,
      refundCents: SumCents,
      reasons: Type.Array(strict({ reasonCode: Nullable(Type.String()), words: Nullable(Words), count: Count })),
    }),
  ),
})
export const RegionField = strict({
  version: Type.Integer({ minimum: 0, description: '0: nobody chose' }),
  code: Nullable(Type.String({ maxLength: 60, description: 'null: the field named region, district or city' })),
})
export const RegionFieldPage = strict({
  ...RegionField.properties,
  fields: Type.Array(strict({ code: Type.String(), label: Type.String() })),
})
export const RegionFieldSaved = strict({ version: Type.Integer() })

export const SurveyReport = strict({
  items: Type.Array(
    strict({
      code: Type.String(),
      words: Words,
      kind: Type.Enum(['one', 'several', 'scale', 'text']),
      asked: { ...Count, description: 'leavings that the question followed' },
      answered: Count,
      choices: Type.Array(strict({ code: Type.String(), words: Words, count: Count })),
      scale: Nullable(strict({ counts: Type.Array(Count), meanTenths: Type.Integer() })),
      texts: Type.Array(strict({ leavingId: Uuid, at: Instant, text: Type.String() }), {
        description: 'the latest; the file has all',
      }),
    }),
  ),
})
export const BreakdownFile = Type.Unsafe<Buffer>({ description: 'the bytes of the file' })

const Named = strict({ named: Count, of: Count })
export const ImprovementCreate = strict({ reasonCode: Code, day: Day, words: Text(200) })
export const ImprovementParams = strict({ improvementId: Uuid })
export const ImprovementAnswer = strict({ improvementId: Uuid })
export const ImprovementList = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      reasonCode: Type.String(),
      words: Type.String(),
      day: Day,
      authorName: Nullable(Type.String()),
      before: Named,
      after: Named,
      differenceBps: Nullable(Type.Integer()),
      fromBps: Nullable(Type.Integer()),
      untilBps: Nullable(Type.Integer()),
    }),
  ),
  reasons: Type.Array(strict({ code: Type.String(), words: Words })),
})

export const OfferStopParams = strict({ offerStopId: Uuid })
export const OfferStopLifted = strict({ offerStopId: Uuid })
const MeanCents = Nullable(Type.Integer({ description: 'cents per person' }))
export const OfferResults = strict({
  items: Type.Array(
    strict({
      code: Code,
      words: Words,
      kind: Type.Enum([...offerKinds]),
      made: { ...Count, description: 'people who were made it in the last ninety days' },
      taken: Count,
      withheld: { ...Count, description: 'people who would have been made it and were held out' },
      effect: strict({
        ...{ offeredCents: MeanCents, heldOutCents: MeanCents, differenceCents: MeanCents },
        ...{ fromCents: MeanCents, untilCents: MeanCents },
      }),
      stop: Nullable(strict({ offerStopId: Uuid, at: Instant, ground: Type.Enum(['costs_more', 'keeps_less']) })),
    }),
  ),
})
