import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

export type MyReward = ResponseOf<typeof api.myRewardList>['items'][number]

/** What so many of a reward cost, in points and money. */
export function priceOf({ points, cashCents }: MyReward, quantity: number): string {
  return cashCents > 0
    ? t('mall.pointsAndCash', { count: points * quantity, cash: formatMoney(cashCents * quantity) })
    : t('mall.pointsOnly', { count: points * quantity })
}
