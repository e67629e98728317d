import { useSearchParams } from 'react-router'
import { addDays, businessDay, type Day } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'

const presets = ['today', 'yesterday', 'week', 'month'] as const

function rangeOf(preset: (typeof presets)[number], today: Day): { from: Day; until: Day } {
  if (preset === 'yesterday') return { from: addDays(today, -1), until: addDays(today, -1) }
  if (preset === 'week') return { from: addDays(today, -6), until: today }
  if (preset === 'month') return { from: `${today.slice(0, 7)}-01`, until: today }
  return { from: today, until: today }
}

/** The days people ask for most, in business days of the store at hand. */
export function DayPresets() {
  const { timeZone, cutoffHour } = useStore()
  const [params, setParams] = useSearchParams()
  const today = businessDay(new Date(), timeZone, cutoffHour)
  return (
    <div className="rg-pills rg-day-presets" role="group" aria-label={t('ui.days.label')}>
      {presets.map((preset) => {
        const { from, until } = rangeOf(preset, today)
        const isChosen = params.get('from') === from && params.get('until') === until
        const choose = () =>
          setParams((before) => {
            const next = new URLSearchParams(before)
            next.delete('cursor')
            for (const [name, day] of Object.entries({ from, until })) {
              if (isChosen) next.delete(name)
              else next.set(name, day)
            }
            return next
          })
        return (
          <button key={preset} type="button" aria-pressed={isChosen} onClick={choose}>
            {t(`ui.days.${preset}`)}
          </button>
        )
      })}
    </div>
  )
}
