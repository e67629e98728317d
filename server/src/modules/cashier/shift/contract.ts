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

const Method = Nullable(Type.String({ maxLength: 40 }))
const Kind = Type.String({ pattern: '^[a-z_]{1,30}$' })

export const ShiftParams = strict({ shiftId: Uuid })
export const StoreQuery = strict({ storeId: Uuid })
export const StoreParams = strict({ storeId: Uuid })

const policy = {
  isShiftRequired: Type.Boolean({ description: 'a registered till takes money in an open shift only' }),
  isCountBlind: Type.Boolean({ description: 'what should be there is not shown before it is counted' }),
  noteAboveCents: Cents,
  approvalAboveCents: Cents,
}
export const ShiftPolicy = strict(policy)
export const ShiftPolicyAnswer = strict({ storeId: Uuid })

const shift = {
  id: Uuid,
  storeId: Uuid,
  storeName: Type.String(),
  deviceId: Uuid,
  deviceName: Type.String(),
  businessDay: Day,
  openedAt: Instant,
  cashierId: Uuid,
  cashierName: Nullable(Type.String()),
  openingCents: Cents,
  openingExpectedCents: Nullable(Cents),
  openingNote: Nullable(Type.String()),
  closedAt: Nullable(Instant),
  closedByName: Nullable(Type.String()),
  closeKind: Nullable(Type.Enum(['counted', 'handed_over', 'rescued'])),
  leftCents: Nullable(Cents),
  handedTo: Nullable(Uuid),
  handedToName: Nullable(Type.String()),
  handedFrom: Nullable(Uuid),
  dayCloseId: Nullable(Uuid),
}

/** The till that the caller stands at, as far as its shift goes. */
export const TillShift = strict({
  till: Nullable(strict({ deviceId: Uuid, name: Type.String() })),
  currency: Type.String(),
  policy: ShiftPolicy,
  shift: Nullable(strict(shift)),
  /** The shift before, when it was handed to somebody who has not opened the till yet. */
  handedOver: Nullable(strict({ shiftId: Uuid, toUserId: Uuid, toName: Nullable(Type.String()), leftCents: Cents })),
  /** What the shift before left in the drawer; null where the count is blind or nothing was left. */
  leftCents: Nullable(Cents),
})

export const ShiftOpen = strict({ storeId: Uuid, openingCents: Cents, note: Type.Optional(Text(200)) })
export const ShiftOpened = strict({ shiftId: Uuid, businessDay: Day })

const Figure = strict({
  kind: Type.String(),
  method: Method,
  saleCents: SumCents,
  roundingCents: SumCents,
  refundCents: SumCents,
  valueSoldCents: SumCents,
  valueBackCents: SumCents,
})

export const Figures = strict({
  sales: strict({
    count: Count,
    grossCents: SumCents,
    discountCents: SumCents,
    manualDiscountCents: SumCents,
    waiverCents: SumCents,
    netCents: SumCents,
    taxCents: SumCents,
  }),
  refunds: strict({ count: Count, netCents: SumCents, taxCents: SumCents, paidCents: SumCents }),
  topUps: strict({ count: Count, principalCents: SumCents, bonusCents: SumCents }),
  topUpRefunds: strict({ count: Count, paidCents: SumCents }),
  giftCards: strict({ count: Count, loadedCents: SumCents }),
  giftCardPayouts: strict({ count: Count, paidCents: SumCents }),
  tenders: Type.Array(Figure),
  taxes: Type.Array(strict({ rateBps: Type.Integer(), netCents: SumCents, taxCents: SumCents })),
  drawer: strict({ openingCents: SumCents, paidInCents: SumCents, paidOutCents: SumCents, openedCount: Count }),
})

/** The X report: what the shift amounts to at this moment. */
export const ShiftReport = strict({ shiftId: Uuid, at: Instant, figures: Figures, expectedCashCents: SumCents })

const Denomination = strict({
  valueCents: Type.Integer({ minimum: 1, maximum: 1_000_000_000 }),
  pieces: Type.Integer({ minimum: 0, maximum: 100_000 }),
})
const CountedTender = strict({
  kind: Type.String(),
  method: Method,
  expectedCents: SumCents,
  countedCents: Nullable(SumCents),
  varianceCents: SumCents,
})

export const CountCreate = strict({
  denominations: Type.Array(Denomination, { maxItems: 40 }),
  tenders: Type.Array(strict({ kind: Kind, method: Method, countedCents: Cents }), { maxItems: 40 }),
})
export const Counted = strict({
  countId: Uuid,
  countNo: Type.Integer(),
  cashCents: SumCents,
  tenders: Type.Array(CountedTender),
  varianceCents: SumCents,
  needs: strict({ note: Type.Boolean(), approval: Type.Boolean() }),
})

export const MovementCreate = strict({
  kind: Type.Enum(['paid_in', 'paid_out', 'opened']),
  amountCents: Cents,
  reason: Text(200),
})
export const Moved = strict({
  movementId: Uuid,
  amountCents: Cents,
  printJobId: Nullable(
    Type.String({ ...Uuid, description: 'the slip, and the pulse that opens the drawer; null: no printer here' }),
  ),
})

const closing = {
  countId: Uuid,
  unsyncedSales: Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'sales that the till has not sent yet' }),
  note: Type.Optional(Text(500)),
  approvalId: Type.Optional(Uuid),
}
export const ShiftClose = strict({ ...closing, leftCents: Cents })
export const ShiftHandOver = strict({ ...closing, toUserId: Uuid })
export const ShiftRescue = strict({ countId: Type.Optional(Uuid), reason: Text(500) })
export const ShiftEnded = strict({
  shiftId: Uuid,
  number: Type.Integer(),
  varianceCents: Nullable(SumCents),
  leftCents: Nullable(Cents),
})

/** One shift with everything that happened to its drawer, and its Z report once it is closed. */
export const Shift = strict({
  ...shift,
  currency: Type.String(),
  /** The means of payment that took money so far: what there is to count beside the cash. No amounts. */
  means: Type.Array(strict({ kind: Type.String(), method: Method })),
  movements: Type.Array(
    strict({
      id: Uuid,
      kind: Type.String(),
      amountCents: Cents,
      reason: Type.String(),
      at: Instant,
      authorName: Nullable(Type.String()),
    }),
  ),
  counts: Type.Array(
    strict({
      id: Uuid,
      countNo: Type.Integer(),
      at: Instant,
      authorName: Nullable(Type.String()),
      denominations: Type.Array(Denomination),
      cashCents: SumCents,
      tenders: Type.Array(CountedTender),
      varianceCents: SumCents,
    }),
  ),
  report: Nullable(
    strict({
      number: Type.Integer(),
      at: Instant,
      figures: Figures,
      expectedCashCents: SumCents,
      countId: Nullable(Uuid),
      varianceCents: Nullable(SumCents),
      note: Nullable(Type.String()),
    }),
  ),
})

export const TillPaperPrint = strict({ printerId: Type.Optional(Uuid) })
export const TillPaperTaken = strict({ jobId: Uuid, printerId: Uuid })

export const ShiftListQuery = strict({
  ...PageQuery,
  storeId: Type.Optional(Uuid),
  deviceId: Type.Optional(Uuid),
  cashierId: Type.Optional(Uuid),
  from: Type.Optional(Day),
  until: Type.Optional(Day),
  state: Type.Optional(Type.Enum(['open', 'closed', 'rescued'])),
  isOff: Type.Optional(Type.Boolean({ description: 'only those whose count differed' })),
})

export const ShiftPage = PageOf(
  strict({
    ...shift,
    number: Nullable(Type.Integer()),
    saleCount: Nullable(Count),
    netCents: Nullable(SumCents),
    varianceCents: Nullable(SumCents),
  }),
)

/** Tills and people to filter by. */
export const ShiftFilters = strict({
  tills: Type.Array(strict({ id: Uuid, name: Type.String(), storeId: Uuid })),
  people: Type.Array(strict({ id: Uuid, name: Type.String(), isActive: Type.Boolean() })),
})

const dayClose = {
  id: Uuid,
  storeId: Uuid,
  storeName: Type.String(),
  businessDay: Day,
  number: Type.Integer(),
  at: Instant,
  closedByName: Nullable(Type.String()),
  note: Nullable(Type.String()),
  figures: Figures,
}
const DayShift = strict({
  id: Uuid,
  deviceName: Type.String(),
  cashierName: Nullable(Type.String()),
  openedAt: Instant,
  closedAt: Nullable(Instant),
  number: Nullable(Type.Integer()),
  netCents: Nullable(SumCents),
  varianceCents: Nullable(SumCents),
})

export const DayQuery = strict({ storeId: Uuid, day: Type.Optional(Day) })
export const DayPreview = strict({
  storeId: Uuid,
  currency: Type.String(),
  day: Day,
  today: Day,
  lastClosedDay: Nullable(Day),
  figures: Figures,
  orphanFigures: Nullable(Figures),
  orphanCount: Count,
  shifts: Type.Array(DayShift),
  blocked: Nullable(strict({ code: Type.String(), details: Type.Record(Type.String(), Type.Unknown()) })),
})
export const DayCloseCreate = strict({ storeId: Uuid, day: Day, note: Type.Optional(Text(500)) })
export const DayClosed = strict({ dayCloseId: Uuid, number: Type.Integer(), netCents: SumCents })
export const DayCloseParams = strict({ dayCloseId: Uuid })
export const DayCloseListQuery = strict({
  ...PageQuery,
  storeId: Type.Optional(Uuid),
  from: Type.Optional(Day),
  until: Type.Optional(Day),
})
export const DayClosePage = PageOf(strict({ ...dayClose, shiftCount: Count }))
export const DayClose = strict({
  ...dayClose,
  currency: Type.String(),
  orphanFigures: Nullable(Figures),
  orphanCount: Count,
  shifts: Type.Array(DayShift),
})
