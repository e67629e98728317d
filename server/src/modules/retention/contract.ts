import { CancelQuote, Fingerprint } from '#modules/passes/change-contract.ts'
import { Cents, Count, Day, Instant, Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { Answers, Code, OfferTerms, Question, Words } from './flow-contract.ts'

export const PassParams = strict({ passId: Uuid })
export const MemberParams = strict({ memberId: Uuid })
export const LeavingParams = strict({ leavingId: Uuid })
export const OfferParams = strict({ leavingId: Uuid, madeOfferId: Uuid })

/** What leaving means and how the money comes back; receipts from before that was noted have null there. */
const LeavingQuote = strict({
  ...CancelQuote.properties,
  back: Nullable(
    strict({
      parts: Type.Array(
        strict({ way: Type.Enum(['stored_value', 'points', 'gift_card', 'origin', 'hand']), cents: SumCents }),
      ),
      pointsTaken: Type.Integer({ description: 'what it had earned and no longer earns' }),
    }),
  ),
})

/** The way out, before anything is done. */
export const WayOut = strict({
  passId: Uuid,
  passName: Type.String(),
  now: LeavingQuote,
  atEnd: Nullable(LeavingQuote),
  reasons: Type.Array(strict({ code: Type.String(), words: Words })),
  asksReason: Type.Boolean(),
  questions: Type.Array(Question, { description: 'nobody has to answer one' }),
  asksAt: Type.Enum(['beside', 'after_receipt'], { description: 'where the questions stand' }),
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
  change: Nullable(strict({ planName: Type.String(), priceCents: SumCents, backCents: SumCents })),
})
const said = {
  reasonCode: Type.Optional(Nullable(Code)),
  note: Type.Optional(Text(500, 0)),
}
const answered = { answers: Type.Optional(Answers) }
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
  ...{ ...said, ...answered },
})
export const Survey = strict({ questions: Type.Array(Question), answers: Answers, isOpen: Type.Boolean() })
export const SurveyAnswers = strict({ answers: Answers })
export const SurveyAnswered = strict({ leavingId: Uuid, answered: Count })
export const StaffFinish = strict({
  ...LeavingFinish.properties,
  withoutCode: Type.Optional(
    Type.Enum(['no_phone', 'phone_lost', 'no_signal'], { description: 'why the member gave no code' }),
  ),
})
export const ConfirmationSent = strict({ phoneCodeId: Uuid, expiresAt: Instant })
export const ConfirmationCode = strict({ code: Type.String({ minLength: 4, maxLength: 12 }) })
export const LeavingConfirmed = strict({ leavingId: Uuid })

const Phone = Type.String({ minLength: 5, maxLength: 30 })
export const WayOutDoor = strict({
  isOpen: Type.Boolean({ description: 'whether one may leave without signing in' }),
  buttons: Nullable(strict({ open: Type.String(), confirm: Type.String() })),
})
export const WayOutCode = strict({ phone: Phone })
export const WayOutShow = strict({
  card: Type.String({ minLength: 3, maxLength: 60, description: 'the number on the card, or the member’s number' }),
  phone: Phone,
  code: Type.String({ minLength: 4, maxLength: 12 }),
})
export const WayOutOpened = strict({ ticket: Type.String(), endsAt: Instant, ways: Type.Array(WayOut) })
export const SignedOutLeaving = strict({
  ticket: Type.String({ maxLength: 300 }),
  passId: Uuid,
  time: Type.Enum(['now', 'period_end']),
  fingerprint: Fingerprint,
  ...said,
})
export const SignedOutLeft = strict({
  leavingId: Uuid,
  receiptNumber: Type.String(),
  refundCents: SumCents,
  toHandOverCents: SumCents,
  lastDay: Nullable(Day),
  token: Type.String({ description: 'opens the check page of the receipt' }),
})

export const PassGiftParams = strict({ passGiftId: Uuid })
export const PassGiftLink = strict({ token: Type.String({ maxLength: 100 }) })
export const PassGift = strict({
  merchantName: Type.String(),
  passName: Type.String(),
  endsDay: Nullable(Day),
  endsAt: Instant,
  units: Type.Array(strict({ name: Type.String(), leftUnits: Nullable(Type.Integer()) })),
  state: Type.Enum(['open', 'taken', 'over']),
})
export const PassGiftList = strict({
  items: Type.Array(strict({ passGiftId: Uuid, passId: Uuid, endsAt: Instant, token: Type.String() })),
})
export const PassGiftTaken = strict({ passId: Uuid })
export const PassGiftWithdrawn = strict({ passGiftId: Uuid })

export const LeavingFinished = strict({
  leavingId: Uuid,
  receiptNumber: Type.String(),
  refundCents: SumCents,
  toHandOverCents: SumCents,
  lastDay: Nullable(Day),
})
export const OfferTake = strict({
  backCents: Nullable({ ...Cents, description: 'what another plan was shown to give back; null: it is no other plan' }),
  ...answered,
})
export const OfferTaken = strict({
  leavingId: Uuid,
  kind: Type.String(),
  endsDay: Nullable(Day),
  backCents: SumCents,
  toHandOverCents: SumCents,
  passGiftId: Nullable(Uuid),
})
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
  quote: LeavingQuote,
  token: Type.String({ description: 'opens the check page, for who has the receipt' }),
})
export const ReceiptParams = strict({ token: Type.String({ maxLength: 100 }) })

const leaving = {
  leavingId: Uuid,
  passId: Uuid,
  passName: Type.String(),
  channel: Type.Enum(['portal', 'open', 'counter', 'phone']),
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
  takeBackUntilDay: Nullable({ ...Day, description: 'the last day on which it can be taken back; null: it cannot' }),
}
export const LeavingList = strict({ items: Type.Array(strict(leaving)) })

/** An answer in the words of the flow that asked. */
export const ReadAnswer = Type.Union([
  strict({ question: Words, choices: Type.Array(Words) }),
  strict({ question: Words, scale: Type.Integer(), most: Type.Integer() }),
  strict({ question: Words, text: Type.String() }),
])
export const outcomes = ['reached', 'not_reached', 'comes_back', 'not_interested', 'complains', 'done'] as const
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
      calls: Count,
      leavingId: Uuid,
      words: Nullable({ ...Words, description: 'of the reason' }),
      script: Type.String({ description: 'what staff say' }),
      answers: Type.Array(ReadAnswer),
    }),
  ),
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
