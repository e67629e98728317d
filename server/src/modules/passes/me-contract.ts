import { Day, Instant, strict, Type, Uuid } from '#platform/contract.ts'
import { PassSummary, planFields, Version } from './contract.ts'

export const MyPassList = strict({
  items: Type.Array(
    strict({
      ...PassSummary.properties,
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

export const MyPlanList = strict({ items: Type.Array(strict({ ...planFields, planId: Uuid, version: Version })) })
