import type { Work } from '#platform/work.ts'
import { canonicalJson } from '#shared/canonical-json.ts'
import { newId } from '#shared/ids.ts'
import { accept, Refused } from '#shared/refusal.ts'
import { deleteTokens, moveReferrals, setMergedInto } from './absorb-queries.ts'
import { updateProfile } from './change-queries.ts'
import { insertConsents, readConsents } from './consent-queries.ts'
import { type ConsentPurpose, type ConsentRecord, currentConsents, mergedConsents } from './consent-rules.ts'
import { type CredentialRow, moveCredential, readCredentials } from './credential-queries.ts'
import { type Fill, fillOf, type FillableField } from './merge-rules.ts'
import { type MemberRow, readFamilyIds, readMembers } from './member-queries.ts'
import { openPhone, sealPhone } from './member-secrets.ts'
import { checkLive } from './member-status-rules.ts'
import { lockMemberRows } from './lock-queries.ts'
import { lockRegister } from './register-queries.ts'
import { deleteMemberTags, insertMemberTags } from './tag-queries.ts'
import { rewriteTokens } from './update-member.ts'

type Whole = MemberRow & { key: Buffer }
/** Both records, locked, each with the key that seals what is personal of it. */
export type Pair = { survivor: Whole; absorbed: Whole }

/** What a merge of two records would move, for people to look at. Ids and names of fields; values are read where they are shown. */
export type AbsorptionPlan = {
  credentialIds: string[]
  mainPhoneId: string | null
  fill: Fill
  consents: { purpose: string; isGiven: boolean; textVersion: number }[]
}

/** What a merge did, by ids, so that it can be undone. */
export type Absorption = AbsorptionPlan & {
  referredIds: string[]
  absorbedWas: 'active' | 'blocked'
  /** Tags that came to the survivor; merges of before there were tags say nothing. */
  tagIds?: string[]
}

/** Locks the book and both records, in key order, and reads them. Refuses one that is merged or erased already, or unknown. */
export async function lockPair(work: Work, survivorId: string, absorbedId: string): Promise<Pair> {
  return readLocked(work, survivorId, absorbedId, [survivorId, absorbedId])
}

/** The same for taking a merge apart: the absorbed record is merged, and must be so into this survivor. */
export async function lockMergedPair(work: Work, survivorId: string, absorbedId: string): Promise<Pair> {
  const pair = await readLocked(work, survivorId, absorbedId, [survivorId])
  if (pair.absorbed.mergedInto !== survivorId)
    throw new Refused('member_merged', { mergedInto: pair.absorbed.mergedInto })
  return pair
}

async function readLocked(work: Work, survivorId: string, absorbedId: string, live: readonly string[]): Promise<Pair> {
  await lockRegister(work)
  const [locked, rows] = await Promise.all([
    lockMemberRows(work, [survivorId, absorbedId]),
    readMembers(work, [survivorId, absorbedId]),
  ])
  for (const id of live) accept(checkLive(locked.find((row) => row.id === id)))
  const wholeOf = (id: string): Whole => {
    const row = rows.find((each) => each.id === id)
    if (!row?.key) throw new Refused('member_not_found')
    return { ...row, key: row.key }
  }
  return { survivor: wholeOf(survivorId), absorbed: wholeOf(absorbedId) }
}

/** Reads what a merge would move. Without locks for a preview, with `lockPair` before it for the merge itself. */
export async function planAbsorption(work: Work, survivor: MemberRow, absorbed: MemberRow): Promise<AbsorptionPlan> {
  const [credentials, own, theirs] = await Promise.all([
    readCredentials(work, [absorbed.id]),
    consentsOf(work, survivor.id),
    consentsOf(work, absorbed.id),
  ])
  return {
    credentialIds: credentials.map(({ id }) => id),
    mainPhoneId: credentials.find(({ isMain }) => isMain)?.id ?? null,
    fill: fillOf(survivor, absorbed),
    consents: mergedConsents(own, theirs).map(({ purpose, isGiven, textVersion }) => ({
      purpose,
      isGiven,
      textVersion,
    })),
  }
}

async function consentsOf(work: Work, memberId: string) {
  return readConsents(work, await readFamilyIds(work, memberId))
}

/**
 * Makes one record of two: credentials, consents, tags, blanks of the profile and referrals go to the survivor; notes and timeline
 * stay where they are and are read together. The absorbed record points at the survivor from now on. Both are locked.
 */
export async function absorbMember(work: Work, pair: Pair): Promise<Absorption> {
  const { survivor, absorbed } = pair
  const plan = await planAbsorption(work, survivor, absorbed)
  await setMergedInto(work, absorbed.id, { status: 'merged', mergedInto: survivor.id })
  for (const row of await readCredentials(work, [absorbed.id])) {
    await handOver(work, row, absorbed, survivor, row.isMain && survivor.phone === null)
  }
  const referredIds = await moveReferrals(work, { fromId: absorbed.id, toId: survivor.id })
  const filled = filledProfile(survivor, absorbed, plan.fill)
  // A survivor that the absorbed record had referred was referred by themselves.
  await updateProfile(work, survivor.id, {
    ...filled,
    referrerId: filled.referrerId === absorbed.id ? null : filled.referrerId,
  })
  await appendConsents(work, survivor.id, plan.consents)
  const tagged = await insertMemberTags(work, [survivor.id], absorbed.tagIds)
  await deleteTokens(work, [absorbed.id])
  await rewriteTokens(work, survivor.id)
  const absorbedWas = absorbed.status === 'blocked' ? 'blocked' : 'active'
  return { ...plan, referredIds, absorbedWas, tagIds: tagged.map(({ tagId }) => tagId) }
}

/**
 * Takes a merge apart again: the credentials that came and are still there, the fields that were filled and not changed since,
 * the referrals. Consents go back to what the survivor itself had last said. Both records are locked.
 */
export async function releaseMember(work: Work, pair: Pair, moved: Absorption): Promise<void> {
  const { survivor, absorbed } = pair
  await setMergedInto(work, absorbed.id, { status: moved.absorbedWas, mergedInto: null })
  const held = await readCredentials(work, [survivor.id])
  for (const row of held.filter(({ id }) => moved.credentialIds.includes(id))) {
    await handOver(work, row, survivor, absorbed, row.id === moved.mainPhoneId)
  }
  await moveReferrals(work, { fromId: survivor.id, toId: absorbed.id, only: moved.referredIds })
  await updateProfile(work, survivor.id, clearedProfile(survivor, absorbed, moved.fill))
  await restoreConsents(work, survivor, moved)
  await deleteMemberTags(work, [survivor.id], moved.tagIds ?? [])
  await rewriteTokens(work, survivor.id)
  await rewriteTokens(work, absorbed.id)
}

async function handOver(work: Work, row: CredentialRow, from: Whole, to: Whole, isMain: boolean): Promise<void> {
  const sealed = row.sealed && sealPhone(to.key, to.id, openPhone(from.key, from.id, row.sealed))
  await moveCredential(work, { id: row.id, memberId: to.id, sealed, isMain: row.kind === 'phone' && isMain })
}

function filledProfile(survivor: Whole, absorbed: Whole, fill: Fill): Whole {
  const fields = Object.fromEntries(fill.fields.map((field) => [field, absorbed[field]]))
  const custom = Object.fromEntries(fill.customCodes.map((code) => [code, absorbed.custom[code]!]))
  const filled: Whole = { ...survivor, ...fields, custom: { ...survivor.custom, ...custom } }
  return fill.fields.includes('birthday') ? { ...filled, nextBirthdayDay: absorbed.nextBirthdayDay } : filled
}

function clearedProfile(survivor: Whole, absorbed: Whole, fill: Fill): Whole {
  const blank: Record<FillableField, unknown> = {
    ...{ gender: 'unknown', birthday: null, homeStoreId: null, referrerId: null, householdId: null, allergies: null },
  }
  const isUntouched = (field: FillableField) => canonicalJson(survivor[field]) === canonicalJson(absorbed[field])
  const fields = Object.fromEntries(fill.fields.filter(isUntouched).map((field) => [field, blank[field]]))
  const custom = Object.fromEntries(
    Object.entries(survivor.custom).filter(
      ([code, value]) => !(fill.customCodes.includes(code) && value === absorbed.custom[code]),
    ),
  )
  const cleared: Whole = { ...survivor, ...fields, custom }
  return cleared.birthday === null ? { ...cleared, nextBirthdayDay: null } : cleared
}

type Said = Pick<ConsentRecord, 'purpose' | 'isGiven' | 'textVersion'>

async function appendConsents(work: Work, memberId: string, said: readonly Said[]): Promise<void> {
  await insertConsents(
    work,
    said.map(({ purpose, isGiven, textVersion }) => ({
      ...{ id: newId(work.at.getTime()), memberId, isGiven, textVersion, at: work.at, source: 'merge' },
      purpose: purpose as ConsentPurpose,
    })),
  )
}

/** The survivor's last own word holds again; where it had never spoken, a yes that came with the merge is withdrawn. */
async function restoreConsents(work: Work, survivor: Whole, moved: Absorption): Promise<void> {
  const history = await readConsents(work, [survivor.id])
  const now = currentConsents(history)
  const own = currentConsents(history.filter(({ source }) => source !== 'merge'))
  const back = moved.consents.flatMap(({ purpose, textVersion }): Said[] => {
    if (now.get(purpose)?.source !== 'merge') return [] // the member has spoken since
    const before = own.get(purpose)
    return [{ purpose, isGiven: before?.isGiven ?? false, textVersion: before?.textVersion ?? textVersion }]
  })
  await appendConsents(work, survivor.id, back)
}
