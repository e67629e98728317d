import { Cents, Count, Instant, Nullable, PageOf, PageQuery, strict, SumCents, Type, Uuid } from '#platform/contract.ts'
import { issuedStates } from './issued-state-rules.ts'

export const IssuedParams = strict({ couponTemplateId: Uuid })
export const IssuedQuery = strict({ ...PageQuery, state: Type.Optional(Type.Enum([...issuedStates])) })
export const IssuedPage = PageOf(
  strict({
    id: Uuid,
    memberId: Nullable(Uuid),
    memberName: Nullable(Type.String({ description: 'null: a bearer’s, or a member who was erased' })),
    status: Type.Enum(['unused', 'offered', 'used', 'void']),
    issuedAt: Instant,
    startsAt: Instant,
    endsAt: Instant,
    usedAt: Nullable(Instant),
    saleId: Nullable(Uuid),
    storeId: Nullable(Uuid),
    offCents: Nullable(Cents),
  }),
)
export const TemplateFigures = strict({
  issued: Count,
  unused: Count,
  used: Count,
  expired: Count,
  uses: Count,
  offCents: SumCents,
})
