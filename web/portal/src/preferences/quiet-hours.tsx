import { api, useCommand } from '@staff/api'
import { RefusalText, Section, SwitchRow } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import type { Preferences } from './preferences-page.tsx'

const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

/** When nothing may come: the shop's hours, or the reader's own. */
export function QuietHours({ preferences }: { preferences: Preferences }) {
  const { quietHours, shopQuietHours } = preferences
  const change = useCommand(api.myMessagePreferencesChange, {
    changes: [api.myMessagePreferencesGet],
    isPendingUntilRead: true,
  })
  const shown = quietHours ?? shopQuietHours
  const set = (field: 'fromMinute' | 'toMinute', text: string) => {
    if (text) change.mutate({ quietHours: { ...shown, [field]: minuteOf(text) } })
  }
  return (
    <Section title={t('preferences.quiet')}>
      <div className="rp-rows">
        <SwitchRow
          title={t('preferences.ownQuiet')}
          hint={t('preferences.shopQuiet', {
            from: clock(shopQuietHours.fromMinute),
            to: clock(shopQuietHours.toMinute),
          })}
          isOn={quietHours !== null}
          isDisabled={change.isPending}
          onChange={(isOn) => change.mutate({ quietHours: isOn ? shopQuietHours : null })}
        />
        {quietHours !== null && (
          <div className="rp-row rp-hours">
            <label>
              <span className="rp-row-hint">{t('preferences.quietFrom')}</span>
              <input
                className="rp-input"
                type="time"
                key={shown.fromMinute}
                defaultValue={clock(shown.fromMinute)}
                onBlur={(event) => set('fromMinute', event.target.value)}
              />
            </label>
            <label>
              <span className="rp-row-hint">{t('preferences.quietTo')}</span>
              <input
                className="rp-input"
                type="time"
                key={shown.toMinute}
                defaultValue={clock(shown.toMinute)}
                onBlur={(event) => set('toMinute', event.target.value)}
              />
            </label>
          </div>
        )}
      </div>
      <RefusalText error={change.error} />
    </Section>
  )
}
