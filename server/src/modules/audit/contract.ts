import { Instant, Nullable, PageOf, PageQuery, strict, Text, Type, Uuid } from '#platform/contract.ts'

export const AuditQuery = strict({
  ...PageQuery,
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  action: Type.Optional(Text(60)),
  actorId: Type.Optional(Uuid),
  subjectId: Type.Optional(Uuid),
  approved: Type.Optional(Type.Boolean({ description: 'only what a manager approved' })),
})

export const AuditEntry = strict({
  id: Uuid,
  at: Instant,
  action: Type.String(),
  subject: strict({ kind: Type.String(), id: Uuid, name: Nullable(Type.String()) }),
  actor: strict({
    kind: Type.String(),
    id: Nullable(Uuid),
    name: Nullable(Type.String()),
    deviceId: Nullable(Uuid),
  }),
  ip: Nullable(Type.String()),
  changes: Type.Record(Type.String(), Type.Array(Type.Unknown(), { minItems: 2, maxItems: 2 })),
  names: Type.Record(Type.String(), Type.String(), { description: 'what the ids in the changes are called today' }),
  reason: Nullable(Type.String()),
  approvedBy: Nullable(strict({ id: Uuid, name: Nullable(Type.String()) })),
})

export const AuditPage = PageOf(AuditEntry)

export const AuditVerdict = strict({
  ok: Type.Boolean(),
  seals: Type.Integer(),
  entries: Type.Integer(),
  firstBroken: Nullable(
    strict({
      kind: Type.String(),
      seq: Type.Optional(Type.Integer()),
      entryId: Type.Optional(Uuid),
    }),
  ),
})
