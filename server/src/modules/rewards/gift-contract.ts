import { Cursor, Day, Instant, Nullable, PageOf, PageQuery, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { Points } from './contract.ts'

export const GiftPolicy = strict({
  isOn: Type.Boolean(),
  dayMost: Points,
  yearMost: Points,
  memberDays: Type.Integer({ minimum: 0, maximum: 3_650 }),
})
const giftState = Type.Enum(['offered', 'accepted', 'returned'])
export const GiftQuery = strict({
  ...PageQuery,
  cursor: Type.Optional(Cursor),
  state: Type.Optional(giftState),
  memberId: Type.Optional(Uuid),
  fromDay: Type.Optional(Day),
  untilDay: Type.Optional(Day),
})
export const GiftPage = PageOf(
  strict({
    id: Uuid,
    fromId: Uuid,
    fromName: Nullable(Type.String()),
    toId: Uuid,
    toName: Nullable(Type.String()),
    points: Points,
    state: giftState,
    at: Instant,
    expiresAt: Instant,
    endedAt: Nullable(Instant),
  }),
)
export const GiftPolicySaved = strict({ isOn: Type.Boolean() })

export const MyGiftParams = strict({ giftId: Uuid })
export const MyGiftOffer = strict({ phone: Text(30), points: Points })
export const MyGiftOffered = strict({ giftId: Uuid, expiresAt: Instant })
export const MyGiftAnswer = strict({ isAccepted: Type.Boolean() })
export const MyGiftAnswered = strict({ giftId: Uuid })
export const MyGifts = strict({
  policy: GiftPolicy,
  items: Type.Array(
    strict({
      id: Uuid,
      isMine: Type.Boolean({ description: 'given by this member' }),
      otherName: Type.String({ description: 'to whom or from whom, in short: 王＊＊; empty where there is no name' }),
      points: Points,
      state: giftState,
      at: Instant,
      expiresAt: Instant,
    }),
  ),
})
