import type { Identity } from '#modules/identity/identity.ts'
import { startMemberSession } from '#modules/identity/member-session.ts'
import { keepPhoneProof, usePhoneProof, withProvenPhone } from '#modules/identity/prove-phone.ts'
import type { Actor } from '#platform/actor.ts'
import { inRetriedTransaction } from '#platform/transaction.ts'
import type { Work } from '#platform/work.ts'
import { isRefusal, Refused } from '#shared/refusal.ts'
import { findCredential } from './credential-queries.ts'
import { enrolMembers } from './enrol-members.ts'
import { credentialHash } from './member-secrets.ts'
import { standingMember } from './survivor.ts'

type Client = { ip: string; userAgent: string }
type SignedIn = { token: string; sessionId: string; memberId: string }

const enrolActor: Actor = { kind: 'system', name: 'portal' }

/**
 * Signs the member in whose phone this is, or, where it is nobody's yet, gives a proof with which its owner may enrol. Refuses as
 * `withProvenPhone`, and `credential_blocked` for a phone that was reported lost.
 */
export async function signInMember(
  identity: Identity,
  input: { merchantId: string; phone: string; code: string } & Client,
  at: Date,
): Promise<SignedIn | { proof: string }> {
  return withProvenPhone(identity, { ...input, purpose: 'sign_in' }, at, async (work, phoneCodeId) => {
    const signedIn = await signInHolder(work, identity, input)
    return signedIn ?? { proof: await keepPhoneProof(work, phoneCodeId) }
  })
}

/**
 * Makes a member of somebody who just proved their phone, and signs them in. Whoever is a member by now (two pages open, a clerk
 * at the till) is signed in as that: nobody has two records, nobody is sent away.
 *
 * Refuses `phone_proof_expired`, and what `enrolMembers` refuses. Locks the register.
 */
export async function enrolByPhone(
  identity: Identity,
  input: {
    merchantId: string
    id: string
    phone: string
    proof: string
    name: string | null
    consents: readonly { purpose: string; textVersion: number }[]
    storeId: string | null
    pointsRulesVersion?: number
  } & Client,
  at: Date,
): Promise<SignedIn & { isNew: boolean }> {
  const { merchantId, id, phone, proof, name, consents, storeId, pointsRulesVersion } = input
  const actor = enrolActor
  return inRetriedTransaction(identity.database, { merchantId, actor, at }, async (work) => {
    await usePhoneProof(work, { phone, proof })
    const agreed = pointsRulesVersion === undefined ? {} : { pointsRulesVersion }
    const row = { id, name, phone, consents, homeStoreId: storeId, source: 'portal' as const, ...agreed }
    const [enrolled] = await enrolMembers(work, [row])
    if (isRefusal(enrolled) && enrolled.code !== 'phone_taken') throw new Refused(enrolled.code, enrolled.details)
    const signedIn = await signInHolder(work, identity, input)
    if (!signedIn) throw new Refused('member_not_found')
    return { ...signedIn, isNew: !isRefusal(enrolled) }
  })
}

async function signInHolder(work: Work, { keys }: Identity, { phone, ...client }: { phone: string } & Client) {
  const held = await findCredential(work, 'phone', credentialHash(work, 'phone', phone))
  if (held?.blockedAt) throw new Refused('credential_blocked')
  const memberId = held ? await standingMember(work, held.memberId) : null
  if (memberId === null) return null
  const { ip, userAgent } = client
  return { ...(await startMemberSession(work, keys, { memberId, ip, userAgent })), memberId }
}
