import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { lockSale } from '#modules/cashier/sale/sale-queries.ts'
import { book, finishDraft, startDraft } from '#modules/ledger/draft-rules.ts'
import { type Book, emptyLedger, type Plan } from '#modules/ledger/ledger-rules.ts'
import { lockLedger, postingOf, writeLedger } from '#modules/ledger/post-ledger.ts'
import { planSpend } from '#modules/ledger/spend-rules.ts'
import { lockMembers } from '#modules/members/lock-members.ts'
import { survivorOf } from '#modules/members/survivor.ts'
import { refuseForeignStore } from '#platform/actor.ts'
import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { type Conflict, lockConflict, readLeftUnits, writeContacted, writeResolution } from './conflict-queries.ts'
import { isAboutValue, resolutionsFor } from './conflict-rules.ts'
import type { ConflictKind, Resolution } from './offline-types.ts'

/**
 * Ends a conflict by a person's word. `charge_member` takes what was missing from what the member has by now, `write_off`
 * moves it from the shortfall to the shop's corrections, `accept` lets things stand.
 *
 * Locks the conflict, its sale, then the member's accounts. Refuses one that is settled, a resolution that its kind does not know, and a
 * charge beyond what the member has.
 */
export async function settleConflict(
  work: Work,
  input: { conflictId: string; resolution: Resolution; note?: string | undefined },
): Promise<{ conflictId: string }> {
  const { conflictId, resolution } = input
  const conflict = await openConflict(work, conflictId)
  const isValue = isAboutValue(conflict.kind)
  // Refunds of the sale wait, or are read: what came back is neither charged nor borne.
  if (isValue) await lockSale(work, conflict.saleId)
  const units = isValue ? await readLeftUnits(work, conflictId) : 0
  if (!resolutionsFor(conflict.kind as ConflictKind, units).includes(resolution)) {
    throw new Refused('invalid_resolution', { kind: conflict.kind })
  }
  if (units > 0) {
    await writeLedger(
      work,
      resolution === 'charge_member' ? await charge(work, conflict, units) : [bear(work, conflict, units)],
    )
  }
  await writeResolution(work, conflictId, { resolution, note: input.note ?? null })
  work.audit({
    action: 'sale.settle',
    subject: { kind: 'sale', id: conflict.saleId },
    changes: { [conflict.kind]: [conflict.proposal, resolution] },
    ...(input.note ? { reason: input.note } : {}),
  })
  return { conflictId }
}

/** Notes that somebody spoke to the member, and leaves the conflict open. */
export async function noteContact(
  work: Work,
  input: { conflictId: string; note: string },
): Promise<{ conflictId: string }> {
  const conflict = await openConflict(work, input.conflictId)
  await writeContacted(work, conflict.id, input.note)
  return { conflictId: conflict.id }
}

async function openConflict(work: Work, id: string): Promise<Conflict> {
  const conflict = await lockConflict(work, id)
  if (!conflict) throw new Refused('conflict_not_found')
  accept(refuseForeignStore(work.actor, conflict.storeId))
  if (conflict.resolvedAt) throw new Refused('conflict_settled')
  return conflict
}

/**
 * The missing value, taken from the member now, whose record may have been merged since. It is the rest of what the sale cost, and
 * booked as such: a later refund finds it where it finds the first part.
 */
async function charge(work: Work, conflict: Conflict, units: number): Promise<Plan[]> {
  const memberId = await survivorOf(work, conflict.memberId!)
  accept((await lockMembers(work, [memberId])).get(memberId)!)
  const { stored, points } = accountsOfMember(memberId)
  const accounts = conflict.kind === 'points_short' ? [points] : stored
  const state = await lockLedger(work, accounts)
  const posting = postingOf(work, { kind: 'sale', id: conflict.saleId }, conflict.storeId)
  const paid = accept(planSpend(state, { accounts, units }, posting))
  return [paid, moved(work, conflict, { units, from: 'spent' })]
}

/** The missing value, borne by the shop: out of the shortfall, into its corrections. */
function bear(work: Work, conflict: Conflict, units: number): Plan {
  return moved(work, conflict, { units, from: 'adjusted' })
}

/** The shortfall is made good out of another book. */
function moved(work: Work, { id, kind, storeId }: Conflict, { units, from }: { units: number; from: Book }): Plan {
  const draft = startDraft(emptyLedger(), postingOf(work, { kind: 'sale_conflict', id }, storeId))
  const asset = kind === 'points_short' ? 'points' : 'stored_principal'
  book(draft, { kind: 'adjust', asset, units, from: { book: from }, to: { book: 'offline_shortfall' } })
  return accept(finishDraft(draft))
}
