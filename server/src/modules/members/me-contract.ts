import { Instant, Nullable, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { consentPurposes } from './consent-rules.ts'
import { Birthday } from './birthday-schema.ts'
import { Gender } from './contract.ts'
import { maxNameLength } from './name-rules.ts'

const Purpose = Type.Enum([...consentPurposes])
const Phone = Text(40)
const Code = Type.String({ pattern: '^\\s*\\d{6}\\s*$' })

const Store = strict({ id: Uuid, name: Type.String(), phone: Type.String(), address: Type.String() })
const ConsentText = strict({ purpose: Purpose, version: Type.Integer(), zh: Type.String(), en: Type.String() })

/** What a stranger may know of a shop: its name, where it is, and what it would ask. */
export const Portal = strict({
  merchant: strict({
    name: Type.String(),
    phone: Type.String(),
    currency: Type.String(),
    locale: Type.String(),
    timeZone: Type.String(),
  }),
  stores: Type.Array(Store),
  consentTexts: Type.Array(ConsentText, { description: 'what newcomers are asked, each by itself' }),
})

export const PhoneCodeCreate = strict({ phone: Phone })
export const PhoneCodeAnswer = strict({ phoneCodeId: Uuid, expiresAt: Instant })

export const MySessionCreate = strict({ phone: Phone, code: Code })
export const MySessionAnswer = strict({
  memberId: Nullable(Uuid),
  proof: Nullable(Type.String({ description: 'where the phone is nobody’s yet: with it its owner enrols' })),
})
export const MyEnrolment = strict({
  phone: Phone,
  proof: Type.String({ minLength: 20, maxLength: 100 }),
  name: Type.Optional(Nullable(Text(maxNameLength, 0))),
  consents: Type.Array(strict({ purpose: Purpose, textVersion: Type.Integer({ minimum: 1 }) }), { maxItems: 10 }),
  storeId: Type.Optional(Nullable(Uuid)),
  pointsRulesVersion: Type.Optional(
    Type.Integer({ minimum: 1, description: 'the version of the points rules that was shown and agreed to' }),
  ),
})
export const MyEnrolmentAnswer = strict({ memberId: Uuid, isNew: Type.Boolean() })

export const MySession = strict({
  sessionId: Uuid,
  member: strict({ id: Uuid, number: Type.String(), name: Type.String(), status: Type.String(), enrolledAt: Instant }),
})

export const MyLogins = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      ip: Nullable(Type.String()),
      userAgent: Type.String(),
      createdAt: Instant,
      lastSeenAt: Instant,
      isCurrent: Type.Boolean(),
    }),
  ),
})
export const MemberSessionParams = strict({ memberSessionId: Uuid })
export const EndedLogins = strict({ ended: Type.Integer() })

export const MyProfile = strict({
  id: Uuid,
  number: Type.String(),
  name: Type.String(),
  gender: Gender,
  phone: Nullable(Type.String()),
  birthday: Nullable(Birthday),
  homeStoreId: Nullable(Uuid),
  allergies: Nullable(Type.String()),
  version: Type.Integer(),
})
export const MyProfileChange = strict({
  version: Type.Integer({ minimum: 1 }),
  name: Type.Optional(Text(maxNameLength)),
  gender: Type.Optional(Gender),
  birthday: Type.Optional(Nullable(Birthday)),
  homeStoreId: Type.Optional(Nullable(Uuid)),
})
export const MyProfileVersion = strict({ memberId: Uuid, version: Type.Integer() })
export const MyPhoneChange = strict({ phone: Phone, code: Code })
export const MyPhoneAnswer = strict({ credentialId: Nullable(Uuid) })

export const MyCard = strict({
  at: Type.String({ format: 'date-time', description: 'the server’s time, for phones whose clock is wrong' }),
  number: Type.String(),
  secret: Type.String({
    description: 'base64; the rotating code is made of it on this device (RFC 6238, SHA-1, 6 digits, 30 s)',
  }),
})
export const MyCardAnswer = strict({ memberId: Uuid, secretVersion: Type.Integer() })

export const PurposeParams = strict({ purpose: Purpose })
export const MyConsentGive = strict({ textVersion: Type.Integer({ minimum: 1 }) })
export const MyConsentAnswer = strict({ memberId: Uuid })
export const MyConsents = strict({
  items: Type.Array(
    strict({
      purpose: Purpose,
      isGiven: Type.Boolean(),
      at: Nullable(Instant),
      agreedVersion: Nullable(Type.Integer()),
      text: ConsentText,
    }),
  ),
})
