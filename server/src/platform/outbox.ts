import type { Work } from './work.ts'

/** An event as a subscriber gets it. */
export type DeliveredEvent = {
  id: string
  type: string
  subjectKind: string
  subjectId: string
  seq: number
  at: Date
  data: Record<string, unknown>
}

/** A subscriber: `<module>.<what it does>`, the event types it hears, and an idempotent handler in a transaction of its own. */
export type Subscription = {
  name: string
  types: readonly string[]
  handle(work: Work, event: DeliveredEvent): Promise<void>
}
