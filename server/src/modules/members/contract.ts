import { Cursor, Day, Instant, Nullable, PageOf, PageQuery, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { Birthday } from './birthday-schema.ts'
import { consentPurposes } from './consent-rules.ts'
import { customFieldKinds } from './custom-field-rules.ts'
import { maxNameLength } from './name-rules.ts'

function oneOf<const T extends string>(values: readonly T[]) {
  return Type.Enum([...values])
}

export const Gender = oneOf(['female', 'male', 'unknown'])
export const MemberStatus = oneOf(['active', 'blocked', 'merged', 'erased'])
const Source = oneOf(['till', 'console', 'portal', 'import', 'integration'])
const Purpose = oneOf(consentPurposes)
const CustomValue = Type.Union([Text(500, 0), Type.Number(), Type.Boolean(), Type.Null()])
const CustomValues = Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }), CustomValue)

export const MemberParams = strict({ memberId: Uuid })
export const MemberAnswer = strict({ memberId: Uuid })
export const MemberVersion = strict({ memberId: Uuid, version: Type.Integer() })

export const MemberCreate = strict({
  name: Type.Optional(Nullable(Text(maxNameLength, 0))),
  phone: Type.Optional(Nullable(Text(40, 0))),
  cardNumber: Type.Optional(Nullable(Text(60, 0))),
  gender: Type.Optional(Gender),
  birthday: Type.Optional(Nullable(Birthday)),
  homeStoreId: Type.Optional(Nullable(Uuid)),
  referrerId: Type.Optional(Nullable(Uuid)),
  custom: Type.Optional(CustomValues),
  consents: Type.Optional(
    Type.Array(strict({ purpose: Purpose, textVersion: Type.Integer({ minimum: 1 }) }), { maxItems: 10 }),
  ),
  allergies: Type.Optional(Nullable(Text(1_000, 0))),
  note: Type.Optional(Nullable(Text(4_000, 0))),
  pointsRulesVersion: Type.Optional(
    Type.Integer({ minimum: 1, description: 'the version of the points rules that the member agreed to' }),
  ),
  source: Type.Optional(oneOf(['till', 'console'])),
})
export const MemberCreated = strict({ id: Uuid, number: Type.String() })

export const MemberChange = strict({
  version: Type.Integer({ minimum: 1 }),
  name: Type.Optional(Text(maxNameLength)),
  gender: Type.Optional(Gender),
  birthday: Type.Optional(Nullable(Birthday)),
  homeStoreId: Type.Optional(Nullable(Uuid)),
  referrerId: Type.Optional(Nullable(Uuid)),
  allergies: Type.Optional(Nullable(Text(1_000, 0))),
  custom: Type.Optional(CustomValues),
})

const listFilters = {
  search: Type.Optional(Type.String({ maxLength: 200 })),
  status: Type.Optional(oneOf(['active', 'blocked'])),
  homeStoreId: Type.Optional(Uuid),
  gender: Type.Optional(Gender),
  source: Type.Optional(Source),
  enrolledFrom: Type.Optional(Instant),
  enrolledBefore: Type.Optional(Instant),
  birthdayFrom: Type.Optional(Day),
  birthdayTo: Type.Optional(Day),
  tierId: Type.Optional(Uuid),
  tagId: Type.Optional(Uuid),
}
export const MemberListQuery = strict({ ...PageQuery, ...listFilters })

const summary = {
  id: Uuid,
  number: Type.String(),
  name: Type.String(),
  status: MemberStatus,
  gender: Gender,
  phone: Nullable(Type.String({ description: 'E.164; masked for callers without members.contact' })),
  card: Nullable(Type.String()),
  birthday: Nullable(Birthday),
  nextBirthdayDay: Nullable(Day),
  tierId: Nullable(Uuid),
  tagIds: Type.Array(Uuid, { description: 'by the names of the tags' }),
  homeStoreId: Nullable(Uuid),
  enrolledAt: Instant,
  source: Source,
}
export const MemberSummary = strict(summary)
export const MemberList = PageOf(MemberSummary)
export const MemberCount = strict({ members: Type.Integer(), isMore: Type.Boolean() })

export const Credential = strict({
  id: Uuid,
  kind: oneOf(['card', 'phone']),
  label: Type.String({ description: 'the card number; a phone, masked for callers without members.contact' }),
  isMain: Type.Boolean(),
  addedAt: Instant,
  blockedAt: Nullable(Instant),
  blockedReason: Nullable(Type.String()),
  replacedBy: Nullable(Uuid),
})

export const Note = strict({
  id: Uuid,
  body: Type.String(),
  isForTill: Type.Boolean(),
  at: Instant,
  authorId: Nullable(Uuid),
})

export const Consent = strict({
  purpose: Purpose,
  isGiven: Type.Boolean(),
  textVersion: Type.Integer(),
  at: Instant,
  source: Type.String(),
  actorId: Nullable(Uuid),
})

const Relative = strict({
  id: Uuid,
  number: Type.String(),
  name: Type.String(),
  relation: oneOf(['household', 'referrer', 'referred']),
})

export const Member = strict({
  ...summary,
  statusReason: Nullable(Type.String()),
  mergedInto: Nullable(Uuid),
  age: Nullable(Type.Integer()),
  externalId: Nullable(Type.String()),
  referrerId: Nullable(Uuid),
  householdId: Nullable(Uuid),
  householdName: Nullable(Type.String()),
  allergies: Nullable(Type.String()),
  custom: CustomValues,
  version: Type.Integer(),
  mergedIds: Type.Array(Uuid, { description: 'records that were merged into this one' }),
  credentials: Type.Array(Credential),
  notes: Type.Array(Note),
  consents: Type.Array(Consent, { description: 'the last word on each purpose' }),
  relatives: Type.Array(Relative),
})

export const LookupQuery = strict({ code: Type.String({ minLength: 1, maxLength: 100 }) })
const By = oneOf(['code', 'card', 'number', 'phone'])
export const LookupAnswer = strict({ memberId: Uuid, by: By })
export const IdentificationCreate = strict({ shown: Type.String({ minLength: 1, maxLength: 100 }) })
export const Identification = strict({ identificationId: Uuid, memberId: Uuid, by: By, isVerified: Type.Boolean() })

export const TimelineQuery = strict({ cursor: Type.Optional(Cursor), limit: PageQuery.limit })
export const Timeline = PageOf(
  strict({
    id: Uuid,
    type: Type.String(),
    at: Instant,
    actor: Type.Object({ kind: Type.String(), id: Nullable(Uuid) }),
    data: Type.Record(Type.String(), Type.Unknown()),
  }),
)

export const BlockCreate = strict({ reason: Text(200) })

export const CredentialParams = strict({ credentialId: Uuid })
export const CredentialCreate = strict({ kind: oneOf(['card', 'phone']), value: Text(60) })
export const CredentialAnswer = strict({ credentialId: Uuid })
export const CardReplacement = strict({ cardNumber: Text(60), reason: Text(200) })
export const PhoneChange = strict({ phone: Nullable(Text(40)) })
export const PhoneAnswer = strict({ credentialId: Nullable(Uuid) })
export const CodeAnswer = strict({ memberId: Uuid, secretVersion: Type.Integer() })
export const SymbolQuery = strict({ kind: Type.Optional(oneOf(['qr', 'barcode'])) })

export const ConsentParams = strict({ memberId: Uuid, purpose: Purpose })
export const ConsentGive = strict({ textVersion: Type.Integer({ minimum: 1 }) })
export const ConsentHistory = strict({ items: Type.Array(Consent) })
const ConsentTextFields = { purpose: Purpose, version: Type.Integer(), zh: Type.String(), en: Type.String() }
export const ConsentTexts = strict({ items: Type.Array(strict(ConsentTextFields)) })
export const PurposeParams = strict({ purpose: Purpose })
export const ConsentTextVersions = strict({
  items: Type.Array(
    strict({
      ...ConsentTextFields,
      publishedAt: Nullable(Instant),
      publishedBy: Nullable(Type.String({ description: 'null: the text that comes with the product' })),
    }),
  ),
})
export const ConsentTextCreate = strict({ purpose: Purpose, zh: Text(2_000), en: Text(2_000) })
export const ConsentTextAnswer = strict({ purpose: Purpose, version: Type.Integer() })

export const NoteParams = strict({ noteId: Uuid })
export const NoteCreate = strict({ body: Text(4_000), isForTill: Type.Boolean() })
export const NoteAnswer = strict({ noteId: Uuid })

export const HouseholdJoin = strict({ withMemberId: Uuid, name: Text(60) })
export const HouseholdAnswer = strict({ householdId: Uuid })

export const Tags = strict({
  items: Type.Array(strict({ tagId: Uuid, name: Type.String(), members: Type.Integer({ minimum: 0 }) })),
})
export const TagParams = strict({ tagId: Uuid })
export const TagSave = strict({ name: Text(20) })
export const TagAnswer = strict({ tagId: Uuid })
const TagIds = Type.Array(Uuid, { maxItems: 50, uniqueItems: true })
export const TagsPut = strict({
  memberIds: Type.Array(Uuid, { minItems: 1, maxItems: 1000 }),
  addIds: TagIds,
  removeIds: TagIds,
})
export const TagsPutMatching = strict({
  filter: Type.Object(listFilters, { additionalProperties: false, description: 'as the list of members takes it' }),
  addIds: TagIds,
  removeIds: TagIds,
})
export const TagsPutMatchingAnswer = strict({
  changed: Type.Integer({ minimum: 0 }),
  waiting: Type.Integer({ minimum: 0, description: 'so many are changed piece by piece from now on' }),
})
export const TagRuns = strict({
  items: Type.Array(
    strict({
      tagRunId: Uuid,
      addIds: Type.Array(Uuid),
      removeIds: Type.Array(Uuid),
      at: Instant,
      members: Type.Integer({ minimum: 1 }),
      done: Type.Integer({ minimum: 0 }),
      changed: Type.Integer({ minimum: 0 }),
      endedAt: Nullable(Instant),
    }),
  ),
})
export const TagsPutAnswer = strict({
  changed: Type.Integer({ minimum: 0 }),
  skippedIds: Type.Array(Uuid, { description: 'no members any more' }),
})

export const FieldParams = strict({ fieldId: Uuid })
const Choices = Type.Array(Text(60), { maxItems: 50 })
export const CustomFields = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      code: Type.String(),
      label: Type.String(),
      kind: oneOf(customFieldKinds),
      choices: Type.Array(Type.String()),
      position: Type.Integer(),
      isForTill: Type.Boolean(),
    }),
  ),
})
export const CustomFieldCreate = strict({
  code: Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }),
  label: Text(60),
  kind: oneOf(customFieldKinds),
  choices: Choices,
  isForTill: Type.Boolean(),
})
export const CustomFieldChange = strict({ label: Text(60), choices: Choices, isForTill: Type.Boolean() })
export const FieldAnswer = strict({ fieldId: Uuid })
