import type { Work } from '#platform/work.ts'
import { accept, isRefusal, Refused } from '#shared/refusal.ts'
import { findByNumber, findCredential, lockCodeState, readCodeState, writeCodeState } from './credential-queries.ts'
import { readCard } from './enrolment-rules.ts'
import { insertIdentification, readIdentificationRow } from './identification-queries.ts'
import { isMemberNumber, splitMemberCode, stepOfCode } from './member-code-rules.ts'
import { readFamilyIds, readMember } from './member-queries.ts'
import { codeSecret, credentialHash, openMemberKey } from './member-secrets.ts'
import { checkLive } from './member-status-rules.ts'
import { readPhone } from './phone-rules.ts'

export type Found = { memberId: string; by: 'code' | 'card' | 'number' | 'phone' }

/**
 * Whose card, number, phone or rotating code this is, exactly; nothing is used up. A record that was merged answers with its
 * survivor. Refuses `member_not_found`, a blocked card, and a blocked member.
 */
export async function lookUpMember(work: Work, shown: string): Promise<Found> {
  const found = await findShown(work, shown)
  if (!found) throw new Refused('member_not_found')
  const member = accept(checkLive(await readMember(work, found.memberId)))
  if (member.status === 'blocked') throw new Refused('member_blocked')
  return found
}

async function findShown(work: Work, shown: string): Promise<Found | null> {
  const text = shown.normalize('NFKC').trim().slice(0, 100)
  const card = readCard(text)
  const phone = readPhone(text)
  const split = splitMemberCode(text)
  const [byCard, byPhone, byNumber, byCode] = await Promise.all([
    isRefusal(card) ? undefined : findCredential(work, 'card', credentialHash(work, 'card', card)),
    isRefusal(phone) ? undefined : findCredential(work, 'phone', credentialHash(work, 'phone', phone)),
    isMemberNumber(text) ? findByNumber(work, text) : undefined,
    split ? findByNumber(work, split.number) : undefined,
  ])
  const credential = byCard ?? byPhone
  if (credential?.blockedAt) throw new Refused('credential_blocked')
  if (byCard) return { memberId: byCard.memberId, by: 'card' }
  if (byNumber) return { memberId: await survivorOf(work, byNumber), by: 'number' }
  if (byPhone) return { memberId: byPhone.memberId, by: 'phone' }
  return byCode ? { memberId: await survivorOf(work, byCode), by: 'code' } : null
}

async function survivorOf(work: Work, { id, mergedInto }: { id: string; mergedInto: string | null }): Promise<string> {
  let survivor = id
  for (let next = mergedInto; next;) {
    survivor = next
    next = (await readMember(work, next))?.mergedInto ?? null
  }
  return survivor
}

/**
 * Records that a member showed who they are, for the cart to name when it is paid. Only the rotating code verifies: its step is
 * accepted once (`code_used`), also when two tills read the same screen at the same time.
 *
 * Refuses as `lookUpMember`, and `code_wrong` for digits that no step near now has.
 */
export async function identifyMember(
  work: Work,
  { id, shown }: { id: string; shown: string },
): Promise<{ identificationId: string; memberId: string; by: Found['by']; isVerified: boolean }> {
  const found = await lookUpMember(work, shown)
  const isVerified = found.by === 'code'
  if (isVerified) await useCode(work, found.memberId, splitMemberCode(shown)!)
  await insertIdentification(work, { id, ...found, isVerified })
  return { identificationId: id, ...found, isVerified }
}

/** The code may be of a record that was merged: its own secret decides, so every number of the family is tried by its owner. */
async function useCode(
  work: Work,
  memberId: string,
  { number, code }: { number: string; code: string },
): Promise<void> {
  const owner = await findByNumber(work, number)
  const family = await readFamilyIds(work, memberId)
  if (!owner || !family.includes(owner.id)) throw new Refused('code_wrong')
  const state = await lockCodeState(work, owner.id)
  if (!state) throw new Refused('code_wrong')
  const step = stepOfCode(
    codeSecret(openMemberKey(work, owner.id, state.sealedKey), state.secretVersion),
    code,
    work.at,
  )
  if (step === null) throw new Refused('code_wrong')
  if (step <= state.lastStep) throw new Refused('code_used')
  await writeCodeState(work, { ...state, lastStep: step })
}

/** An identification that a cart names, with the member it was of; null for one that never was or is older than `sinceMs`. */
export async function readIdentification(work: Work, id: string, sinceMs: number) {
  const row = await readIdentificationRow(work, id)
  return row && work.at.getTime() - row.at.getTime() <= sinceMs ? row : null
}

/** The secret behind a member's code, for the member's own device. Whoever has it can show the code until it is renewed. */
export async function readCodeSecret(work: Work, memberId: string): Promise<{ number: string; secret: Buffer }> {
  const [member, state] = await Promise.all([readMember(work, memberId), readCodeState(work, memberId)])
  const live = accept(checkLive(member))
  return {
    number: live.number,
    secret: codeSecret(openMemberKey(work, memberId, state!.sealedKey), state!.secretVersion),
  }
}

/** Ends the secret behind a member's code, on every phone that holds it: the phone was lost or lent. */
export async function renewCode(
  work: Work,
  { memberId }: { memberId: string },
): Promise<{ memberId: string; secretVersion: number }> {
  const state = await lockCodeState(work, memberId)
  if (!state) throw new Refused('member_not_found')
  const secretVersion = state.secretVersion + 1
  await writeCodeState(work, { ...state, secretVersion })
  const subject = { kind: 'member', id: memberId }
  work.emit({ type: 'member.code_renewed', subject, data: { secretVersion } })
  work.audit({ action: 'members.edit', subject, changes: { codeSecretVersion: [state.secretVersion, secretVersion] } })
  return { memberId, secretVersion }
}
