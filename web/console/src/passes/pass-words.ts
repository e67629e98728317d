import { api, type ResponseOf } from '@staff/api'
import { formatDay, formatMoney, type Tone } from '@staff/ui'
import type { PlanTerms, Quota, Span } from '#modules/passes/plan-types.ts'
import type { Wording } from '#modules/passes/plan-words-rules.ts'
import { language, t, type SentenceKey } from '#app/i18n.ts'

export type Plan = ResponseOf<typeof api.planList>['items'][number]
export type PassRow = ResponseOf<typeof api.passList>['items'][number]
export type PassDetails = ResponseOf<typeof api.passGet>
export type CancelQuote = ResponseOf<typeof api.passCancelQuote>
export type PassState = PassRow['state']

/** Everything that shows passes and has to be read again after one changed. */
export const passChanges = [
  api.passGet,
  api.passList,
  api.memberPassList,
  api.passFitList,
  api.passRenewalList,
  api.bookingList,
  api.planList,
]

export const stateWords = {
  waiting: { label: 'passes.state.waiting', tone: 'info' },
  unstarted: { label: 'passes.state.unstarted', tone: 'info' },
  active: { label: 'passes.state.active', tone: 'good' },
  frozen: { label: 'passes.state.frozen', tone: 'warn' },
  ended: { label: 'passes.state.ended', tone: 'plain' },
  expired: { label: 'passes.state.expired', tone: 'plain' },
} as const satisfies Record<PassState, { label: SentenceKey; tone: Tone }>

export const planKinds = ['count', 'term', 'mixed', 'membership'] as const
export const quotaPeriods = ['day', 'week', 'month'] as const satisfies readonly Quota['per'][]
export const spanUnits = ['day', 'week', 'month', 'year'] as const satisfies readonly Span['unit'][]

export const isLive = ({ state }: Pick<PassRow, 'state'>): boolean => state !== 'ended' && state !== 'expired'

/** Until when, as people say it; nothing for what has no end. */
export function endWords({ endsDay, state, startsDay, latestStartDay }: PassRow): string {
  if (state === 'unstarted' && latestStartDay) return t('passes.until.firstUse', { day: formatDay(latestStartDay) })
  if (state === 'waiting' && startsDay) return t('passes.until.from', { day: formatDay(startsDay) })
  return endsDay === null ? t('passes.until.never') : t('passes.until.day', { day: formatDay(endsDay) })
}

/** What is left of a part, in two words; of a pass that is over, what was had of it. */
export function leftWords({ units, leftUnits, usedUnits }: PassRow['components'][number], isOver: boolean): string {
  if (isOver) return t('passes.left.had', { count: usedUnits })
  return units === null ? t('passes.left.unlimited') : t('passes.left.units', { left: leftUnits ?? 0, units })
}

/** All ids that a plan's sentences name. */
export function namedInPlan(terms: PlanTerms): { productIds: string[] } {
  return { productIds: terms.components.flatMap(({ scope }) => [...scope.productIds, ...scope.excludedProductIds]) }
}

/** How the contract's sentences write money and names on these screens. */
export function wordingOf(nameOf: (id: string) => string | undefined): Wording {
  return { language: language() === 'zh' ? 'zh' : 'en', money: formatMoney, nameOf }
}
