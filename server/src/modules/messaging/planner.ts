import type { DeliveredEvent } from '#platform/outbox.ts'
import type { Work } from '#platform/work.ts'
import type { MessageData, MessageKindCode } from './message-kinds-rules.ts'

/** What one event says to its member: null for nothing. The subject of the event is the member. */
export type PlannedSaying = {
  kind: MessageKindCode
  /** What it is about, once. */
  ref: string
  data: MessageData
  /** It is of no use after this day ends in the zone of the member's store: a reminder of what is gone already. */
  lastDay?: string
}

export type Planner = (work: Work, event: DeliveredEvent) => Promise<PlannedSaying | null> | PlannedSaying | null
