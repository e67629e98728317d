import { formatDay } from '@staff/ui'
import { localDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'

type Period = { startsAt: string; endsAt: string | null }

/** From which day to which, the last one included. */
export function periodWords({ startsAt, endsAt }: Period, timeZone: string): string {
  const from = formatDay(localDay(new Date(startsAt), timeZone))
  if (endsAt === null) return t('promotions.period.open', { from })
  return t('promotions.period.between', {
    from,
    until: formatDay(localDay(new Date(Date.parse(endsAt) - 1), timeZone)),
  })
}
