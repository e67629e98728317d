import { formatDay } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'

/** When a pass that is bought now would be good. */
export function daysWords({ startsDay, endsDay }: { startsDay: string | null; endsDay: string | null }): string {
  if (startsDay === null) return t('passes.startsWithUse')
  return endsDay === null
    ? t('passes.noEnd')
    : t('passes.shop.days', { from: formatDay(startsDay), until: formatDay(endsDay) })
}
