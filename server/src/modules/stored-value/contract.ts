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
  SumCents,
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

export const TopUpOffer = strict({
  offerId: Uuid,
  ...terms,
  isOnline: Type.Boolean({ description: 'members buy it on their own phone, too' }),
  createdAt: Instant,
  closedAt: Nullable(Instant),
})
export const TopUpOfferQuery = strict({ storeId: Type.Optional(Uuid) })
export const TopUpOfferList = strict({
  items: Type.Array(TopUpOffer),
  lawPack: Nullable(Type.String({ description: 'what the store named by `storeId` sells under today' })),
})
export const TopUpOfferCreate = strict(terms)
export const TopUpOfferAnswer = strict({ offerId: Uuid })
export const TopUpOfferParams = strict({ offerId: Uuid })

const freeTopUp = {
  version: Type.Integer({ minimum: 0, description: 'as read; a save over a newer one is refused' }),
  name: Text(60),
  isOnline: Type.Boolean({ description: 'members choose an amount of their own on the phone' }),
  minCents: PositiveCents,
  maxCents: PositiveCents,
  stepCents: PositiveCents,
}
export const FreeTopUp = strict(freeTopUp)
export const FreeTopUpSaved = strict({ version: Type.Integer({ minimum: 1 }) })

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
  lawPack: Type.String({ description: 'the law pack it is sold under' }),
  tenders: Type.Array(Tender),
  changeCents: Cents,
  fingerprint: Fingerprint,
})
export const TopUpCreate = strict({
  ...wish,
  tenders: Type.Array(TenderRequest, { minItems: 1, maxItems: 10 }),
  fingerprint: Fingerprint,
})
const TopUpNumber = Type.String({ description: 'as on its paper: C01-000123' })
export const TopUpBooked = strict({
  topUpId: Uuid,
  topUpNumber: TopUpNumber,
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
  topUpNumber: TopUpNumber,
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
  lawPack: Nullable(Type.String()),
  refund: Nullable(strict({ refundCents: Cents, at: Instant })),
}
export const TopUpPage = PageOf(strict(row))

const Cause = Type.Enum(['merchant', 'member'])
const formula = {
  basis: Type.Enum(['ratio', 'list_price'], { description: 'how what was used counts (R3)' }),
  isWithdrawal: Type.Boolean({ description: 'within the days to think it over' }),
  countedPrincipalCents: { ...Cents, description: 'paid, less what left the account otherwise' },
  consumedCents: Cents,
  owedCents: { ...Cents, description: 'what the formula gives; what is paid is never more than what is left' },
}
const TopUpRefund = strict({
  refundId: Uuid,
  refundCents: Cents,
  at: Instant,
  cause: Cause,
  knewGoods: Type.Boolean(),
  ...formula,
  principalTakenCents: Cents,
  bonusForfeitedCents: Cents,
  tenderKind: Type.Enum(['cash', 'other']),
  tenderMethod: Nullable(Type.String()),
  reason: Type.String(),
  storeId: Uuid,
})
const myTopUp = {
  topUpId: Uuid,
  topUpNumber: TopUpNumber,
  storeId: Uuid,
  offerName: Nullable(Type.String()),
  principalCents: PositiveCents,
  bonusCents: Cents,
  drawMode: DrawMode,
  bonusExpiresDay: Nullable(Day),
  at: Instant,
  lawPack: Type.String({ description: 'the law pack it was sold under' }),
  withdrawalUntil: Nullable({ ...Day, description: 'the last day to have the rest back without a reason' }),
  refund: Nullable(strict({ refundCents: Cents, at: Instant })),
}
export const MyTopUps = strict({ items: Type.Array(strict(myTopUp)) })
export const MyTopUpTerms = strict({
  ...myTopUp,
  refundNow: Nullable(strict({ ...formula, refundCents: Cents })),
})
export const TopUp = strict({ ...row, tenders: Type.Array(Tender), refund: Nullable(TopUpRefund) })

const KnewGoods = Type.Optional(Type.Boolean({ description: 'the member had the same before: no right to withdraw' }))
export const TopUpRefundQuoteQuery = strict({ cause: Cause, knewGoods: KnewGoods })
const refund = { refundCents: Cents, principalTakenCents: Cents, bonusForfeitedCents: Cents }
export const TopUpRefundQuote = strict({
  cause: Cause,
  ...formula,
  lawPack: Type.String(),
  withdrawalUntil: Nullable(Day),
  ...refund,
  fingerprint: Fingerprint,
})
export const TopUpRefundCreate = strict({
  storeId: Uuid,
  cause: Cause,
  knewGoods: KnewGoods,
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

export const SettlementQuery = strict({ from: Day, until: Day })
const Party = strict({
  storeId: Uuid,
  name: Type.String(),
  kind: Type.Enum(['own', 'franchise']),
  version: Type.Integer({ minimum: 0 }),
})
const NettingRow = strict({
  day: Day,
  partyId: Nullable({ ...Uuid, description: 'null: the head office with the stores of its own' }),
  collectedCents: SumCents,
  servedCents: SumCents,
  paidBackCents: SumCents,
  servedBonusCents: SumCents,
  netCents: { ...SumCents, description: 'what the party owes the head office; all of a day sum to zero' },
})
export const Settlement = strict({
  parties: Type.Array(Party),
  rows: Type.Array(NettingRow),
  crossings: Type.Array(strict({ originStoreId: Nullable(Uuid), storeId: Uuid, servedCents: SumCents })),
})
export const FileBytes = Type.Unsafe<Buffer>({ description: 'the bytes of the file' })
export const StoreParams = strict({ storeId: Uuid })
export const PartyKindChange = strict({
  kind: Type.Enum(['own', 'franchise']),
  version: Type.Integer({ minimum: 0, description: 'as read; a save over a newer one is refused' }),
})
export const PartyKindSet = strict({ version: Type.Integer({ minimum: 0 }) })

export const TopUpPrint = strict({ printerId: Type.Optional(Uuid) })
export const TopUpPrintTaken = strict({ jobId: Uuid, printerId: Uuid })
