import { CancelQuote, Fingerprint } from '#modules/passes/change-contract.ts'
import { Cents, Count, Day, Instant, Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'

const Words = strict({ zh: Text(60), en: Text(60) })
const Code = Type.String({ pattern: '^[a-z0-9_]{1,40}$' })
const Bps = Type.Integer({ minimum: 0, maximum: 10_000 })
const Days = Type.Integer({ minimum: 1, maximum: 366 })

const OfferTerms = Type.Union([
  strict({ kind: Type.Literal('freeze'), days: Days }),
  strict({ kind: Type.Literal('extension'), days: Days }),
  strict({ kind: Type.Enum(['downgrade', 'transfer', 'contact']) }),
  strict({ kind: Type.Enum(['gift', 'discount']), templateId: Uuid }),
])
const OfferRule = strict({
  code: Code,
  words: Words,
  terms: OfferTerms,
  reasons: Type.Array(Code, { maxItems: 20, description: 'empty: any, and none given' }),
  minPaidCents: Cents,
  minDaysHeld: Type.Integer({ minimum: 0, maximum: 3_660 }),
  costCents: Cents,
  maxCostBps: { ...Bps, description: 'of what was paid for the pass' },
  monthlyBudgetCents: Nullable(Cents),
  validHours: Type.Integer({ minimum: 1, maximum: 720 }),
})
const flow = {
  version: Type.Integer({ minimum: 0, description: '0: the flow that ships' }),
  reasons: Type.Array(strict({ code: Code, words: Words }), { minItems: 1, maxItems: 20 }),
  offers: Type.Array(OfferRule, { maxItems: 20 }),
  offersAt: Type.Enum(['beside', 'after_receipt', 'none']),
  asksReason: Type.Boolean(),
  holdoutBps: { ...Bps, description: 'members who are never made an offer' },
  cooldownDays: Type.Integer({ minimum: 0, maximum: 3_660 }),
  lifetimeCap: Type.Integer({ minimum: 0, maximum: 100 }),
  callBackDays: Nullable(Days),
  winBack: Nullable(strict({ days: Days, templateId: Uuid })),
}
export const Flow = strict(flow)
const LawRule = strict({
  id: Type.String(),
  name: Words,
  offers: Type.Enum(['beside', 'after_receipt', 'none']),
})
export const FlowPage = strict({ ...flow, laws: Type.Array(LawRule) })
export const FlowPublished = strict({ version: Type.Integer() })
const NoOffer = Type.String({ description: 'why none was made' })
export const DryRun = strict({
  leavers: Count,
  offers: Type.Array(
    strict({ code: Type.String(), made: Count, costCents: { ...SumCents, description: 'if all were taken' } }),
  ),
  without: Type.Array(strict({ why: NoOffer, count: Count })),
})

export const PassParams = strict({ passId: Uuid })
export const MemberParams = strict({ memberId: Uuid })
export const LeavingParams = strict({ leavingId: Uuid })
export const OfferParams = strict({ leavingId: Uuid, madeOfferId: Uuid })

/** The way out, before anything is done. */
export const WayOut = strict({
  passId: Uuid,
  passName: Type.String(),
  now: CancelQuote,
  atEnd: Nullable(CancelQuote),
  reasons: Type.Array(strict({ code: Type.String(), words: Words })),
  asksReason: Type.Boolean(),
  buttons: Nullable(strict({ open: Type.String(), confirm: Type.String() })),
  restoreDays: Type.Integer({ description: 'within which it can be brought back, where no money came back' }),
})

const Offer = strict({
  offerId: Uuid,
  place: Type.Enum(['main', 'fallback']),
  words: Words,
  terms: OfferTerms,
  endsAt: Instant,
  isTaken: Type.Boolean(),
})
const said = {
  reasonCode: Type.Optional(Nullable(Code)),
  note: Type.Optional(Text(500, 0)),
}
const Proof = strict({
  kind: Type.Enum(['member_code', 'card', 'id_document', 'call_back']),
  tail: Type.Optional(Type.String({ pattern: '^[0-9Xx]{4}$', description: 'the last four, nothing more is kept' })),
})
export const MyLeavingCreate = strict({ passId: Uuid, ...said })
export const LeavingCreate = strict({
  passId: Uuid,
  channel: Type.Enum(['counter', 'phone']),
  proof: Proof,
  ...said,
})
export const LeavingBegun = strict({ leavingId: Uuid, offers: Type.Array(Offer) })
export const LeavingFinish = strict({
  time: Type.Enum(['now', 'period_end']),
  fingerprint: Nullable({
    ...Fingerprint,
    description: 'null: sent by a phone that had no line; executed as it stands',
  }),
  ...said,
})
export const LeavingFinished = strict({
  leavingId: Uuid,
  receiptNumber: Type.String(),
  refundCents: SumCents,
  toHandOverCents: SumCents,
  lastDay: Nullable(Day),
})
export const OfferTaken = strict({ leavingId: Uuid, kind: Type.String(), endsDay: Nullable(Day) })
export const LeavingTakenBack = strict({ passId: Uuid })

export const Receipt = strict({
  leavingId: Uuid,
  receiptNumber: Type.String(),
  passName: Type.String(),
  storeName: Type.String(),
  at: Instant,
  time: Type.Enum(['now', 'period_end']),
  lastDay: Nullable(Day),
  refundCents: SumCents,
  toHandOverCents: SumCents,
  isHandedOver: Type.Boolean(),
  isTakenBack: Type.Boolean(),
  lawPack: Type.String(),
  quote: CancelQuote,
  token: Type.String({ description: 'opens the check page, for who has the receipt' }),
})
export const ReceiptParams = strict({ token: Type.String({ maxLength: 100 }) })

const leaving = {
  leavingId: Uuid,
  passId: Uuid,
  passName: Type.String(),
  channel: Type.Enum(['portal', 'counter', 'phone']),
  reasonCode: Nullable(Type.String()),
  at: Instant,
  doneAs: Nullable(Type.Enum(['kept', 'cancelled', 'given_up'])),
  doneAt: Nullable(Instant),
  lastDay: Nullable(Day),
  refundCents: Nullable(SumCents),
  toHandOverCents: SumCents,
  isHandedOver: Type.Boolean(),
  receiptNumber: Nullable(Type.String()),
  receiptToken: Nullable(Type.String()),
  isTakenBack: Type.Boolean(),
  mayTakeBack: Type.Boolean(),
}
export const LeavingList = strict({ items: Type.Array(strict(leaving)) })

const outcomes = ['reached', 'not_reached', 'comes_back', 'not_interested', 'done'] as const
export const FollowUpQuery = strict({ isOpen: Type.Optional(Type.Boolean()) })
export const FollowUpList = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      kind: Type.Enum(['call_back', 'contact', 'downgrade', 'transfer', 'win_back']),
      memberId: Uuid,
      memberName: Type.String(),
      passId: Uuid,
      passName: Type.String(),
      storeId: Uuid,
      reasonCode: Nullable(Type.String()),
      dueAt: Instant,
      outcome: Nullable(Type.Enum([...outcomes])),
      note: Type.String(),
      doneAt: Nullable(Instant),
    }),
  ),
  reasons: Type.Array(strict({ code: Type.String(), words: Words })),
})
export const FollowUpParams = strict({ followUpId: Uuid })
export const FollowUpNote = strict({
  outcome: Type.Enum([...outcomes]),
  note: Text(500, 0),
  nextAt: Nullable(Instant),
})
export const FollowUpNoted = strict({ followUpId: Uuid, isDone: Type.Boolean() })
export const HandOverList = strict({
  items: Type.Array(
    strict({
      leavingId: Uuid,
      memberId: Uuid,
      memberName: Type.String(),
      passName: Type.String(),
      cents: SumCents,
      since: Instant,
    }),
  ),
})
export const HandedOver = strict({ leavingId: Uuid, cents: SumCents })

export const ReportQuery = strict({ from: Day, until: Day })
const Share = strict({ stayed: Count, of: Count })
export const Report = strict({
  reasons: Type.Array(
    strict({
      reasonCode: Nullable(Type.String()),
      words: Nullable(Words),
      planId: Uuid,
      planName: Type.String(),
      storeId: Uuid,
      begun: Count,
      cancelled: Count,
      kept: Count,
    }),
  ),
  effects: Type.Array(
    strict({
      days: Type.Integer(),
      offered: Share,
      heldOut: Share,
      differenceBps: Nullable(Type.Integer()),
      fromBps: Nullable(Type.Integer()),
      untilBps: Nullable(Type.Integer()),
      costCents: SumCents,
      refundCents: SumCents,
    }),
  ),
})
