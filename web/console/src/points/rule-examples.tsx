import type { EndingRule } from '#modules/points/expiry-rules.ts'
import { businessDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { examplesOf, type PointsRule } from './rule-words.ts'

/** What sales of today would bring under a rule: the proof that it means what its author meant. */
export function RuleExamples({ rule, ending }: { rule: PointsRule; ending: EndingRule }) {
  const { timeZone, cutoffHour } = useStore()
  const examples = examplesOf(rule, ending, businessDay(new Date(), timeZone, cutoffHour))
  if (examples.length === 0) return null
  return (
    <ul className="rg-examples" aria-label={t('points.examples')}>
      {examples.map(({ title, points, notes }) => (
        <li key={title}>
          <span>{title}</span>
          <strong>{t('points.example.gets', { count: points })}</strong>
          {notes.length > 0 && <small>{notes.join(' · ')}</small>}
        </li>
      ))}
    </ul>
  )
}
