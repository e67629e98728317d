import {
  Cents,
  Count,
  Day,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { mostWorthCents, wholeOdds } from './draw-rules.ts'
import { redemptionStates, rewardKinds, tillPays } from './reward-rules.ts'
import { specialKinds } from './special-rules.ts'

export const Points = Type.Integer({ minimum: 1, maximum: 1_000_000_000 })
const State = Type.Enum([...redemptionStates])

const terms = {
  name: Text(60),
  note: Text(500, 0),
  points: Points,
  cashCents: Cents,
  couponTemplateId: Nullable(Uuid),
  storeIds: Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 200 })),
  mayPickUp: Type.Boolean(),
  mayDeliver: Type.Boolean(),
  memberLimit: Nullable(Type.Integer({ minimum: 1, maximum: 1_000 })),
  holdHours: Type.Integer({ minimum: 1, maximum: 2_160 }),
  isEco: Type.Boolean(),
  startsAt: Nullable(Instant),
  endsAt: Nullable(Instant),
  itemId: Nullable(Type.String({ ...Uuid, description: 'the item that leaves the shelf' })),
  tillPay: Type.Enum([...tillPays], { description: 'may its money be paid at the till?' }),
  minPurchaseCents: Type.Integer({ ...Cents, description: 'had beside other goods for so much; 0 asks for none' }),
  isRescueOnly: Type.Boolean({ description: 'a rescue alone shows it' }),
  unitsLeft: Nullable(Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'null: never short' })),
}
export const RewardParams = strict({ rewardId: Uuid })
export const RewardCreate = strict({ kind: Type.Enum([...rewardKinds]), ...terms })
export const RewardChange = strict({ version: Type.Integer({ minimum: 1 }), ...terms })
export const RewardSaved = strict({ rewardId: Uuid, version: Type.Integer() })
export const RewardStopped = strict({ rewardId: Uuid })
const reward = {
  id: Uuid,
  kind: Type.Enum([...rewardKinds]),
  ...terms,
  version: Type.Integer(),
  isStopped: Type.Boolean(),
}
export const RewardList = strict({ items: Type.Array(strict(reward)) })

const redemption = {
  id: Uuid,
  rewardId: Uuid,
  memberId: Uuid,
  name: Type.String(),
  kind: Type.Enum([...rewardKinds]),
  quantity: Count,
  points: Count,
  cashCents: SumCents,
  dueCents: Type.Integer({ ...SumCents, description: 'paid at the till' }),
  isAtTill: Type.Boolean({ description: 'had in a sale, by its coupon' }),
  state: State,
  storeId: Nullable(Uuid),
  tracking: Nullable(Type.String()),
  isWon: Type.Boolean(),
  at: Instant,
  expiresAt: Nullable(Instant),
  endedAt: Nullable(Instant),
}
export const RedemptionParams = strict({ redemptionId: Uuid })
export const RedemptionQuery = strict({ ...PageQuery, state: Type.Optional(State) })
export const RedemptionPage = PageOf(
  strict({ ...redemption, memberName: Nullable(Type.String()), address: Nullable(Type.String()) }),
)
export const RedemptionAnswer = strict({ redemptionId: Uuid })
export const HandOut = strict({ code: Text(40), storeId: Uuid })
export const HandedOut = strict({ redemptionId: Uuid, quantity: Count })
export const SendOut = strict({ tracking: Text(60), storeId: Uuid })
export const ParcelBack = strict({
  storeId: Nullable(Type.String({ ...Uuid, description: 'where the goods are again; null: lost' })),
})

const charity = {
  id: Uuid,
  name: Type.String(),
  note: Type.String(),
  centsPerHundred: Type.Integer(),
  points: SumCents,
  worthCents: SumCents,
  donations: Count,
}
export const CharityParams = strict({ charityId: Uuid })
export const CharityList = strict({ items: Type.Array(strict({ ...charity, isClosed: Type.Boolean() })) })
export const CharityCreate = strict({
  name: Text(60),
  note: Text(500, 0),
  centsPerHundred: Type.Integer({ minimum: 1, maximum: 10_000 }),
})
export const CharityAnswer = strict({ charityId: Uuid })

const prize = {
  name: Text(60),
  kind: Type.Enum(['points', 'coupon', 'reward']),
  points: Nullable(Points),
  couponTemplateId: Nullable(Uuid),
  rewardId: Nullable(Uuid),
  worthCents: Type.Integer({ minimum: 0, maximum: mostWorthCents * 10 }),
  oddsPpm: Type.Integer({ minimum: 1, maximum: wholeOdds, description: 'millionths' }),
  total: Type.Integer({ minimum: 1, maximum: 1_000_000 }),
}
export const DrawParams = strict({ drawId: Uuid })
export const DrawCreate = strict({
  name: Text(60),
  rules: Text(2_000),
  costPoints: Points,
  dayMost: Type.Integer({ minimum: 1, maximum: 100 }),
  startsAt: Instant,
  endsAt: Instant,
  prizes: Type.Array(strict(prize), { minItems: 1, maxItems: 20 }),
})
export const DrawPublished = strict({ drawId: Uuid, commitment: Type.String() })
export const DrawAnswer = strict({ drawId: Uuid })
const draw = {
  id: Uuid,
  name: Type.String(),
  rules: Type.String(),
  costPoints: Points,
  dayMost: Count,
  startsAt: Instant,
  endsAt: Instant,
  commitment: Type.String({ description: 'SHA-256 of the seed' }),
  seed: Nullable(Type.String({ description: 'shown when the draw is over' })),
  entries: Count,
  isOn: Type.Boolean(),
  prizes: Type.Array(strict({ position: Count, ...prize, worthCents: SumCents, unitsLeft: Count })),
}
export const DrawList = strict({ items: Type.Array(strict(draw)) })

const offer = {
  listPoints: Points,
  pricePoints: Type.Integer({ ...Points, description: 'what this member pays for one' }),
  spared: Type.Array(
    strict({
      specialId: Uuid,
      kind: Type.Enum([...specialKinds]),
      name: Type.String(),
      points: Points,
      endingPoints: Count,
    }),
  ),
}
export const MyRewards = strict({
  items: Type.Array(strict({ ...reward, ...offer })),
  points: SumCents,
  gracedPoints: { ...Count, description: 'have ended, and may still be spent in a rescue' },
  storedCents: SumCents,
  specials: Type.Array(
    strict({
      id: Uuid,
      kind: Type.Enum([...specialKinds]),
      name: Type.String(),
      toDay: Day,
      withinDays: Nullable(Count),
      rateBps: Nullable(Count),
      endingPoints: Type.Integer({ ...Count, description: 'of this member; 0 where it is for everybody' }),
    }),
  ),
})
export const MyRedeem = strict({
  quantity: Type.Integer({ minimum: 1, maximum: 20 }),
  storeId: Nullable(Uuid),
  address: Nullable(Text(300, 6)),
  points: Points,
  cashCents: Cents,
  specialId: Type.Optional(Nullable(Type.String({ ...Uuid, description: 'the special whose price was shown' }))),
  isPaidAtTill: Type.Optional(Type.Boolean({ description: 'the money is paid at the till' })),
})
export const TillReward = strict({
  rewardId: Uuid,
  name: Type.String(),
  itemId: Nullable(Uuid),
  ...offer,
  cashCents: SumCents,
  minPurchaseCents: SumCents,
  isPaidAtTill: Type.Boolean(),
  unitsLeft: Nullable(Count),
})
export const MemberParams = strict({ memberId: Uuid })
export const EarlyAccess = strict({ hours: Count })
/** What a till keeps for when it has no line: to whom things open earlier, by level (null: the base level) and by pass. */
export const TillEarlyAccess = strict({
  levels: Type.Array(strict({ tierId: Nullable(Uuid), hours: Count })),
  holders: Type.Array(strict({ memberId: Uuid, hours: Count, untilAt: Nullable(Instant) })),
})
export const TillRewardQuery = strict({ storeId: Uuid, memberId: Uuid })
export const TillRewards = strict({
  points: SumCents,
  items: Type.Array(TillReward),
  waiting: Type.Array(
    strict({
      redemptionId: Uuid,
      name: Type.String(),
      itemId: Nullable(Uuid),
      quantity: Count,
      dueCents: SumCents,
      isAtTill: Type.Boolean(),
      expiresAt: Nullable(Instant),
    }),
  ),
})
export const TillRedeem = strict({
  rewardId: Uuid,
  storeId: Uuid,
  points: Points,
  cashCents: Cents,
  specialId: Nullable(Uuid),
})
export const TillRedeemed = strict({
  redemptionId: Uuid,
  isHandedOut: Type.Boolean({ description: 'false: it is paid in the sale' }),
})
export const LookUp = strict({
  redemptionId: Uuid,
  memberId: Uuid,
  name: Type.String(),
  itemId: Nullable(Uuid),
  quantity: Count,
  dueCents: SumCents,
  isAtTill: Type.Boolean(),
})

export const MyRedemptions = PageOf(
  strict({ ...redemption, code: Nullable(Type.String()), storeName: Nullable(Type.String()) }),
)
const donation = { id: Uuid, charity: Type.String(), points: Points, worthCents: SumCents, at: Instant }
export const MyDonation = strict({ points: Points })
export const MyDonated = strict({ donationId: Uuid, worthCents: SumCents })
export const MyCharities = strict({
  items: Type.Array(strict({ ...charity, isClosed: Type.Boolean() })),
  donations: Type.Array(strict({ ...donation, certificatePath: Type.String() })),
})
export const CertificateParams = strict({ merchantId: Uuid, donationId: Uuid })
export const Certificate = strict({
  ...donation,
  merchant: Type.String(),
  inAll: strict({ donations: Count, points: SumCents, worthCents: SumCents }),
})
export const MyDraws = strict({
  items: Type.Array(strict(draw)),
  entries: Type.Array(
    strict({
      id: Uuid,
      drawId: Uuid,
      number: Count,
      roll: Type.Integer(),
      prize: Nullable(Type.String()),
      isRefunded: Type.Boolean(),
      at: Instant,
    }),
  ),
})
export const MyEntry = strict({
  entryId: Uuid,
  number: Count,
  prize: Nullable(Type.String()),
  isRefunded: Type.Boolean(),
})
