import { Day, Instant, Nullable, strict, Type, Uuid } from '#platform/contract.ts'
import { PassSummary, planFields, Version } from './contract.ts'

export const MyPassList = strict({
  items: Type.Array(
    strict({
      ...PassSummary.properties,
      renewsWithVersion: Nullable(
        Type.Integer({
          minimum: 1,
          description: 'the version of its plan that the member can renew it with by themselves',
        }),
      ),
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
