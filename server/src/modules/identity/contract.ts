import { Cents, Count, Instant, Nullable, strict, Text, Type, Uuid } from '#platform/contract.ts'
import { mostPasswordLength } from './password-rules.ts'

/** As typed. The rules speak about its length in words; this bound only keeps bodies small. */
const Password = Type.String({ maxLength: mostPasswordLength * 4 })
const LoginName = Text(200)
const Pin = Text(20)
const PermissionCodes = Type.Array(Text(60), { maxItems: 200 })
const StoreIds = Nullable(Type.Array(Uuid, { maxItems: 500, description: 'null: every store' }))
const RoleIds = Type.Array(Uuid, { minItems: 1, maxItems: 20 })

export const SetupState = strict({ needed: Type.Boolean() })
export const SetupCreate = strict({
  setupCode: Text(40),
  merchantName: Text(80),
  currency: Text(3, 3),
  locale: Type.Optional(Type.Union([Type.Literal('zh-CN'), Type.Literal('en')])),
  storeName: Text(80),
  timeZone: Text(60),
  ownerName: Text(80),
  loginName: LoginName,
  password: Password,
})
export const SetupAnswer = strict({ merchantId: Uuid, storeId: Uuid, userId: Uuid })

export const SessionCreate = strict({
  loginName: LoginName,
  password: Password,
  totpCode: Type.Optional(Text(40)),
})
export const PinSessionCreate = strict({ userId: Uuid, pin: Pin })
export const SessionAnswer = strict({ userId: Uuid })

export const Session = strict({
  sessionId: Uuid,
  user: strict({
    id: Uuid,
    name: Type.String(),
    loginName: Type.String(),
    isOwner: Type.Boolean(),
    mustChangePassword: Type.Boolean(),
  }),
  merchant: strict({ id: Uuid, name: Type.String(), currency: Type.String(), locale: Type.String() }),
  stores: Type.Array(
    strict({
      id: Uuid,
      number: Type.Integer(),
      name: Type.String(),
      timeZone: Type.String(),
      cutoffHour: Type.Integer(),
    }),
  ),
  permissions: Type.Array(Type.String()),
  device: Type.Optional(strict({ id: Uuid, storeId: Uuid, number: Type.Integer(), name: Type.String() })),
})

export const SessionList = strict({
  items: Type.Array(
    strict({
      id: Uuid,
      isCurrent: Type.Boolean(),
      createdAt: Instant,
      lastSeenAt: Instant,
      expiresAt: Instant,
      ip: Nullable(Type.String()),
      userAgent: Type.String(),
      deviceId: Nullable(Uuid),
    }),
  ),
})
export const SessionParams = strict({ sessionId: Uuid })
export const UserSessionParams = strict({ userId: Uuid, sessionId: Uuid })

export const MySecurity = strict({
  hasTotp: Type.Boolean(),
  recoveryCodesLeft: Count,
  hasPin: Type.Boolean(),
  isPinLocked: Type.Boolean(),
  passwordChangedAt: Instant,
})
export const PasswordChange = strict({ currentPassword: Password, newPassword: Password })
export const PinChange = strict({ currentPassword: Password, pin: Pin })
export const PasswordConfirmation = strict({ currentPassword: Password })
export const TotpStart = strict({
  secret: Type.String(),
  uri: Type.String(),
  qr: Type.String({ description: 'the address as a picture: an SVG in a data URL' }),
})
export const TotpConfirmation = strict({ code: Text(20) })
export const RecoveryCodes = strict({ recoveryCodes: Type.Array(Type.String()) })
export const EndedSessions = strict({ ended: Count })

export const User = strict({
  id: Uuid,
  loginName: Type.String(),
  name: Type.String(),
  everyStore: Type.Boolean(),
  storeIds: Type.Array(Uuid),
  roleIds: Type.Array(Uuid),
  isOwner: Type.Boolean(),
  hasPin: Type.Boolean(),
  isPinLocked: Type.Boolean(),
  hasTotp: Type.Boolean(),
  mustChangePassword: Type.Boolean(),
  lastSeenAt: Nullable(Instant),
  createdAt: Instant,
  disabledAt: Nullable(Instant),
})
export const UserList = strict({ items: Type.Array(User) })
export const UserCreate = strict({
  loginName: LoginName,
  name: Text(80),
  roleIds: RoleIds,
  storeIds: StoreIds,
  password: Password,
})
export const UserChange = strict({
  name: Type.Optional(Text(80)),
  roleIds: Type.Optional(RoleIds),
  storeIds: Type.Optional(StoreIds),
})
export const UserParams = strict({ userId: Uuid })
export const UserAnswer = strict({ userId: Uuid })
export const PasswordReset = strict({ password: Password })

export const Role = strict({
  id: Uuid,
  code: Nullable(Type.String()),
  name: Type.String(),
  permissions: Type.Array(Type.String()),
  users: Count,
})
export const RoleList = strict({ items: Type.Array(Role) })
export const RoleCreate = strict({ name: Text(40), permissions: PermissionCodes })
export const RoleChange = strict({ name: Type.Optional(Text(40)), permissions: Type.Optional(PermissionCodes) })
export const RoleParams = strict({ roleId: Uuid })
export const RoleAnswer = strict({ roleId: Uuid })

export const Device = strict({
  id: Uuid,
  storeId: Uuid,
  number: Type.Integer(),
  name: Type.String(),
  registeredAt: Instant,
  lastSeenAt: Nullable(Instant),
  revokedAt: Nullable(Instant),
})
export const DeviceList = strict({ items: Type.Array(Device) })
export const DeviceCreate = strict({ deviceId: Uuid, storeId: Uuid, name: Text(40) })
export const DeviceKey = strict({
  deviceId: Uuid,
  storeId: Uuid,
  number: Type.Integer(),
  deviceKey: Type.String({ description: 'shown this once; sent back as X-Device-Key' }),
})
export const DeviceParams = strict({ deviceId: Uuid })
export const DeviceAnswer = strict({ deviceId: Uuid })
export const TillState = strict({
  device: strict({ id: Uuid, storeId: Uuid, number: Type.Integer(), name: Type.String() }),
  users: Type.Array(strict({ id: Uuid, name: Type.String() })),
})

export const ApiKey = strict({
  id: Uuid,
  name: Type.String(),
  keyStart: Type.String(),
  permissions: Type.Array(Type.String()),
  createdAt: Instant,
  expiresAt: Nullable(Instant),
  lastUsedAt: Nullable(Instant),
  revokedAt: Nullable(Instant),
})
export const ApiKeyList = strict({ items: Type.Array(ApiKey) })
export const ApiKeyCreate = strict({
  keyId: Uuid,
  name: Text(60),
  permissions: Type.Array(Text(60), { minItems: 1, maxItems: 200 }),
  expiresAt: Nullable(Instant),
})
export const ApiKeySecret = strict({ keyId: Uuid, apiKey: Type.String({ description: 'shown this once' }) })
export const ApiKeyParams = strict({ keyId: Uuid })
export const ApiKeyAnswer = strict({ keyId: Uuid })

export const ApprovalCreate = strict({
  approvalId: Uuid,
  permission: Text(60),
  subject: strict({ kind: Text(40), id: Uuid }),
  amountCents: Type.Optional(Cents),
  reason: Text(200),
  storeId: Type.Optional(Uuid),
  manager: Type.Union([
    strict({ userId: Uuid, pin: Pin }),
    strict({ loginName: LoginName, password: Password, totpCode: Type.Optional(Text(40)) }),
  ]),
})
export const ApprovalAnswer = strict({ approvalId: Uuid, approvedBy: Uuid, expiresAt: Instant })
