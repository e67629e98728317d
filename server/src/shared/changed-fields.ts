import { canonicalJson } from './canonical-json.ts'

/** What differs between two states of a record, as the audit log shows it: field → [before, after]. */
export function changedFields(before: object, after: object): Record<string, readonly [unknown, unknown]> {
  const changes: Record<string, readonly [unknown, unknown]> = {}
  for (const [field, value] of Object.entries(after)) {
    const [old, now] = [(before as Record<string, unknown>)[field] ?? null, (value as unknown) ?? null]
    if (canonicalJson(old) !== canonicalJson(now)) changes[field] = [old, now]
  }
  return changes
}
