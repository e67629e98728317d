import type { RecurringTimes } from './recurring-times.ts'

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`

/** Days and hours in words, one after the other; empty where the times hold always. */
export function timesWords({ weekdays, monthDays, hours }: RecurringTimes, language: 'zh' | 'en'): string {
  const isZh = language === 'zh'
  const week = isZh ? ['一', '二', '三', '四', '五', '六', '日'] : ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
  const days = weekdays.map((day) => (isZh ? `周${week[day - 1]}` : week[day - 1])).join(isZh ? '、' : ', ')
  const dates = monthDays.map((date) => (isZh ? `${date} 日` : String(date))).join(isZh ? '、' : ', ')
  const spans = hours.map(({ fromMinute, untilMinute }) => `${clock(fromMinute)}–${clock(untilMinute)}`).join(', ')
  return [days, dates && (isZh ? `每月 ${dates}` : `the ${dates} of a month`), spans]
    .filter(Boolean)
    .join(isZh ? ' ' : ', ')
}
