import { formatDay, formatInstant } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { localTimeOf } from './local-time-rules.ts'

type Period = { startsAt: string; endsAt: string | null }

/** From which day to which, the last one included; with the time where it is not the day's own edge. */
export function periodWords({ startsAt, endsAt }: Period, timeZone: string): string {
  const from = momentWords(startsAt, timeZone)
  if (endsAt === null) return t('promotions.period.open', { from })
  return t('promotions.period.between', { from, until: momentWords(endsAt, timeZone, true) })
}

function momentWords(instant: string, timeZone: string, isEnd = false): string {
  const { day, time } = localTimeOf(new Date(instant), timeZone, isEnd)
  return time === '' ? formatDay(day) : formatInstant(instant)
}
