import type { Work } from '#platform/work.ts'
import { accept } from '#shared/refusal.ts'
import { insertConsents, insertConsentText, readConsents, readConsentTexts } from './consent-queries.ts'
import { type ConsentPurpose, checkTextVersion, currentConsents } from './consent-rules.ts'
import { updateProfile } from './change-queries.ts'
import { readFamilyIds } from './member-queries.ts'
import { sealChange } from './member-secrets.ts'
import { lockRegister } from './register-queries.ts'
import { lockWhole } from './update-member.ts'

export type ConsentSource = 'till' | 'console' | 'portal' | 'integration'

/**
 * Records that a member agrees to one purpose, to the text in force (R35). Saying yes to what holds already changes nothing.
 * Refuses `consent_text_outdated` when the text that was shown is no longer the one in force. Locks the member.
 */
export async function giveConsent(
  work: Work,
  input: { id: string; memberId: string; purpose: ConsentPurpose; textVersion: number; source: ConsentSource },
): Promise<{ memberId: string }> {
  const { memberId, purpose } = input
  await lockWhole(work, memberId)
  const [texts, held] = await Promise.all([readConsentTexts(work), currentOf(work, memberId, purpose)])
  const latest = texts.find((text) => text.purpose === purpose)!.version
  const textVersion = accept(checkTextVersion(latest, input.textVersion))
  if (held?.isGiven && held.textVersion === textVersion) return { memberId }
  await insertConsents(work, [{ ...input, isGiven: true, textVersion, at: work.at }])
  work.emit({ type: 'member.consent_given', subject: { kind: 'member', id: memberId }, data: { purpose, textVersion } })
  return { memberId }
}

/**
 * Records that a member no longer agrees: one step, no reason asked, at once (R35). Withdrawing `health` also clears the
 * allergies, which were kept for no other reason. Locks the member.
 */
export async function withdrawConsent(
  work: Work,
  { id, memberId, purpose, source }: { id: string; memberId: string; purpose: ConsentPurpose; source: ConsentSource },
): Promise<{ memberId: string }> {
  const member = await lockWhole(work, memberId)
  const held = await currentOf(work, memberId, purpose)
  if (!held?.isGiven) return { memberId }
  await insertConsents(work, [
    { id, memberId, purpose, isGiven: false, textVersion: held.textVersion, at: work.at, source },
  ])
  const subject = { kind: 'member', id: memberId }
  if (purpose === 'health' && member.allergies) {
    await updateProfile(work, memberId, { ...member, allergies: null })
    work.audit({
      action: 'members.edit',
      subject,
      changes: { allergies: [sealChange(member.key, memberId, member.allergies), null] },
      reason: 'consent withdrawn',
    })
  }
  work.emit({ type: 'member.consent_withdrawn', subject, data: { purpose, textVersion: held.textVersion } })
  return { memberId }
}

async function currentOf(work: Work, memberId: string, purpose: ConsentPurpose) {
  return currentConsents(await readConsents(work, await readFamilyIds(work, memberId))).get(purpose)
}

/** Publishes a merchant's own text for a purpose. Members who agreed to an older one have agreed to that, and are asked anew. */
export async function publishConsentText(
  work: Work,
  { purpose, zh, en }: { purpose: ConsentPurpose; zh: string; en: string },
): Promise<{ purpose: ConsentPurpose; version: number }> {
  await lockRegister(work)
  const current = (await readConsentTexts(work)).find((text) => text.purpose === purpose)!
  const version = current.version + 1
  await insertConsentText(work, { purpose, version, zh: zh.trim(), en: en.trim() })
  work.audit({
    action: 'settings.edit',
    subject: { kind: 'merchant', id: work.merchantId },
    changes: { [`consentText.${purpose}`]: [current.version, version] },
  })
  return { purpose, version }
}
