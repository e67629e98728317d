import { Cursor, Day, Instant, Nullable, PageOf, strict, Type, Uuid } from '#platform/contract.ts'
import { entryKinds } from './ledger-rules.ts'

const Units = Type.Integer({ description: 'points, or cents of stored value; a debt is negative' })
const Count = Type.Integer({ minimum: 0 })

export const MemberParams = strict({ memberId: Uuid })

export const Lot = strict({
  lotId: Uuid,
  remainingUnits: Count,
  grantedUnits: Count,
  earnedAt: Instant,
  usableFrom: Instant,
  isUsable: Type.Boolean(),
  expiresDay: Nullable(Day),
  source: strict({ kind: Type.String(), id: Uuid }),
  pairId: Nullable(Uuid),
})

export const Account = strict({
  asset: Type.String(),
  balanceUnits: Units,
  availableUnits: Count,
  pendingUnits: Count,
  heldUnits: Count,
  debtUnits: Count,
  lots: Type.Array(Lot),
})

export const MemberAccounts = strict({ items: Type.Array(Account) }, { $id: 'MemberAccounts' })

export const statementKinds = ['points', 'stored_value'] as const

export const StatementQuery = strict({
  of: Type.Enum([...statementKinds]),
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})

export const StatementLine = strict({
  entryId: Uuid,
  at: Instant,
  kind: Type.Enum([...entryKinds]),
  source: strict({ kind: Type.String(), id: Uuid }),
  storeId: Nullable(Uuid),
  units: Count,
  parts: Type.Array(strict({ asset: Type.String(), deltaUnits: Units, balanceAfterUnits: Units })),
})

export const Statement = PageOf(StatementLine)

export const MyStatementQuery = strict({
  cursor: Type.Optional(Cursor),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
