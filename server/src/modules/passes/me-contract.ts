import { Day, Instant, Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { CancelQuote, Fingerprint, FreezeWish } from './change-contract.ts'
import { PassSummary, planFields, Version } from './contract.ts'

export const MyPassList = strict({
  items: Type.Array(
    strict({
      ...PassSummary.properties,
      isOwn: Type.Boolean({
        description: 'held by the member; else by `memberName`, whose family may use it and neither pays nor ends it',
      }),
      renewsWithVersion: Nullable(
        Type.Integer({
          minimum: 1,
          description: 'the version of its plan that the member can renew it with by themselves',
        }),
      ),
      freeze: Nullable(
        strict({
          minDays: Type.Integer(),
          feeCents: SumCents,
          leftDays: Type.Integer({ description: 'that may still rest' }),
          leftTimes: Type.Integer(),
        }),
      ),
      freezes: Type.Array(strict({ freezeId: Uuid, fromDay: Day, untilDay: Day }), {
        description: 'that rest now or will; of own passes',
      }),
      mayAutoRenew: Type.Boolean({ description: 'the member may agree that it renews by itself' }),
      mayChange: Type.Boolean({ description: 'may go for another plan' }),
      uses: Type.Array(
        strict({
          useId: Uuid,
          componentId: Uuid,
          units: Type.Integer(),
          day: Day,
          at: Instant,
          storeId: Uuid,
          isUndone: Type.Boolean(),
        }),
      ),
    }),
  ),
})

export const MyPlanList = strict({
  items: Type.Array(strict({ ...planFields, planId: Uuid, version: Version, opensAt: Nullable(Instant) })),
  names: Type.Record(Type.String(), Type.String(), {
    description: 'of the items, categories, stores and price lists that the terms speak of',
  }),
})

export const MyFreezeCreate = strict({
  ...FreezeWish.properties,
  reason: Type.Optional(Text(200)),
  fingerprint: Fingerprint,
})

/** What an own pass may go for: what is left of it by what was paid, and what each plan would cost beyond that. */
export const MyChangeList = strict({
  name: Type.String(),
  storeId: Type.Unsafe<string>({ ...Uuid, description: 'where it was sold: the change is booked there' }),
  creditCents: SumCents,
  formula: CancelQuote.properties.formula,
  before: strict(planFields),
  bookings: Type.Integer({ description: 'that are called off by the change' }),
  items: Type.Array(
    strict({
      ...planFields,
      planId: Uuid,
      version: Version,
      dueCents: { ...SumCents, description: 'before prices of the member’s own; below 0: the shop gives it back' },
    }),
  ),
  names: MyPlanList.properties.names,
})
