import type { Work } from '#platform/work.ts'
import { openEmail, sealEmail } from './message-secrets.ts'
import { type MemberSetting, noSetting, readSetting, writeSetting } from './preference-queries.ts'

type Between = { survivorId: string; absorbedId: string; absorbedKey: Buffer | null; survivorKey: Buffer | null }

/** Settings that the survivor did not have and took over. */
export type FilledSettings = { fields: readonly (keyof typeof groups)[] }

/** What belongs together: hours have two ends, an address its proof. */
const groups = {
  language: ['language'],
  timeZone: ['timeZone'],
  quietHours: ['quietFromMinute', 'quietToMinute'],
  weekMost: ['weekMost'],
  email: ['email', 'emailProvedAt'],
} as const satisfies Record<string, readonly (keyof MemberSetting)[]>

const names = Object.keys(groups) as (keyof typeof groups)[]

/**
 * Two records became one person: where the survivor never said how to be reached, what the other said holds, an address sealed anew with
 * the survivor's key. Words on channels and topics need no move: they are read together, and a no wins. Returns what was filled in.
 */
export async function absorbSettings(
  work: Work,
  { survivorId, absorbedId, ...keys }: Between,
): Promise<FilledSettings> {
  const [own, theirs] = await Promise.all([readSetting(work, survivorId), readSetting(work, absorbedId)])
  const fields = names.filter((name) => own[groups[name][0]] === null && theirs[groups[name][0]] !== null)
  if (fields.length === 0) return { fields }
  const email = openEmail(keys.absorbedKey, absorbedId, theirs.email)
  const given: MemberSetting = {
    ...theirs,
    email: email && keys.survivorKey ? sealEmail(keys.survivorKey, survivorId, email) : null,
  }
  await writeSetting(work, survivorId, pick(own, given, fields))
  return { fields }
}

/** The undo: what was filled in and not changed since is blank again; the absorbed record has its own still. */
export async function releaseSettings(
  work: Work,
  { survivorId, absorbedId, ...keys }: Between,
  { fields }: FilledSettings,
): Promise<void> {
  if (fields.length === 0) return
  const [own, theirs] = await Promise.all([readSetting(work, survivorId), readSetting(work, absorbedId)])
  const isUntouched = (name: keyof typeof groups) =>
    name === 'email'
      ? openEmail(keys.survivorKey, survivorId, own.email) === openEmail(keys.absorbedKey, absorbedId, theirs.email)
      : groups[name].every((field) => own[field] === theirs[field])
  await writeSetting(work, survivorId, pick(own, noSetting, fields.filter(isUntouched)))
}

function pick(base: MemberSetting, from: MemberSetting, fields: readonly (keyof typeof groups)[]): MemberSetting {
  const taken = fields.flatMap((name) => groups[name].map((field) => [field, from[field]] as const))
  return { ...base, ...Object.fromEntries(taken) }
}
