import { survivorOf } from '#modules/members/survivor.ts'
import type { Subscription } from '#platform/outbox.ts'
import type { Day } from '#shared/business-day.ts'
import { readProgramme } from './programme-queries.ts'
import { settleMembers } from './settle-members.ts'

/**
 * A sale or a refund of a member counts on the day of the sale, and lifts its member at once where that is enough. Heard and
 * not part of the sale: the till waits for nobody's level.
 */
export const qualifyingSales: Subscription = {
  name: 'tiers.count_sale',
  types: ['sale.completed', 'sale.refunded'],
  async handle(work, { subjectKind, subjectId, data }) {
    if (subjectKind !== 'member' || !(await readProgramme(work))) return
    const memberId = await survivorOf(work, subjectId)
    await settleMembers(work, [{ memberId, recount: [{ day: null, saleId: String(data.saleId) }] }])
  },
  async handleAll(work, events) {
    if (await readProgramme(work)) for (const event of events) await this.handle(work, event)
  },
}

/**
 * An action that points were given for, or were taken back for: growth goes with it, on the day of the action. Heard only where the
 * programme gives growth for actions.
 */
export const qualifyingActions: Subscription = {
  name: 'tiers.count_action',
  types: ['points.action_rewarded', 'points.action_returned'],
  async handle(work, { subjectKind, subjectId, data }) {
    const programme = subjectKind === 'member' ? await readProgramme(work) : null
    if (!programme?.terms.growth.perAction) return
    const memberId = await survivorOf(work, subjectId)
    await settleMembers(work, [{ memberId, recount: [{ day: (data.day as Day | undefined) ?? null, saleId: null }] }])
  },
}
