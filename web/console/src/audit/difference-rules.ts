import { canonicalJson } from '#shared/canonical-json.ts'

/** What went and what came. Of two lists only the items that differ; an empty value is none. */
export function differenceOf(before: unknown, after: unknown): { gone: unknown[]; come: unknown[] } {
  const [gone, come] = [itemsOf(before), itemsOf(after)]
  if (!Array.isArray(before) || !Array.isArray(after)) return { gone, come }
  const had = new Set(gone.map((item) => canonicalJson(item)))
  const has = new Set(come.map((item) => canonicalJson(item)))
  return {
    gone: gone.filter((item) => !has.has(canonicalJson(item))),
    come: come.filter((item) => !had.has(canonicalJson(item))),
  }
}

function itemsOf(value: unknown): unknown[] {
  if (value === null || value === undefined || value === '') return []
  return Array.isArray(value) ? value : [value]
}
