import { t } from '#app/i18n.ts'
import type { PromotionRow, Times } from './promotion-words.ts'
import { hoursWords, weekdayName } from './terms-words.ts'

const weekdays = [1, 2, 3, 4, 5, 6, 7]

const holdsOn = ({ weekdays: listed, monthDays }: Times, weekday: number) =>
  listed.length === 0 ? monthDays.length === 0 : listed.includes(weekday)

/** What runs on which day of the week, and when; dates of the month stand in a column of their own. */
export function WeekGrid({ promotions }: { promotions: readonly PromotionRow[] }) {
  const hasMonthDays = promotions.some(({ terms }) => terms.times.monthDays.length > 0)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls sideways must be reachable by keyboard
    <div className="rg-week-scroll" role="region" aria-label={t('promotions.week.title')} tabIndex={0}>
      <table className="rg-week">
        <thead>
          <tr>
            <th scope="col">{t('promotions.week.promotion')}</th>
            {weekdays.map((day) => (
              <th key={day} scope="col">
                {weekdayName(day)}
              </th>
            ))}
            {hasMonthDays && <th scope="col">{t('promotions.week.monthDays')}</th>}
          </tr>
        </thead>
        <tbody>
          {promotions.map(({ promotionId, name, terms: { times } }) => (
            <tr key={promotionId}>
              <th scope="row">{name}</th>
              {weekdays.map((day) =>
                holdsOn(times, day) ? (
                  <td key={day} className="rg-week-on">
                    {times.hours.length === 0 ? t('promotions.week.allDay') : hoursWords(times)}
                  </td>
                ) : (
                  <td key={day} aria-label={t('promotions.week.off')} />
                ),
              )}
              {hasMonthDays && (
                <td className={times.monthDays.length > 0 ? 'rg-week-on' : undefined}>
                  {[...times.monthDays].sort((a, b) => a - b).join(' · ')}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
