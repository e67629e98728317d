import type { FlowTerms, Words } from './flow-types.ts'

/** What holds for every leaving, one value each. */
export const flowSettings = [
  ...(['offersAt', 'asksReason', 'holdoutBps', 'cooldownDays', 'lifetimeCap', 'callBackDays'] as const),
  ...(['script', 'winBackDays', 'winBackCoupon'] as const),
] as const
export type FlowSetting = (typeof flowSettings)[number]

type Value = string | number | boolean | null

/** One thing that a version has otherwise than the one before. */
export type FlowChange =
  | { part: 'reason' | 'question' | 'offer'; what: 'added' | 'removed' | 'changed'; words: Words }
  /** The same offers in another order, which is what they are tried in. */
  | { part: 'order' }
  | { part: FlowSetting; from: Value; to: Value }

const settingsOf = (terms: FlowTerms): Record<FlowSetting, Value> => ({
  ...{ offersAt: terms.offersAt, asksReason: terms.asksReason, holdoutBps: terms.holdoutBps },
  ...{ cooldownDays: terms.cooldownDays, lifetimeCap: terms.lifetimeCap, callBackDays: terms.callBackDays },
  ...{ script: terms.script, winBackDays: terms.winBack?.days ?? null },
  winBackCoupon: terms.winBack?.templateId ?? null,
})

type Part = { code: string; words: Words }

function partChanges(
  part: 'reason' | 'question' | 'offer',
  before: readonly Part[],
  after: readonly Part[],
): FlowChange[] {
  const was = new Map(before.map((one) => [one.code, one]))
  const is = new Map(after.map((one) => [one.code, one]))
  const isSame = (one: Part) => JSON.stringify(sorted(one)) === JSON.stringify(sorted(was.get(one.code)))
  return [
    ...after
      .filter((one) => !was.has(one.code) || !isSame(one))
      .map(({ code, words }) => ({ part, what: was.has(code) ? ('changed' as const) : ('added' as const), words })),
    ...before.filter(({ code }) => !is.has(code)).map(({ words }) => ({ part, what: 'removed' as const, words })),
  ]
}

/** Keys in one order: what was read from the database has them in another than what was typed. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}

/** What a version changed against the one before it: settings first, then reasons, questions, offers and their order. */
export function changesOf(before: FlowTerms, after: FlowTerms): FlowChange[] {
  const [was, is] = [settingsOf(before), settingsOf(after)]
  const left = (terms: FlowTerms, others: FlowTerms) =>
    terms.offers.map(({ code }) => code).filter((code) => others.offers.some((other) => other.code === code))
  const isReordered = left(before, after).join() !== left(after, before).join()
  return [
    ...flowSettings.filter((key) => was[key] !== is[key]).map((part) => ({ part, from: was[part], to: is[part] })),
    ...partChanges('reason', before.reasons, after.reasons),
    ...partChanges('question', before.questions, after.questions),
    ...partChanges('offer', before.offers, after.offers),
    ...(isReordered ? [{ part: 'order' as const }] : []),
  ]
}
