import { Count, Day, Instant, Nullable, strict, SumCents, Type, Uuid } from '#platform/contract.ts'

const Figures = strict({
  salesCents: SumCents,
  saleCount: Type.Integer(),
  visitCount: Count,
  topUpCents: SumCents,
  newMemberCount: Count,
})

export const HomeQuery = strict({ storeId: Uuid })

export const Home = strict({
  day: Day,
  today: Figures,
  usual: Figures,
  hours: Type.Array(strict({ hour: Type.Integer(), salesCents: SumCents, usualSalesCents: SumCents })),
  hands: Type.Array(
    strict({ kind: Type.String(), count: Count, amountCents: Type.Optional(SumCents), points: Type.Optional(Count) }),
  ),
})

export const MemberWorthParams = strict({ memberId: Uuid })
export const MemberWorth = strict({
  spentCents: SumCents,
  yearCents: SumCents,
  saleCount: Count,
  visitCount: Count,
  firstDay: Nullable(Day),
  lastDay: Nullable(Day),
  lastAt: Nullable(Instant),
  usualGapDays: Nullable(Count),
})
