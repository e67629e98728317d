import { Cents, Day, Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { planFields, Renewal, UsedShare } from './contract.ts'

const FeePayment = Type.Enum(['stored_value', 'waived'])
export const Fingerprint = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of what was shown' })
export const FreezeWish = strict({ fromDay: Day, untilDay: Day })
export const FreezeQuote = strict({
  fromDay: Day,
  untilDay: Day,
  days: Type.Integer(),
  feeCents: SumCents,
  endsDayBefore: Day,
  endsDay: Day,
  leftDays: Type.Integer(),
  bookingIds: Type.Array(Uuid),
  fingerprint: Fingerprint,
})
export const FreezeCreate = strict({
  ...FreezeWish.properties,
  reason: Text(200),
  fingerprint: Fingerprint,
  fee: Type.Optional(FeePayment),
})
export const FreezeAnswer = strict({ freezeId: Uuid, passId: Uuid, endsDay: Day })
export const FreezeParams = strict({ passId: Uuid, freezeId: Uuid })
export const ThawQuote = strict({
  freezeId: Uuid,
  untilDay: Day,
  givenBackDays: Type.Integer(),
  endsDay: Day,
  isCancelled: Type.Boolean(),
})

export const ExtensionCreate = strict({ days: Type.Integer({ minimum: 1, maximum: 366 }), reason: Text(200) })
export const TransferQuery = strict({ toMemberId: Uuid })
export const TransferQuote = strict({
  feeCents: SumCents,
  endsDay: Nullable(Day),
  units: Type.Array(strict({ componentId: Uuid, name: Type.String(), leftUnits: Nullable(Type.Integer()) })),
  familyPeople: Type.Integer(),
})
export const TransferCreate = strict({
  toMemberId: Uuid,
  isAgreed: Type.Boolean({ description: 'both said yes, in front of staff who saw who they are' }),
  reason: Text(200),
  fee: Type.Optional(FeePayment),
})
export const TransferAnswer = strict({ transferId: Uuid, passId: Uuid })
export const FamilySet = strict({ memberIds: Type.Array(Uuid, { maxItems: 20, uniqueItems: true }) })
export const FamilyAnswer = strict({ passId: Uuid, people: Type.Integer() })

const cancelWish = { cause: Type.Enum(['merchant', 'member']), time: Type.Enum(['now', 'period_end']) }
export const CancelQuery = strict(cancelWish)
export const CancelQuote = strict({
  passId: Uuid,
  cause: Type.Enum(['merchant', 'member', 'change']),
  time: Type.Enum(['now', 'period_end']),
  lastDay: Nullable(Day),
  refundCents: SumCents,
  formula: strict({
    kind: Type.Enum(['withdrawal', 'proportional', 'list_price', 'none']),
    policyVersion: Type.String(),
    paidCents: SumCents,
    usedCents: SumCents,
    parts: Type.Array(UsedShare),
  }),
  unitsLost: Type.Array(strict({ componentId: Uuid, name: Type.String(), units: Type.Integer() })),
  bookingIds: Type.Array(Uuid),
  benefits: Type.Array(Type.String()),
  stopsRenewal: Type.Boolean(),
  fingerprint: Fingerprint,
})
export const CancelCreate = strict({
  ...cancelWish,
  reason: Text(200),
  fingerprint: Fingerprint,
  approvalId: Type.Optional(Uuid),
})
export const CancelAnswer = strict({
  passId: Uuid,
  refundCents: SumCents,
  lastDay: Nullable(Day),
  refundId: Nullable(Uuid),
})

export const ChangeQuery = strict({ planId: Uuid })
/** Going over to another plan: what comes back of the old one, what the new one costs, what is paid or given back. */
export const ChangeQuote = strict({
  creditCents: SumCents,
  priceCents: SumCents,
  dueCents: SumCents,
  formula: CancelQuote.properties.formula,
  before: strict(planFields),
  after: strict(planFields),
  saleId: Nullable(Uuid),
  saleLineId: Nullable(Uuid),
})

export const RenewalAgree = strict({ priceCents: Cents })
export const RenewalAgreed = strict({ passId: Uuid, chargeDay: Day, noticeDay: Day, priceCents: SumCents })
export const RenewalPrice = strict({ priceCents: SumCents, isLocked: Type.Boolean() })

export const CalendarQuery = strict({ from: Day, until: Day })
export const CalendarList = strict({
  items: Type.Array(
    strict({
      ...Renewal.properties,
      passId: Uuid,
      memberId: Uuid,
      memberName: Type.String(),
      planName: Type.String(),
      endsDay: Nullable(Day),
    }),
  ),
})

/** Plans by what they are worth to a member, the best one first. */
export const AdviceList = strict({
  items: Type.Array(
    strict({
      planId: Uuid,
      breakEvenVisits: Nullable(Type.Integer()),
      expectedVisits: Type.Integer(),
      withoutCents: SumCents,
      giftCents: SumCents,
      discountCents: SumCents,
      savedCents: SumCents,
      monthlySavedCents: SumCents,
      verdict: Type.Enum(['worth_it', 'about_even', 'not_worth_it', 'too_little_known']),
      days: Type.Integer(),
      visits: Type.Integer({ description: 'days on which the member had what the plan covers' }),
      worthCents: SumCents,
      cameDays: Type.Integer(),
    }),
  ),
})

export const MyCancelQuery = strict({ time: cancelWish.time })
