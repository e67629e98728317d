import { drawModes } from '#modules/ledger/ledger-rules.ts'
import {
  Cents,
  Cursor,
  Day,
  Instant,
  Nullable,
  PageOf,
  PositiveCents,
  strict,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'

const DrawMode = Type.Enum([...drawModes])
const BonusMonths = Nullable(Type.Integer({ minimum: 1, maximum: 120, description: 'null: the bonus never expires' }))
const Fingerprint = Type.String({ pattern: '^[0-9a-f]{64}$' })

const terms = {
  name: Text(60),
  principalCents: PositiveCents,
  bonusCents: Cents,
  drawMode: DrawMode,
  bonusMonths: BonusMonths,
}

export const TopUpOffer = strict({ offerId: Uuid, ...terms, createdAt: Instant, closedAt: Nullable(Instant) })
export const TopUpOfferList = strict({ items: Type.Array(TopUpOffer) })
export const TopUpOfferCreate = strict(terms)
export const TopUpOfferAnswer = strict({ offerId: Uuid })
export const TopUpOfferParams = strict({ offerId: Uuid })

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
const Tender = strict({
  tenderId: Uuid,
  kind: Type.Enum(['cash', 'other']),
  method: Nullable(Type.String()),
  amountCents: PositiveCents,
  receivedCents: PositiveCents,
  paymentId: Nullable(Uuid),
})

const wish = {
  storeId: Uuid,
  memberId: Uuid,
  offerId: Type.Optional(Nullable(Uuid)),
  principalCents: Type.Optional(Nullable(PositiveCents)),
}

export const TopUpQuoteRequest = strict({
  ...wish,
  tenders: Type.Optional(Type.Array(TenderRequest, { maxItems: 10 })),
})
export const TopUpQuote = strict({
  offerId: Nullable(Uuid),
  principalCents: PositiveCents,
  bonusCents: Cents,
  drawMode: DrawMode,
  bonusExpiresDay: Nullable(Day),
  tenders: Type.Array(Tender),
  changeCents: Cents,
  fingerprint: Fingerprint,
})
export const TopUpCreate = strict({
  ...wish,
  tenders: Type.Array(TenderRequest, { minItems: 1, maxItems: 10 }),
  fingerprint: Fingerprint,
})
export const TopUpBooked = strict({
  topUpId: Uuid,
  principalCents: PositiveCents,
  bonusCents: Cents,
  changeCents: Cents,
  storedCents: Type.Integer({ minimum: 0, description: 'what the member can spend now' }),
})

export const TopUpParams = strict({ topUpId: Uuid })
export const MemberParams = strict({ memberId: Uuid })
export const TopUpListQuery = strict({
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})

const row = {
  topUpId: Uuid,
  memberId: Uuid,
  storeId: Uuid,
  offerId: Nullable(Uuid),
  offerName: Nullable(Type.String()),
  principalCents: PositiveCents,
  bonusCents: Cents,
  drawMode: DrawMode,
  bonusExpiresDay: Nullable(Day),
  changeCents: Cents,
  businessDay: Day,
  at: Instant,
  cashierId: Nullable(Uuid),
  refund: Nullable(strict({ refundCents: Cents, at: Instant })),
}
export const TopUpPage = PageOf(strict(row))
export const TopUp = strict({ ...row, tenders: Type.Array(Tender) })

const Cause = Type.Enum(['merchant', 'member'])
export const TopUpRefundQuoteQuery = strict({ cause: Cause })
const refund = { refundCents: Cents, principalTakenCents: Cents, bonusForfeitedCents: Cents }
export const TopUpRefundQuote = strict({ cause: Cause, consumedCents: Cents, ...refund, fingerprint: Fingerprint })
export const TopUpRefundCreate = strict({
  storeId: Uuid,
  cause: Cause,
  tender: Type.Union([
    strict({ kind: Type.Literal('cash') }),
    strict({
      kind: Type.Literal('other'),
      method: Text(40),
      paymentId: Type.Optional({ ...Uuid, description: 'back to the payment that the top-up was paid by' }),
    }),
  ]),
  reason: Text(200),
  fingerprint: Fingerprint,
  approvalId: Type.Optional(Uuid),
})
export const TopUpRefunded = strict({ refundId: Uuid, ...refund })

export const TopUpPrint = strict({ printerId: Type.Optional(Uuid) })
export const TopUpPrintTaken = strict({ jobId: Uuid, printerId: Uuid })
