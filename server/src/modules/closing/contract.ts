import {
  Count,
  Cursor,
  Day,
  Instant,
  Nullable,
  PageOf,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'

const Days = Type.Integer({ minimum: 0 })
const Kind = Type.Enum(['top_up', 'pass'])

export const StoreParams = strict({ storeId: Uuid })
export const StoreAnswer = strict({ storeId: Uuid })

export const Closing = strict({
  notice: Nullable(
    strict({ id: Uuid, lastDay: Day, isBusinessEnd: Type.Boolean(), reason: Type.String(), announcedDay: Day }),
  ),
  noticeDays: { ...Days, description: 'so many days before its last day members are told' },
  repaidWithinDays: Nullable({ ...Days, description: 'a refund is paid within so many days of the request' }),
  lawPacks: Type.Array(Type.String()),
  earliestDay: { ...Day, description: 'the first day that may be the last, were it announced today' },
  owed: strict({
    members: Count,
    topUps: Count,
    principalCents: SumCents,
    passes: Count,
    passCents: SumCents,
    giftCards: Count,
    giftCardCents: SumCents,
    openClaims: Count,
  }),
})
export const ClosingAnnounce = strict({ lastDay: Day, isBusinessEnd: Type.Boolean(), reason: Text(200) })
export const ClosingAnnounced = strict({
  noticeId: Uuid,
  told: Type.Integer({ description: 'members who hear of it' }),
})

const owed = {
  kind: Kind,
  subjectId: { ...Uuid, description: 'the top-up or the pass' },
  name: { ...Type.String(), description: 'the number of the top-up, the name of the plan' },
  soldDay: Day,
  cents: { ...SumCents, description: 'principal that is left; what was paid for a pass' },
  bonusCents: SumCents,
  claimedAt: Nullable(Instant),
  dueDay: Nullable(Day),
}
export const OwedQuery = strict({
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export const OwedPage = PageOf(
  strict({ id: Type.String(), ...owed, memberId: Uuid, memberName: Nullable(Type.String()) }),
)
export const ClaimCreate = strict({ subjectId: Uuid })
export const Claimed = strict({ claims: Count, dueDay: Nullable(Day) })

export const NoticeParams = strict({ noticeId: Uuid })
export const MyClosings = strict({
  items: Type.Array(
    strict({
      noticeId: Uuid,
      storeId: Uuid,
      storeName: Type.String(),
      lastDay: Day,
      isBusinessEnd: Type.Boolean(),
      reason: Type.String(),
      repaidWithinDays: Nullable(Days),
      owed: Type.Array(strict(owed)),
    }),
  ),
})
