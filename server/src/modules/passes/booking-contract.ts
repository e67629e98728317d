import { Cursor, Day, Instant, Nullable, PageOf, PageQuery, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { BookingTermsSchema } from './booking-terms-schema.ts'
import { ComponentSchema } from './contract.ts'
import { visitFields } from './use-contract.ts'

const state = Type.Enum([
  ...['asked', 'confirmed', 'consumed', 'missed', 'late'],
  ...['released_absent', 'released_by_member', 'released_by_shop', 'released_by_freeze', 'released_by_end'],
] as const)

const booking = {
  id: Uuid,
  passId: Uuid,
  passName: Type.String(),
  componentName: Type.String(),
  staffGrade: Nullable(Type.String()),
  units: Type.Integer(),
  day: Day,
  startsAt: Instant,
  storeId: Uuid,
  state,
}

/** A part of a pass for which a member can ask for a time. */
const Bookable = strict({
  passId: Uuid,
  passName: Type.String(),
  endsDay: Nullable(Day),
  leftUnits: Nullable(Type.Integer()),
  component: ComponentSchema,
  booking: Nullable(BookingTermsSchema),
})

export const MyBookingList = strict({
  items: Type.Array(
    strict({
      ...booking,
      canCallOff: Type.Boolean(),
      freeUntilAt: Nullable(
        Type.String({ format: 'date-time', description: 'until then it is called off for nothing; null: it is over' }),
      ),
      isLate: Type.Boolean({ description: 'called off now, the visit counts' }),
    }),
  ),
  bookable: Type.Array(Bookable),
  untilAt: Type.String({ format: 'date-time', description: 'the last moment for which the member may ask now' }),
})
export const MyBookingCreate = strict({
  passId: Uuid,
  componentId: Uuid,
  storeId: Uuid,
  staffGrade: Type.Optional(Text(40)),
  startsAt: Instant,
})

export const BookingQuery = strict({
  ...PageQuery,
  cursor: Type.Optional(Cursor),
  state: Type.Optional(Type.Enum(['asked', 'confirmed', 'settled'])),
  storeId: Type.Optional(Uuid),
})
export const BookingPage = PageOf(
  strict({
    ...booking,
    memberId: Uuid,
    memberName: Type.String(),
    priority: Type.Integer({ description: 'served before others, higher first; 0: like everybody' }),
    askedAt: Instant,
    hasBegun: Type.Boolean(),
    mayHaveCome: Type.Boolean({ description: 'its day has come' }),
    isLate: Type.Boolean({ description: 'called off by the member now, the visit counts' }),
    absence: Nullable(Type.Enum(['counts', 'returned'])),
  }),
)

/** The key of the request is the booking's id: it is held once. */
export const HoldCreate = strict({ ...visitFields, startsAt: Instant })
export const HoldAnswer = strict({ bookingId: Uuid, passId: Uuid })
/** A hold goes by the id of its booking. */
export const HoldParams = strict({ passHoldId: Uuid })
const isForgiven = Type.Optional(
  Type.Boolean({ description: 'the visit is given back though the plan counts it, by who may take uses back' }),
)
export const HoldRelease = strict({ by: Type.Enum(['member', 'shop']), isForgiven })
export const MyBookingCallOff = strict({
  mayCount: Type.Boolean({ description: 'the member was told that the visit counts' }),
})
const counts = Type.Boolean({ description: 'the visit counts' })
export const HoldReleased = strict({ bookingId: Uuid, passId: Uuid, extendedDays: Type.Integer(), counts })
export const Absence = strict({ isForgiven })
export const AbsenceAnswer = strict({ bookingId: Uuid, passId: Uuid, counts })
