import type { api, ResponseOf } from '@staff/api'
import { Facts, formatMoney } from '@staff/ui'
import { t } from '#app/i18n.ts'

/** How the money comes back, part by part, and the points that go with it: staff read it out before the member says yes. */
export function WaysBack({ back }: Pick<ResponseOf<typeof api.wayOutGet>['now'], 'back'>) {
  if (!back) return null
  const points = back.pointsTaken
  return (
    <Facts
      rows={[
        ...back.parts.map(({ way, cents }) => [t(`retention.leave.wayBack.${way}`), formatMoney(cents)] as const),
        ...(points > 0 ? [[t('retention.leave.pointsTaken'), points.toLocaleString('en-US')] as const] : []),
      ]}
    />
  )
}
