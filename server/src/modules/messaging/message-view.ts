import type { MessageRow } from './message-queries.ts'

/** A message as a row of a list shows it. */
export function messageView(row: MessageRow, names: Map<string, string>) {
  const { id, kind, topic, channel, language, memberId, state, reason, parts, costMills } = row
  const instant = (at: Date | null) => at?.toISOString() ?? null
  return {
    ...{ id, kind, topic, channel, language, memberId, state, reason, parts, costMills },
    memberName: (memberId && names.get(memberId)) ?? null,
    plannedAt: row.plannedAt.toISOString(),
    nextAt: instant(row.nextAt),
    expiresAt: instant(row.expiresAt),
    acceptedAt: instant(row.acceptedAt),
    deliveredAt: instant(row.deliveredAt),
  }
}
