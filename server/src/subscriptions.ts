import type { Subscription } from '#platform/outbox.ts'

/** Who reacts to what: one row per subscriber. Handlers run at least once, in the order of the subject's events. */
export const subscriptions: readonly Subscription[] = []
