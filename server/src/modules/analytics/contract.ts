import { Count, Day, Instant, Nullable, PageOf, PageQuery, strict, SumCents, Type, Uuid } from '#platform/contract.ts'

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
  figures: Nullable(
    strict({
      today: Figures,
      usual: Figures,
      hours: Type.Array(strict({ hour: Type.Integer(), salesCents: SumCents, usualSalesCents: SumCents })),
    }),
    // Null for callers without reports.read: what the shop takes is not everybody's business.
  ),
  hands: Type.Array(
    strict({ kind: Type.String(), count: Count, amountCents: Type.Optional(SumCents), points: Type.Optional(Count) }),
  ),
})

export const ExpiringQuery = strict({
  ...PageQuery,
  of: Type.Enum(['points', 'stored_value']),
  days: Type.Integer({ minimum: 1, maximum: 366 }),
})
export const ExpiringPage = PageOf(
  strict({
    id: Uuid,
    name: Type.String(),
    number: Type.String(),
    phone: Nullable(Type.String({ description: 'E.164; masked for callers without members.contact' })),
    status: Type.String(),
    homeStoreId: Nullable(Uuid),
    units: Type.Integer({ minimum: 1, description: 'points, or whole cents, that lapse within these days' }),
    expiresDay: Type.String({
      format: 'date',
      description: 'the first day on which something lapses; good through it',
    }),
  }),
)

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

const mostMembers = 100
const uuidPattern = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'
export const MemberWorthListQuery = strict({
  memberIds: Type.String({
    maxLength: mostMembers * 37 - 1,
    pattern: `^${uuidPattern}(,${uuidPattern}){0,${mostMembers - 1}}$`,
    description: `ids of at most ${mostMembers} members, commas between them`,
  }),
})
export const MemberWorthList = strict({
  items: Type.Array(
    strict({
      memberId: Uuid,
      yearCents: SumCents,
      visitCount: Count,
      lastDay: Nullable(Day),
    }),
    { description: 'in the order of the question; who never bought anything is there, too' },
  ),
})
