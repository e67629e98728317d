import type { Readable } from 'node:stream'
import {
  Cents,
  Count,
  Cursor,
  Instant,
  Nullable,
  PageOf,
  PageQuery,
  strict,
  SumCents,
  Text,
  Type,
  Uuid,
} from '#platform/contract.ts'
import type { OfflineSale } from './offline-types.ts'

/** The server's word to a till: what time it is, which number comes next, and how far it may trust while there is no line. */
const Limit = strict({ sale: Cents, member: Cents, total: Cents })
export const OfflineLimits = strict({ stored: Limit, points: Limit })

export const TillContact = strict({
  at: Instant,
  token: Type.String({ description: 'proves when the till last heard of the server, and who was signed in' }),
  device: strict({ id: Uuid, storeId: Uuid, number: Type.Integer(), name: Type.String() }),
  userId: Nullable(Uuid),
  lastNumber: Count,
  limits: OfflineLimits,
  memberSecret: Type.String({ description: 'under which this till alone finds members by phone and card' }),
})

export const TillLinesQuery = strict({ storeId: Uuid })
export const TillLines = Type.Unsafe<Readable>({
  description: 'lines of JSON: one per item, then { cursor } for GET /till/catalog',
})

export const TillMembersQuery = strict({
  cursor: PageQuery.cursor,
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000 })),
})

export const TillMembers = strict({
  members: Type.Array(
    strict({
      id: Uuid,
      number: Type.String(),
      shortName: Type.String(),
      isBlocked: Type.Boolean(),
      isGone: Type.Boolean(),
      tierId: Nullable(Uuid),
      phoneKeys: Type.Array(Type.String()),
      cardKeys: Type.Array(Type.String()),
      storedCents: SumCents,
      points: Type.Integer(),
    }),
  ),
  cursor: Cursor,
  isComplete: Type.Boolean(),
})

/**
 * A sale as the till wrote it down. Only its id is asked for here: what a till cannot spell is kept and shown to a person,
 * and must not hold up the sales behind it.
 */
const OfflineSaleUpload = Type.Unsafe<OfflineSale>(
  Type.Object({ saleId: Uuid }, { additionalProperties: true, description: 'a sale as the till wrote it down' }),
)

export const OfflineSalesUpload = strict({
  deviceId: Uuid,
  sales: Type.Array(OfflineSaleUpload, { minItems: 1, maxItems: 200 }),
})

export const OfflineSalesAnswer = strict({
  sales: Type.Array(
    strict({
      saleId: Uuid,
      outcome: Type.Union([
        Type.Literal('booked'),
        Type.Literal('booked_online'),
        Type.Literal('held'),
        Type.Literal('repeated'),
      ]),
      conflicts: Type.Integer(),
    }),
  ),
  lastNumber: Count,
})

export const ConflictParams = strict({ conflictId: Uuid })
export const ConflictAnswer = strict({ conflictId: Uuid })
export const ConflictQuery = strict({
  ...PageQuery,
  state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('settled')])),
  storeId: Type.Optional(Uuid),
})

const Resolution = Type.Union([Type.Literal('accept'), Type.Literal('charge_member'), Type.Literal('write_off')])

export const Conflict = strict({
  id: Uuid,
  kind: Type.String(),
  details: Type.Record(Type.String(), Type.Unknown()),
  proposal: Type.String(),
  leftUnits: Nullable(
    Type.Integer({
      description: 'of missing value: cents or points still to be decided, less what came back with goods',
    }),
  ),
  resolutions: Type.Array(Resolution),
  at: Instant,
  saleId: Uuid,
  receiptNumber: Nullable(Type.String()),
  netCents: Nullable(SumCents),
  happenedAt: Nullable(Instant),
  storeId: Uuid,
  deviceId: Uuid,
  memberId: Nullable(Uuid),
  memberName: Nullable(Type.String()),
  contactedAt: Nullable(Instant),
  resolvedAt: Nullable(Instant),
  resolvedBy: Nullable(Type.String()),
  resolution: Nullable(Type.String()),
  note: Nullable(Type.String()),
})

export const ConflictPage = PageOf(Conflict)
export const ConflictCount = strict({ open: Count })
export const ConflictSettle = strict({ resolution: Resolution, note: Type.Optional(Text(200)) })
export const ConflictContact = strict({ note: Text(200) })
export const DeviceParams = strict({ deviceId: Uuid })
export const DeviceAnswer = strict({ deviceId: Uuid })
