import {
  Cents,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  PositiveCents,
  strict,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'

const Stores = Nullable(Type.Array(Uuid, { minItems: 1, maxItems: 200, description: 'null: every store' }))
const State = Type.Enum(['blank', 'active', 'blocked'])
const Tail = Type.String({ pattern: '^[0-9A-Z]{4}$', description: 'the last four characters of the code' })

const TenderRequest = Type.Union([
  strict({ tenderId: Uuid, kind: Type.Literal('cash'), receivedCents: PositiveCents }),
  strict({
    tenderId: Uuid,
    kind: Type.Literal('other'),
    method: Text(40),
    amountCents: PositiveCents,
    paymentId: Type.Optional({ ...Uuid, description: 'the confirmed payment; else the cashier’s word' }),
  }),
])

export const GiftCardParams = strict({ giftCardId: Uuid })
export const GiftCardBatchParams = strict({ giftCardBatchId: Uuid })

export const GiftCardLookup = strict({ code: Text(40), storeId: Uuid })
export const GiftCardFound = strict({
  giftCardId: Uuid,
  codeTail: Tail,
  state: State,
  balanceCents: Cents,
  isSpendable: Type.Boolean({ description: 'active, and for this store' }),
})

export const GiftCardLoad = strict({
  storeId: Uuid,
  code: Type.Optional({ ...Text(40), description: 'the card at hand; without it and `giftCardId` a new one is made' }),
  giftCardId: Type.Optional({ ...Uuid, description: 'the card at hand, where it is known' }),
  amountCents: PositiveCents,
  tenders: Type.Array(TenderRequest, { minItems: 1, maxItems: 10 }),
})
export const GiftCardLoaded = strict({
  loadId: Uuid,
  giftCardId: Uuid,
  codeTail: Tail,
  amountCents: PositiveCents,
  balanceCents: PositiveCents,
  changeCents: Cents,
})

export const GiftCardLoadParams = strict({ loadId: Uuid })
export const GiftCardLoadPrint = strict({ printerId: Type.Optional(Uuid) })
export const GiftCardPrintTaken = strict({ jobId: Uuid, printerId: Uuid })

const Fingerprint = Type.String({ pattern: '^[0-9a-f]{64}$', description: 'SHA-256 of what was shown' })
export const GiftCardPayoutQuote = strict({
  amountCents: Cents,
  parts: Type.Array(
    strict({
      kind: Type.Enum(['cash', 'other']),
      method: Nullable(Type.String()),
      paymentId: Nullable(Type.String({ ...Uuid, description: 'the payment that it goes back to by itself' })),
      amountCents: PositiveCents,
    }),
  ),
  fingerprint: Fingerprint,
})
export const GiftCardPayout = strict({
  storeId: Uuid,
  amountCents: PositiveCents,
  tender: Type.Union([
    strict({ kind: Type.Literal('cash') }),
    strict({ kind: Type.Literal('other'), method: Text(40) }),
    strict(
      { kind: Type.Literal('origin'), fingerprint: Fingerprint },
      { description: 'the way it was paid for, in the parts of the quote' },
    ),
  ]),
  reason: Text(200),
  approvalId: Type.Optional(Uuid),
})
export const GiftCardPaidOut = strict({ payoutId: Uuid, amountCents: PositiveCents })

const card = {
  id: Uuid,
  codeTail: Tail,
  state: State,
  balanceCents: Cents,
  storeIds: Stores,
  batchId: Nullable(Uuid),
  madeAt: Instant,
  activatedAt: Nullable(Instant),
  blockedReason: Nullable(Type.String()),
}
export const GiftCardQuery = strict({
  ...PageQuery,
  tail: Type.Optional(Tail),
  batchId: Type.Optional(Uuid),
  state: Type.Optional(State),
})
export const GiftCardPage = PageOf(strict(card))
export const GiftCardDetails = strict({
  ...card,
  entries: Type.Array(
    strict({
      at: Instant,
      kind: Type.String(),
      sourceKind: Type.String(),
      sourceId: Uuid,
      storeId: Nullable(Uuid),
      units: Type.Integer(),
      balanceAfterUnits: Type.Integer(),
    }),
  ),
})
export const GiftCardBlock = strict({ reason: Text(200) })
export const GiftCardAnswer = strict({ giftCardId: Uuid })
export const GiftCardCodes = strict({ codes: Type.Array(Type.String()) })

export const GiftCardBatchCreate = strict({
  name: Text(60),
  quantity: Type.Integer({ minimum: 1, maximum: 10_000 }),
  storeIds: Stores,
})
export const GiftCardBatchMade = strict({ batchId: Uuid, quantity: Type.Integer() })
export const GiftCardBatchList = strict({
  items: Type.Array(
    strict({
      batchId: Uuid,
      name: Type.String(),
      quantity: Type.Integer(),
      soldCount: Type.Integer(),
      storeIds: Stores,
      madeAt: Instant,
    }),
  ),
})
