import { createHash } from 'node:crypto'
import { mergeAccounts, unmergeAccounts } from '#modules/ledger/move-value.ts'
import { type OwnedAccount, readOwnedAccounts } from '#modules/ledger/owned-accounts.ts'
import {
  absorbMember,
  type AbsorptionPlan,
  lockMergedPair,
  lockPair,
  planAbsorption,
  releaseMember,
} from '#modules/members/absorb-member.ts'
import { readLiveMember } from '#modules/members/read-live-member.ts'
import { absorbStanding, releaseStanding } from '#modules/tiers/merge-standings.ts'
import type { Work } from '#platform/work.ts'
import { canonicalJson } from '#shared/canonical-json.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { insertDistinctPair, insertMerge, lockMerge, markUndone } from './merge-queries.ts'
import { moveHoldings, moveHoldingsBack } from './move-holdings.ts'

export type MergeQuote = AbsorptionPlan & {
  survivorId: string
  absorbedId: string
  value: OwnedAccount[]
  fingerprint: string
}

const ownerOf = (ownerId: string) => ({ ownerKind: 'member', ownerId }) as const

/**
 * What a merge was shown to do. Balances are left out: a sale meanwhile does not spoil the merge, for all value moves either way.
 */
function fingerprintOf(survivorId: string, absorbedId: string, plan: AbsorptionPlan): string {
  const shown = {
    survivorId,
    absorbedId,
    credentialIds: [...plan.credentialIds].sort(),
    fill: plan.fill,
    consents: plan.consents,
  }
  return createHash('sha256').update(canonicalJson(shown)).digest('hex')
}

/**
 * What would move if one record took in the other: cards and phones, blanks of the profile, consents, all value and debt.
 * Refuses unknown, merged and erased records, and a member with themselves. Changes nothing.
 */
export async function quoteMerge(
  work: Work,
  { survivorId, absorbedId }: { survivorId: string; absorbedId: string },
): Promise<MergeQuote> {
  if (survivorId === absorbedId) throw new Refused('merge_same_member')
  const survivor = await readLiveMember(work, survivorId)
  const absorbed = await readLiveMember(work, absorbedId)
  const plan = await planAbsorption(work, survivor, absorbed)
  const value = await readOwnedAccounts(work, ownerOf(absorbedId))
  return { survivorId, absorbedId, ...plan, value, fingerprint: fingerprintOf(survivorId, absorbedId, plan) }
}

/**
 * Makes one member of two records. The survivor keeps what it has, and gets the other's cards, phones, consents, blanks, value,
 * debt, passes, coupons and leavings, and counts toward limits what both had; notes, timeline, sales and orders of both are read together
 * from now on.
 *
 * `fingerprint` is the plan that a person saw: refuses `merge_changed` with the new one when it is no longer true, and
 * `value_held` while something of the other's is held for a booking. Locks the register, both members, then their accounts.
 */
export async function mergeMembers(
  work: Work,
  {
    id,
    survivorId,
    absorbedId,
    fingerprint,
  }: { id: string; survivorId: string; absorbedId: string; fingerprint: string },
): Promise<{ mergeId: string }> {
  if (survivorId === absorbedId) throw new Refused('merge_same_member')
  const pair = await lockPair(work, survivorId, absorbedId)
  const plan = await planAbsorption(work, pair.survivor, pair.absorbed)
  const current = fingerprintOf(survivorId, absorbedId, plan)
  if (current !== fingerprint) throw new Refused('merge_changed', { fingerprint: current })

  const moved = await absorbMember(work, pair)
  const assets = (await readOwnedAccounts(work, ownerOf(absorbedId))).map(({ asset }) => asset)
  if (assets.length > 0) {
    const between = { from: ownerOf(absorbedId), to: ownerOf(survivorId), assets, source: { kind: 'merge', id } }
    accept((await mergeAccounts(work, [between]))[0]!)
  }
  const held = await moveHoldings(work, pair)
  const standings = await absorbStanding(work, { survivorId, absorbedId })
  await insertMerge(work, { id, survivorId, absorbedId, moved: { ...moved, assets, ...held, standings } })
  tell(work, 'member.merged', { mergeId: id, survivorId, absorbedId })
  return { mergeId: id }
}

/**
 * Takes a merge apart: what came and is still there goes back; what was spent meanwhile stays spent, a debt that moved stays.
 * Refuses one that was undone, and one whose survivor was itself merged later: that merge is undone first.
 */
export async function undoMerge(work: Work, { mergeId }: { mergeId: string }): Promise<{ mergeId: string }> {
  const merge = await lockMerge(work, mergeId)
  if (!merge) throw new Refused('merge_not_found')
  if (merge.undoneAt) throw new Refused('merge_undone')
  const { survivorId, absorbedId, moved } = merge
  const pair = await lockMergedPair(work, survivorId, absorbedId)
  await releaseMember(work, pair, moved)
  if (moved.assets.length > 0) {
    const between = { from: ownerOf(survivorId), to: ownerOf(absorbedId), assets: moved.assets }
    const undo = { ...between, merge: { kind: 'merge', id: mergeId }, source: { kind: 'merge_undo', id: mergeId } }
    accept((await unmergeAccounts(work, [undo]))[0]!)
  }
  await moveHoldingsBack(work, pair, moved)
  await releaseStanding(work, { survivorId, absorbedId, before: moved.standings ?? null })
  await markUndone(work, mergeId)
  tell(work, 'member.merge_undone', { mergeId, survivorId, absorbedId })
  return { mergeId }
}

/** Two records that look alike are two people: the finder stops naming them. */
export async function markDistinct(
  work: Work,
  { memberIds }: { memberIds: readonly [string, string] },
): Promise<{ firstId: string }> {
  const [firstId, secondId] = [...memberIds].sort() as [string, string]
  if (firstId === secondId) throw new Refused('merge_same_member')
  await readLiveMember(work, firstId)
  await readLiveMember(work, secondId)
  await insertDistinctPair(work, firstId, secondId)
  work.audit({
    action: 'members.merge',
    subject: { kind: 'member', id: firstId },
    changes: { distinctFrom: [null, secondId] },
  })
  return { firstId }
}

/** On both lines: whoever follows one of the two records learns of it. */
function tell(work: Work, type: string, data: { mergeId: string; survivorId: string; absorbedId: string }): void {
  const subjects = [data.survivorId, data.absorbedId].map((id) => ({ kind: 'member', id }))
  work.emit(...subjects.map((subject) => ({ type, subject, data })))
  work.audit({
    action: 'members.merge',
    subject: subjects[0]!,
    changes: { [type === 'member.merged' ? 'absorbed' : 'released']: [null, data.absorbedId] },
  })
}
