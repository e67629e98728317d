import { accountsOfMember } from '#modules/cashier/sale/hold-for-sales.ts'
import { ownersMovedSince } from '#modules/ledger/changed-owners.ts'
import { availableUnits } from '#modules/ledger/ledger-rules.ts'
import { readLedger } from '#modules/ledger/post-ledger.ts'
import { tillMembers, type TillMember } from '#modules/members/till-members.ts'
import { decodeCursor, encodeCursor } from '#platform/contract.ts'
import { keyedHash } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'

const firstId = '00000000-0000-0000-0000-000000000000'
const mostMoved = 20_000

/** A transaction is short: what it changed is to be seen this long after its time at the latest. */
const settledMs = 15_000

/** The purpose of the key from which each till's secret for members is derived. */
const memberKeyPurpose = 'cashier.till_members'

/** The secret under which a till finds members. Another till's is another one; bound again, the till gets a new one. */
export function memberSecretOf(work: Work, deviceId: string): string {
  return keyedHash(work.key(memberKeyPurpose), deviceId).toString('base64url')
}

export type TillMemberWithHoldings = TillMember & { storedCents: number; points: number }

/**
 * Members changed since the till's cursor, a page at a time; with the last page also those whose holdings moved. Without a
 * cursor: all who can be sold to. A member may come twice; the later word counts.
 */
export async function readTillMembers(
  work: Work,
  deviceId: string,
  input: { cursor?: string | undefined; limit: number },
): Promise<{ members: TillMemberWithHoldings[]; cursor: string; isComplete: boolean }> {
  const secret = memberSecretOf(work, deviceId)
  const [at, id, isFirst, movedSince] = decodeCursor(input.cursor, 4) ?? fromTheStart(work)
  const after = { at: String(at), id: String(id) }
  const { members, next } = await tillMembers(work, secret, { after, isFirst: isFirst === 1, limit: input.limit })
  const isComplete = members.length < input.limit
  if (!isComplete) {
    const cursor = encodeCursor([next!.at, next!.id, isFirst ?? 0, String(movedSince)])
    return { members: await withHoldings(work, members), cursor, isComplete }
  }
  const since = new Date(new Date(String(movedSince)).getTime() - settledMs)
  const moved = await ownersMovedSince(work, since, mostMoved)
  // After a sweep over half the shop the till had better begin again.
  if (moved.length === mostMoved) return { members: [], cursor: encodeCursor(fromTheStart(work)), isComplete: false }
  const others = moved.filter((owner) => !members.some((member) => member.id === owner))
  const alsoMoved = others.length === 0 ? [] : (await tillMembers(work, secret, { ids: others })).members
  const settledAt = new Date(work.at.getTime() - settledMs).toISOString()
  const place = next && next.at < settledAt ? next : { at: settledAt, id: firstId }
  return {
    members: await withHoldings(work, [...members, ...alsoMoved]),
    cursor: encodeCursor([place.at, place.id, 0, work.at.toISOString()]),
    isComplete,
  }
}

function fromTheStart(work: Work): (string | number)[] {
  return ['epoch', firstId, 1, work.at.toISOString()]
}

async function withHoldings(work: Work, members: readonly TillMember[]): Promise<TillMemberWithHoldings[]> {
  const keys = members.map(({ id }) => accountsOfMember(id))
  const state = await readLedger(
    work,
    keys.flatMap(({ stored, points }) => [...stored, points]),
  )
  return members.map((member, index) => ({
    ...member,
    storedCents: availableUnits(state, keys[index]!.stored, work.at),
    points: availableUnits(state, [keys[index]!.points], work.at),
  }))
}
