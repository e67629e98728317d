import { Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'

export const visitFields = {
  componentId: Uuid,
  memberId: Uuid,
  storeId: Uuid,
  itemId: Type.Optional(Uuid),
  staffGrade: Type.Optional(Text(40)),
  units: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
}
export const UseCreate = strict({
  ...visitFields,
  identificationId: Type.Optional(Uuid),
  pinCheckId: Type.Optional(Uuid),
})
export const UseAnswer = strict({
  useId: Uuid,
  passId: Uuid,
  componentId: Uuid,
  units: Type.Integer(),
  leftUnits: Nullable(Type.Integer()),
  valueCents: SumCents,
})
export const UseParams = strict({ passUseId: Uuid })
export const UseUndo = strict({ reason: Text(200), approvalId: Type.Optional(Uuid) })
export const UseUndone = strict({ useId: Uuid, passId: Uuid })
