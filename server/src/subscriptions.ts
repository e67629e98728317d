import { paidOnlineOrders } from '#modules/cashier/online/hear-payments.ts'
import { refundedInvoices } from '#modules/invoices/hear-refund.ts'
import { qualifyingActions, qualifyingSales } from '#modules/tiers/hear-sales.ts'
import { forgottenWords } from '#modules/retention/forget-words.ts'
import { takenBackLeavings } from '#modules/retention/hear-take-backs.ts'
import { erasedMessages, plannedMessages } from '#modules/messaging/hear-events.ts'
import { reinstatingSales } from '#modules/points/rescue-reinstate.ts'
import { exchangedRewards } from '#modules/rewards/hear-coupons.ts'
import { rulesAcceptedAtEnrolment } from '#modules/points/rules-page-accept.ts'
import { rewardedDeeds } from '#modules/points/action-hear.ts'
import type { Subscription } from '#platform/outbox.ts'

/**
 * Who reacts to what: one row per subscriber. Handlers run at least once, in the order of the subject's events. Those that may share a
 * transaction stand in the order of locks: redemptions, members, accounts.
 */
export const subscriptions: readonly Subscription[] = [
  exchangedRewards,
  qualifyingSales,
  qualifyingActions,
  rewardedDeeds,
  reinstatingSales,
  rulesAcceptedAtEnrolment,
  refundedInvoices,
  plannedMessages,
  erasedMessages,
  takenBackLeavings,
  forgottenWords,
  paidOnlineOrders,
]

/** What anybody hears. An event of another type is kept in the log and delivered to nobody. */
export const heardTypes: ReadonlySet<string> = new Set(subscriptions.flatMap(({ types }) => types))
