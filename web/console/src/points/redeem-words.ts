import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'

export type RedeemRule = ResponseOf<typeof api.redeemRuleGet>

/** How points pay, in one sentence. */
export function redeemSentence({ points, worthCents, maxShareBps }: RedeemRule): string {
  if (maxShareBps === 0) return t('points.redeem.off')
  return t('points.redeem.sentence', { count: points, amount: formatMoney(worthCents) })
}

/** Below which number, and in which steps, points pay. */
export function stepWords({ minPoints, stepPoints }: RedeemRule): string {
  return t('points.redeem.stepsOf', { min: Math.max(minPoints, stepPoints), step: stepPoints })
}

/** What happens to points that come back after they would have ended (R15). */
export function returnWords({ returnedExpired, graceDays }: RedeemRule): string {
  if (returnedExpired === 'grace') return t('points.redeem.returned.grace', { count: graceDays })
  return t(`points.redeem.returned.${returnedExpired}`)
}

export const shareWords = (bps: number) => `${bps / 100}%`
