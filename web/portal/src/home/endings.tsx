import { formatDay, Row, Rows, Section } from '@portal/ui'
import { localDay } from '#shared/business-day.ts'
import { t } from '#portal/app/i18n.ts'
import { useShop } from '#portal/app/session.ts'
import { unitWords } from '#portal/statement/line-words.ts'
import { useEndings } from './my-endings.ts'

const shown = 4

/** What expires when, over everything: the next few. */
export function Endings() {
  const { merchant } = useShop()
  const endings = useEndings(shown)
  if (endings.length === 0) return null
  const today = localDay(new Date(), merchant.timeZone)
  return (
    <Section title={t('home.endings')}>
      <Rows>
        {endings.map(({ kind, day, units, name, icon, to }) => (
          <Row
            key={`${kind} ${day}`}
            icon={icon}
            to={to}
            title={name || unitWords(kind, units)}
            hint={t('home.endsOn', { day: formatDay(day) })}
            value={
              <span className={daysUntil(today, day) <= 7 ? 'rp-soon' : ''}>{daysWords(daysUntil(today, day))}</span>
            }
          />
        ))}
      </Rows>
    </Section>
  )
}

function daysUntil(today: string, day: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / 86_400_000)
}

function daysWords(days: number): string {
  return days <= 0 ? t('home.today') : t('home.inDays', { count: days })
}
