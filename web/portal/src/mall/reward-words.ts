import type { api, ResponseOf } from '@staff/api'
import { formatMoney } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

export type MyReward = ResponseOf<typeof api.myRewardList>['items'][number]

/** What one of a reward costs this member, in points and money. */
export function priceOf({ pricePoints, cashCents }: MyReward): string {
  return cashCents > 0
    ? t('mall.pointsAndCash', { count: pricePoints, cash: formatMoney(cashCents) })
    : t('mall.pointsOnly', { count: pricePoints })
}

/** Why it costs less than usual: a sentence for each special. */
export function sparedWords({ spared }: MyReward): string[] {
  return spared.map(({ kind, name, points, endingPoints }) =>
    kind === 'worth'
      ? t('mall.spared.worth', { name, count: points, ending: endingPoints })
      : t('mall.spared.price', { name, count: points }),
  )
}
