import { Cents, Count, Instant, Nullable, strict, SumCents, Text, Type, Uuid } from '#platform/contract.ts'
import { flowSettings } from './flow-change-rules.ts'

export const Words = strict({ zh: Text(60), en: Text(60) })
export const Code = Type.String({ pattern: '^[a-z0-9_]{1,40}$' })
const Bps = Type.Integer({ minimum: 0, maximum: 10_000 })
const Days = Type.Integer({ minimum: 1, maximum: 366 })

export const OfferTerms = Type.Union([
  strict({ kind: Type.Literal('freeze'), days: Days }),
  strict({ kind: Type.Literal('extension'), days: Days }),
  strict({
    kind: Type.Literal('downgrade'),
    planId: Type.Optional(Type.String({ ...Uuid, description: 'absent: somebody calls' })),
  }),
  strict({ kind: Type.Enum(['transfer', 'contact']) }),
  strict({ kind: Type.Enum(['gift', 'discount']), templateId: Uuid }),
])
const Bound = Type.Integer({ minimum: 0, maximum: 36_600 })
const Segment = strict({
  tierIds: Type.Array(Type.Union([Uuid, Type.Literal('base')]), { maxItems: 30, description: 'empty: any level' }),
  planIds: Type.Array(Uuid, { maxItems: 50, description: 'empty: any plan' }),
  minMemberDays: Bound,
  maxMemberDays: Nullable(Bound),
  minDaysSinceVisit: Bound,
  maxDaysSinceVisit: Nullable(Bound),
  maxPaidCents: Nullable(Cents),
})
const Choice = strict({ code: Code, words: Words })
const asked = {
  code: Code,
  words: Words,
  reasons: Type.Array(Code, { maxItems: 20, description: 'empty: after any, and where none is given' }),
}
export const Question = Type.Union([
  strict({
    ...asked,
    kind: Type.Enum(['one', 'several']),
    choices: Type.Array(Choice, { minItems: 2, maxItems: 12 }),
  }),
  strict({ ...asked, kind: Type.Literal('scale'), most: Type.Union([Type.Literal(5), Type.Literal(10)]) }),
  strict({ ...asked, kind: Type.Literal('text') }),
])
export const Answer = Type.Union([
  strict({ code: Code, choices: Type.Array(Code, { maxItems: 12 }) }),
  strict({ code: Code, scale: Type.Integer({ minimum: 1, maximum: 10 }) }),
  strict({ code: Code, text: Text(500, 0) }),
])
export const Answers = Type.Array(Answer, {
  maxItems: 10,
  description: 'what fits no question of the flow is left out',
})
const Reason = strict({ code: Code, words: Words, script: Type.Optional(Text(1_000, 0)) })
const OfferRule = strict({
  code: Code,
  words: Words,
  terms: OfferTerms,
  reasons: Type.Array(Code, { maxItems: 20, description: 'empty: any, and none given' }),
  minPaidCents: Cents,
  minDaysHeld: Type.Integer({ minimum: 0, maximum: 3_660 }),
  segment: Type.Optional(Segment),
  costCents: Cents,
  maxCostBps: { ...Bps, description: 'of what was paid for the pass' },
  monthlyBudgetCents: Nullable(Cents),
  validHours: Type.Integer({ minimum: 1, maximum: 720 }),
})
const flow = {
  version: Type.Integer({ minimum: 0, description: '0: the flow that ships' }),
  reasons: Type.Array(Reason, { minItems: 1, maxItems: 20 }),
  questions: Type.Array(Question, { maxItems: 10, description: 'nobody has to answer one' }),
  offers: Type.Array(OfferRule, { maxItems: 20 }),
  offersAt: Type.Enum(['beside', 'after_receipt', 'none']),
  asksReason: Type.Boolean(),
  holdoutBps: { ...Bps, description: 'members who are never made an offer' },
  cooldownDays: Type.Integer({ minimum: 0, maximum: 3_660 }),
  lifetimeCap: Type.Integer({ minimum: 0, maximum: 100 }),
  callBackDays: Nullable(Days),
  script: Text(1_000, 0),
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
const Setting = Type.Union([Type.String(), Type.Integer(), Type.Boolean(), Type.Null()])
const FlowChange = Type.Union([
  strict({
    part: Type.Enum(['reason', 'question', 'offer']),
    what: Type.Enum(['added', 'removed', 'changed']),
    words: Words,
  }),
  strict({ part: Type.Literal('order') }),
  strict({ part: Type.Enum([...flowSettings]), from: Setting, to: Setting }),
])
export const FlowVersions = strict({
  items: Type.Array(
    strict({
      version: Type.Integer({ description: '0: the flow that ships' }),
      at: Nullable(Instant),
      authorName: Nullable(Type.String()),
      changes: Type.Array(FlowChange, { description: 'against the version before' }),
      leavings: { ...Count, description: 'that began under it' },
    }),
  ),
})
/** A number of a version: as far as the column goes. */
export const VersionNumber = Type.Integer({ minimum: 0, maximum: 2_147_483_647 })
export const FlowVersionParams = strict({ version: VersionNumber })
const NoOffer = Type.String({ description: 'why none was made' })
export const DryRun = strict({
  leavers: Count,
  offers: Type.Array(
    strict({ code: Type.String(), made: Count, costCents: { ...SumCents, description: 'if all were taken' } }),
  ),
  without: Type.Array(strict({ why: NoOffer, count: Count })),
})
