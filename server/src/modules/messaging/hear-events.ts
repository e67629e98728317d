import type { Subscription } from '#platform/outbox.ts'
import { deleteEmailCode } from './email-code-queries.ts'
import { deleteInbox } from './inbox-queries.ts'
import { plannedTypes, wishOf } from './message-plan.ts'
import { eraseMessages } from './message-queries.ts'
import { planMessages } from './plan-messages.ts'
import { deleteSetting } from './preference-queries.ts'

/** Plans what members are to be told, in the order of each member's events. */
export const plannedMessages: Subscription = {
  name: 'messaging.plan',
  types: plannedTypes,
  handle: async (work, event) => {
    const wish = await wishOf(work, event)
    if (wish) await planMessages(work, [wish])
  },
  async handleAll(work, events) {
    // All are looked up before one that failed is told: nothing is asked of a transaction that is over.
    const outcomes = await Promise.allSettled(events.map((event) => wishOf(work, event)))
    const wishes = outcomes.map((outcome) => {
      if (outcome.status === 'rejected') throw outcome.reason
      return outcome.value
    })
    await planMessages(
      work,
      wishes.filter((wish) => wish !== null),
    )
  },
}

/**
 * Takes what is personal off an erased member's messages: words, addresses, inbox, settings. Their words were sealed with the
 * member's key and are shut since the very transaction that erased it; what was sent, when and why, stays as ids.
 */
export const erasedMessages: Subscription = {
  name: 'messaging.erase',
  types: ['member.erased'],
  handle: async (work, { subjectId }) => {
    await eraseMessages(work, subjectId)
    await Promise.all([deleteInbox(work, subjectId), deleteSetting(work, subjectId), deleteEmailCode(work, subjectId)])
  },
}
