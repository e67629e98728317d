import { refuse, type Refusal } from '#shared/refusal.ts'

export const maxNameLength = 100

/**
 * A name as it is kept: composed (NFC), outer and repeated spaces gone, otherwise as given, emoji and right-to-left text included.
 *
 * Refuses an empty one, one of invisible characters only, control characters, and direction overrides, by which a name could
 * make what follows it on the screen read backwards.
 */
export function cleanName(given: string): string | Refusal<'invalid_name'> {
  const name = given.normalize('NFC').replace(/\s+/gu, ' ').trim()
  if (name.length > maxNameLength) return refuse('invalid_name', { problem: 'too_long', max: maxNameLength })
  if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(name)) return refuse('invalid_name', { problem: 'control_characters' })
  if (name.replace(/[\p{Cf}\p{Z}\p{M}]/gu, '') === '') return refuse('invalid_name', { problem: 'empty' })
  return name
}

/** How names are compared: width, case, spaces, middle dots and invisible characters do not matter. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cf}·•・.'’-]/gu, '')
    .normalize('NFC')
}
