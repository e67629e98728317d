import type { Work } from '#platform/work.ts'
import { accept, Refused } from '#shared/refusal.ts'
import {
  deleteCredential,
  findCredential,
  insertCredential,
  readCredential,
  readCredentials,
  setBlocked,
} from './credential-queries.ts'
import { readCard } from './enrolment-rules.ts'
import { credentialHash, sealChange, sealPhone } from './member-secrets.ts'
import { readPhone } from './phone-rules.ts'
import { lockRegister } from './register-queries.ts'
import { lockWhole, rewriteTokens } from './update-member.ts'

type CredentialInput = { id: string; memberId: string; kind: 'card' | 'phone'; value: string }

/**
 * Gives a member a card or a phone more. The first phone is the main one, where messages go.
 *
 * Locks the register, then the member. Refuses what cannot be read and what a member has already (`phone_taken` and
 * `card_taken` name the holder); the same value for the same member again changes nothing.
 */
export async function addCredential(work: Work, input: CredentialInput): Promise<{ credentialId: string }> {
  await lockRegister(work)
  return writeCredential(work, input, { becomesMain: false })
}

/**
 * Changes a member's main phone: the old number ends, the new one takes its place. Null ends it without another.
 * Refuses as `addCredential` does.
 */
export async function changePhone(
  work: Work,
  { id, memberId, phone }: { id: string; memberId: string; phone: string | null },
): Promise<{ credentialId: string | null }> {
  await lockRegister(work)
  const { key, phone: before } = await lockWhole(work, memberId)
  const main = (await readCredentials(work, [memberId])).find(({ isMain }) => isMain)
  const next = phone === null ? null : accept(readPhone(phone))
  if (next === before) return { credentialId: main?.id ?? null }
  if (main) await deleteCredential(work, main.id)
  if (next !== null)
    return writeCredential(work, { id, memberId, kind: 'phone', value: next }, { becomesMain: true, before })
  await rewriteTokens(work, memberId)
  tell(work, memberId, 'member.phone_ended', { phone: [sealChange(key, memberId, before), null] })
  return { credentialId: null }
}

/**
 * Replaces a lost or worn card: the old one is blocked for good and names the new one. What the member owns belongs to the
 * member, not to the card, so nothing moves.
 */
export async function replaceCard(
  work: Work,
  { id, credentialId, cardNumber, reason }: { id: string; credentialId: string; cardNumber: string; reason: string },
): Promise<{ credentialId: string }> {
  await lockRegister(work)
  const old = await readCredential(work, credentialId)
  if (!old || old.kind !== 'card') throw new Refused('credential_not_found')
  if (old.replacedBy) throw new Refused('credential_blocked')
  const added = await writeCredential(
    work,
    { id, memberId: old.memberId, kind: 'card', value: cardNumber },
    { becomesMain: false },
  )
  await setBlocked(work, old.id, { at: work.at, reason, replacedBy: added.credentialId })
  return added
}

/** Blocks a card or phone: it no longer identifies the member, and nobody else can have it. */
export async function blockCredential(
  work: Work,
  { credentialId, reason }: { credentialId: string; reason: string },
): Promise<{ credentialId: string }> {
  const { memberId, blockedAt } = await lockHolder(work, credentialId)
  if (blockedAt) throw new Refused('credential_blocked')
  await setBlocked(work, credentialId, { at: work.at, reason, replacedBy: null })
  tell(work, memberId, 'member.credential_blocked', { blocked: [null, credentialId] }, reason)
  return { credentialId }
}

/** Takes a block back: the lost card was found. A replaced card stays blocked. */
export async function unblockCredential(
  work: Work,
  { credentialId }: { credentialId: string },
): Promise<{ credentialId: string }> {
  const { memberId, blockedAt, replacedBy } = await lockHolder(work, credentialId)
  if (!blockedAt) throw new Refused('credential_not_blocked')
  if (replacedBy) throw new Refused('credential_blocked')
  await setBlocked(work, credentialId, null)
  tell(work, memberId, 'member.credential_unblocked', { blocked: [credentialId, null] })
  return { credentialId }
}

async function lockHolder(work: Work, credentialId: string) {
  await lockRegister(work)
  const credential = await readCredential(work, credentialId)
  if (!credential) throw new Refused('credential_not_found')
  await lockWhole(work, credential.memberId)
  return credential
}

async function writeCredential(
  work: Work,
  { id, memberId, kind, value }: CredentialInput,
  { becomesMain, before = null }: { becomesMain: boolean; before?: string | null },
): Promise<{ credentialId: string }> {
  const { key, phone } = await lockWhole(work, memberId)
  const text = accept(kind === 'card' ? readCard(value) : readPhone(value))
  const hash = credentialHash(work, kind, text)
  const held = await findCredential(work, kind, hash)
  if (held?.memberId === memberId && !held.blockedAt) return { credentialId: held.id }
  if (held) throw new Refused(kind === 'card' ? 'card_taken' : 'phone_taken', { memberId: held.memberId })
  await insertCredential(work, {
    id,
    memberId,
    kind,
    hash,
    label: kind === 'card' ? text : null,
    sealed: kind === 'phone' ? sealPhone(key, memberId, text) : null,
    isMain: kind === 'phone' && (becomesMain || phone === null),
  })
  await rewriteTokens(work, memberId)
  tell(work, memberId, `member.${kind}_added`, {
    [kind]: [sealChange(key, memberId, before), sealChange(key, memberId, text)],
  })
  return { credentialId: id }
}

function tell(
  work: Work,
  memberId: string,
  type: string,
  changes: Record<string, readonly [unknown, unknown]>,
  reason?: string,
): void {
  const subject = { kind: 'member', id: memberId }
  work.emit({ type, subject, data: {} })
  work.audit({ action: 'members.edit', subject, changes, ...(reason ? { reason } : {}) })
}
