import { Count, Cursor, Day, Instant, Nullable, PageOf, strict, SumCents, Type, Uuid } from '#platform/contract.ts'
import { outcomes, ReadAnswer } from './contract.ts'
import { Code, OfferTerms, VersionNumber, Words } from './flow-contract.ts'

const states = ['open', 'kept', 'cancelled', 'given_up'] as const

export const LeavingsQuery = strict({
  from: Day,
  until: Day,
  state: Type.Optional(Type.Enum([...states])),
  reasonCode: Type.Optional(Code),
  flowVersion: Type.Optional(VersionNumber),
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
const summary = {
  id: Uuid,
  memberId: Uuid,
  memberName: Type.String(),
  passId: Uuid,
  passName: Type.String(),
  storeName: Type.String(),
  channel: Type.Enum(['portal', 'open', 'counter', 'phone']),
  reasonCode: Nullable(Type.String()),
  words: Nullable({ ...Words, description: 'of the reason' }),
  at: Instant,
  state: Type.Enum([...states]),
  isTakenBack: Type.Boolean(),
  isHeldOut: Type.Boolean(),
  refundCents: Nullable(SumCents),
  flowVersion: Type.Integer({ description: 'the version that it began under' }),
  answered: { ...Count, description: 'questions of the flow' },
}
export const LeavingsPage = PageOf(strict(summary))
export const LeavingPage = strict({
  ...summary,
  doneAt: Nullable(Instant),
  lastDay: Nullable(Day),
  receiptNumber: Nullable(Type.String()),
  receiptToken: Nullable(Type.String()),
  toHandOverCents: SumCents,
  isHandedOver: Type.Boolean(),
  lawPack: Type.String(),
  proofKind: Nullable(Type.Enum(['member_code', 'card', 'id_document', 'call_back'])),
  proofTail: Nullable(Type.String()),
  confirmedAs: Nullable(Type.Enum(['code', 'no_phone', 'phone_lost', 'no_signal'])),
  staffName: Nullable(Type.String()),
  note: Type.String(),
  answers: Type.Array(ReadAnswer),
  answeredAt: Nullable(Instant),
  offers: Type.Array(
    strict({
      words: Nullable(Words),
      terms: OfferTerms,
      place: Type.Enum(['main', 'fallback']),
      costCents: SumCents,
      madeAt: Instant,
      endsAt: Instant,
      takenAt: Nullable(Instant),
    }),
  ),
  calls: Type.Array(
    strict({
      kind: Type.Enum(['call_back', 'contact', 'downgrade', 'transfer', 'win_back']),
      outcome: Type.Enum([...outcomes]),
      note: Type.String(),
      at: Instant,
      authorName: Nullable(Type.String()),
    }),
  ),
})
