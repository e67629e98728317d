import { ItemScopeSchema } from '#modules/catalog/item-scope-schema.ts'
import {
  Cents,
  Cursor,
  Day,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  RateBps,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import { RecurringTimesSchema } from '#platform/times-schema.ts'
import { mostEarlyHours } from '#shared/early-hours.ts'
import { BookingTermsSchema } from './booking-terms-schema.ts'
import type { PassComponent, PlanTerms } from './plan-types.ts'

const Units = Type.Integer({ minimum: 1, maximum: 100_000 })
const Days = Type.Integer({ minimum: 1, maximum: 3_650 })
export const Version = Type.Integer({ minimum: 1 })
const Span = strict({ unit: Type.Enum(['day', 'week', 'month', 'year']), count: Days })

const Component = strict({
  id: Uuid,
  name: Text(60),
  units: Nullable(Units),
  listCents: Cents,
  isGift: Type.Boolean(),
  quotas: Type.Array(
    strict({ units: Units, per: Type.Enum(['day', 'week', 'month']), counting: Type.Enum(['calendar', 'rolling']) }),
    { maxItems: 3 },
  ),
  scope: ItemScopeSchema,
  staffGrades: Type.Array(Text(40), { maxItems: 20, uniqueItems: true }),
  storeIds: Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 200, uniqueItems: true })),
  times: RecurringTimesSchema,
})

/** Read-only lists on our side, which a schema cannot say. */
export const ComponentSchema = Type.Unsafe<PassComponent>(Component)

const Terms = Type.Unsafe<PlanTerms>(
  strict({
    components: Type.Array(Component, { maxItems: 20 }),
    validity: Nullable(Span),
    activation: Type.Union([
      strict({ kind: Type.Literal('on_sale') }),
      strict({ kind: Type.Literal('first_use'), latestDays: Days }),
      strict({ kind: Type.Literal('fixed'), day: Day }),
    ]),
    freeze: Nullable(
      strict({ maxDays: Days, maxTimes: Type.Integer({ minimum: 1, maximum: 50 }), minDays: Days, feeCents: Cents }),
    ),
    transfer: Nullable(strict({ feeCents: Cents })),
    renewal: Nullable(
      strict({
        lockDays: Type.Integer({ minimum: 0, maximum: 365 }),
        isAuto: Type.Boolean(),
        noticeDays: Type.Integer({ minimum: 5, maximum: 60 }),
      }),
    ),
    family: Nullable(strict({ maxPeople: Type.Integer({ minimum: 1, maximum: 20 }), unitsPerPerson: Nullable(Units) })),
    benefits: Type.Array(
      Type.Union([
        strict({ kind: Type.Literal('price_list'), priceListId: Uuid }),
        strict({ kind: Type.Literal('priority'), level: Type.Integer({ minimum: 1, maximum: 9 }) }),
        strict({ kind: Type.Literal('early_access'), hours: Type.Integer({ minimum: 1, maximum: mostEarlyHours }) }),
      ]),
      { maxItems: 10 },
    ),
    booking: Type.Optional(BookingTermsSchema),
  }),
)

const PlanKind = Type.Enum(['term', 'count', 'mixed', 'membership'])
export const planFields = { kind: PlanKind, name: Text(80), priceCents: Cents, terms: Terms }

export const PlanCreate = strict({
  ...planFields,
  categoryId: Type.Optional(Nullable(Uuid)),
  taxRateBps: Type.Optional(RateBps),
  opensAt: Type.Optional(
    Nullable(
      Type.String({
        format: 'date-time',
        description: 'not sold before, but to who has early access; null: on sale; left out: as it is',
      }),
    ),
  ),
})
export const PlanChange = strict({ ...PlanCreate.properties, version: Version })
export const PlanVersionAnswer = strict({ planId: Uuid, version: Version })
export const PlanAnswer = strict({ planId: Uuid })
export const PlanParams = strict({ planId: Uuid })

const Plan = strict({
  ...planFields,
  planId: Uuid,
  version: Version,
  isStopped: Type.Boolean(),
  opensAt: Nullable(Instant),
  isOnline: Type.Boolean({ description: 'members buy it on their own phone, too' }),
  createdAt: Instant,
  sold: Type.Integer(),
  live: Type.Integer(),
  endingSoon: Type.Integer(),
})
export const PlanList = strict({ items: Type.Array(Plan) })
export const PlanDetails = Plan

/** What the till has to know to sell plans: the version that a cart holds. */
export const TillPlanList = strict({
  items: Type.Array(strict({ planId: Uuid, version: Version, kind: PlanKind, name: Type.String(), terms: Terms })),
})

export const Renewal = strict({
  state: Type.Enum(['planned', 'charged', 'failed', 'stopped']),
  priceCents: SumCents,
  chargeDay: Day,
  noticeDay: Day,
  noticedAt: Nullable(Instant),
  failedCode: Nullable(Type.String()),
})

export const PassSummary = strict({
  id: Uuid,
  planId: Uuid,
  planVersion: Version,
  name: Type.String(),
  memberId: Uuid,
  memberName: Type.String(),
  state: Type.Enum(['waiting', 'unstarted', 'active', 'frozen', 'ended', 'expired']),
  soldDay: Day,
  startsDay: Nullable(Day),
  latestStartDay: Nullable(Day),
  endsDay: Nullable(Type.String({ format: 'date', description: 'the last day on which it is good' })),
  endedDay: Nullable(Type.String({ format: 'date', description: 'when it was ended before that' })),
  comeBackUntilDay: Nullable(
    Type.String({ format: 'date', description: 'until when who left buys it again at its old price' }),
  ),
  daysLeft: Nullable(Type.Integer()),
  frozenUntilDay: Nullable(Day),
  isCancelAsked: Type.Boolean(),
  renewal: Nullable(Renewal),
  lockedPriceCents: Nullable(SumCents),
  components: Type.Array(
    strict({
      componentId: Uuid,
      name: Type.String(),
      units: Nullable(Type.Integer()),
      isGift: Type.Boolean(),
      usedUnits: Type.Integer(),
      leftUnits: Nullable(Type.Integer()),
      heldUnits: Type.Integer(),
      quotas: Type.Array(
        strict({ units: Type.Integer(), per: Type.String(), counting: Type.String(), leftUnits: Type.Integer() }),
      ),
    }),
  ),
})

export const UsedShare = strict({
  componentId: Nullable(Uuid),
  name: Nullable(Type.String()),
  paidCents: SumCents,
  listCents: SumCents,
  usedUnits: Type.Integer(),
  ofUnits: Nullable(Type.Integer()),
  usedPaidCents: SumCents,
  usedListCents: SumCents,
})

export const PassDetails = strict({
  ...PassSummary.properties,
  storeId: Uuid,
  saleId: Nullable(Uuid),
  saleLineId: Nullable(Uuid),
  paidCents: SumCents,
  listCents: SumCents,
  priceCents: SumCents,
  refundedCents: SumCents,
  terms: Terms,
  refundPolicy: strict({
    version: Type.String({ description: 'the law pack that the pass was sold under' }),
    withdrawalDays: Nullable(Type.Integer()),
    merchant: Type.Enum(['proportional', 'list_price']),
    member: Type.Enum(['proportional', 'list_price']),
  }),
  endedAt: Nullable(Instant),
  endedAs: Nullable(Type.Enum(['refunded', 'cancelled', 'changed'])),
  renewsPassId: Nullable(Uuid),
  freezes: Type.Array(strict({ freezeId: Uuid, fromDay: Day, untilDay: Day, askedUntilDay: Day })),
  family: Type.Array(strict({ memberId: Uuid, name: Type.String() })),
  shares: Type.Array(UsedShare),
  holds: Type.Array(
    strict({ bookingId: Uuid, componentId: Uuid, units: Type.Integer(), day: Day, startsAt: Instant, storeId: Uuid }),
  ),
  uses: Type.Array(
    strict({
      useId: Uuid,
      componentId: Uuid,
      memberId: Uuid,
      memberName: Type.String(),
      units: Type.Integer(),
      day: Day,
      at: Instant,
      storeId: Uuid,
      shown: Type.Enum(['code', 'card', 'pin', 'staff', 'booking']),
      valueCents: SumCents,
      actorName: Nullable(Type.String()),
      undoneAt: Nullable(Instant),
      undoneReason: Nullable(Type.String()),
    }),
  ),
  changes: Type.Array(
    strict({
      changeId: Uuid,
      kind: Type.String(),
      at: Instant,
      actorName: Nullable(Type.String()),
      facts: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
})

export const PassQuery = strict({
  ...PageQuery,
  cursor: Type.Optional(Cursor),
  planId: Type.Optional(Uuid),
  state: Type.Optional(Type.Enum(['live', 'ending', 'over'])),
})
export const PassPage = PageOf(PassSummary)
export const PassList = strict({
  items: Type.Array(PassSummary),
  priceListIds: Type.Array(Uuid, { description: 'price lists whose prices they have at the till, by what they hold' }),
  priority: Type.Integer({ description: 'served before others, higher first; 0: like everybody' }),
})
export const MemberParams = strict({ memberId: Uuid })
export const MemberPassQuery = strict({ isAll: Type.Optional(Type.Boolean()) })
export const PassParams = strict({ passId: Uuid })
export const PassAnswer = strict({ passId: Uuid })
export const PassEnd = strict({ passId: Uuid, endsDay: Nullable(Day) })

export const FitQuery = strict({
  storeId: Uuid,
  itemId: Type.Optional(Uuid),
  staffGrade: Type.Optional(Text(40)),
  units: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
})
export const FitList = strict({
  reason: Nullable(Type.Enum(['only_one', 'unlimited', 'gift', 'ends_first', 'narrowest', 'fewest_left', 'oldest'])),
  fits: Type.Array(
    strict({
      passId: Uuid,
      componentId: Uuid,
      passName: Type.String(),
      componentName: Type.String(),
      leftUnits: Nullable(Type.Integer()),
      endsDay: Nullable(Day),
      isGift: Type.Boolean(),
    }),
  ),
  unfit: Type.Array(
    strict({
      passId: Uuid,
      componentId: Nullable(Uuid),
      passName: Type.String(),
      componentName: Nullable(Type.String()),
      code: Type.String(),
      details: Type.Record(Type.String(), Type.Unknown()),
    }),
  ),
})
