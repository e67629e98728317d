import { Count, Instant, Nullable, PageOf, PageQuery, strict, Text, Type, Uuid } from './contract.ts'

export const DeliveryLineQuery = strict(PageQuery)

export const DeliveryLine = strict({
  id: Type.String({ description: 'subject and subscriber: the line’s name in a list' }),
  subject: strict({ kind: Type.String(), id: Uuid }),
  subscriber: Type.String({ description: '<module>.<what it does>' }),
  event: strict({ id: Uuid, type: Type.String(), at: Instant }),
  attempts: Count,
  firstFailedAt: Instant,
  nextAt: Nullable(Instant),
  stoppedAt: Nullable(Instant),
  lastError: Type.String(),
  waiting: Type.Integer({ minimum: 0, description: 'events behind the one that fails' }),
})
export const DeliveryLines = PageOf(DeliveryLine)

const Line = { subjectId: Uuid, subscriber: Text(100) }
export const LineResume = strict(Line)
export const LineSkip = strict({ ...Line, eventId: Uuid, reason: Text(500) })
export const LineAnswer = strict(Line)
