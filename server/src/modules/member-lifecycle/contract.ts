import { Birthday } from '#modules/members/birthday-schema.ts'
import { twinReasonCodes } from '#modules/members/twin-rules.ts'
import { Day, Instant, Nullable, strict, SumCents, Type, Uuid } from '#platform/contract.ts'

export const MemberParams = strict({ memberId: Uuid })
export const MemberAnswer = strict({ memberId: Uuid })
export const MergeParams = strict({ mergeId: Uuid })
export const MergeAnswer = strict({ mergeId: Uuid })

const Person = strict({
  id: Uuid,
  number: Type.String(),
  name: Type.String(),
  phone: Nullable(Type.String()),
  gender: Type.String(),
  birthday: Nullable(Birthday),
  homeStoreId: Nullable(Uuid),
  enrolledAt: Instant,
})

export const DuplicateQuery = strict({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })) })
export const Duplicates = strict({
  items: Type.Array(strict({ first: Person, second: Person, reasons: Type.Array(Type.Enum([...twinReasonCodes])) })),
})

export const DistinctPairCreate = strict({ memberIds: Type.Tuple([Uuid, Uuid]) })
export const DistinctPairAnswer = strict({ firstId: Uuid })

const pair = { survivorId: Uuid, absorbedId: Uuid }
const Fingerprint = Type.String({ pattern: '^[0-9a-f]{64}$' })
const Account = strict({ asset: Type.String(), balanceUnits: SumCents, debtUnits: SumCents, heldUnits: SumCents })

export const MergeQuoteRequest = strict(pair)
export const MergeQuote = strict({
  ...pair,
  credentialIds: Type.Array(Uuid),
  mainPhoneId: Nullable(Uuid),
  fill: strict({ fields: Type.Array(Type.String()), customCodes: Type.Array(Type.String()) }),
  consents: Type.Array(strict({ purpose: Type.String(), isGiven: Type.Boolean(), textVersion: Type.Integer() })),
  value: Type.Array(Account),
  fingerprint: Fingerprint,
})
export const MergeCreate = strict({ ...pair, fingerprint: Fingerprint })
export const Merges = strict({
  items: Type.Array(strict({ id: Uuid, ...pair, at: Instant, actorId: Nullable(Uuid), undoneAt: Nullable(Instant) })),
})

/** Passes of their own that are still good: to be cancelled for their refund before, or given up. */
const Passes = Type.Array(strict({ id: Uuid, name: Type.String(), endsDay: Nullable(Day) }))

export const ErasureCreate = strict({ givesUpValue: Type.Boolean() })
export const ErasureAnswer = strict({ erasureId: Uuid, dueAt: Instant })
export const Erasure = strict({
  erasure: Nullable(
    strict({
      id: Uuid,
      requestedAt: Instant,
      dueAt: Instant,
      withdrawnAt: Nullable(Instant),
      doneAt: Nullable(Instant),
    }),
  ),
  coolingOffDays: Type.Integer(),
  value: Type.Array(Account),
  passes: Passes,
})

export const ExportQuery = strict({ format: Type.Optional(Type.Enum(['json', 'html'])) })

export const MyErasure = strict({
  open: Nullable(strict({ requestedAt: Instant, dueAt: Instant })),
  coolingOffDays: Type.Integer(),
  value: Type.Array(Account),
  passes: Passes,
})
export const MyErasureAnswer = strict({ memberId: Uuid })
