import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query, type ResponseOf, useCommand } from '@staff/api'
import { Page, RefusalText, Section, SwitchRow } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { Email } from './email.tsx'
import { QuietHours } from './quiet-hours.tsx'

export type Preferences = ResponseOf<typeof api.myMessagePreferencesGet>
type Choice = Preferences['choices'][number]

const topics = ['receipts', 'holdings', 'care', 'offers'] as const

/** What somebody wants to hear, on which way and when. A no is one touch, as a yes is. */
export function PreferencesPage() {
  const { data } = useSuspenseQuery(query(api.myMessagePreferencesGet, {}))
  return (
    <Page title={t('preferences.title')} backTo={paths.me()}>
      <p className="rp-lead">{t('preferences.lead')}</p>
      {topics.map((topic) => (
        <Topic
          key={topic}
          topic={topic}
          choices={data.choices.filter((choice) => choice.topic === topic)}
          data={data}
        />
      ))}
      <QuietHours preferences={data} />
      <Email key={data.email ?? ''} preferences={data} />
    </Page>
  )
}

function Topic({
  topic,
  choices,
  data,
}: {
  topic: (typeof topics)[number]
  choices: readonly Choice[]
  data: Preferences
}) {
  const change = useCommand(api.myMessagePreferencesChange, {
    changes: [api.myMessagePreferencesGet],
    isPendingUntilRead: true,
  })
  const sent = change.isPending ? change.variables.choices : undefined
  if (choices.length === 0) return null
  return (
    <Section title={t(`preferences.topic.${topic}`)}>
      <div className="rp-rows">
        {choices.map(({ channel, isOn }) => (
          <SwitchRow
            key={channel}
            title={t(`preferences.channel.${channel}`)}
            hint={hintOf(channel, data)}
            isOn={sent?.find((choice) => choice.channel === channel)?.isOn ?? isOn}
            isDisabled={change.isPending}
            onChange={(next) => change.mutate({ choices: [{ channel, topic, isOn: next }] })}
          />
        ))}
      </div>
      {choices.some(({ needsConsent }) => needsConsent) && (
        <p className="rp-small">
          {t('preferences.needsConsent')} <Link to={paths.privacy()}>{t('preferences.toConsents')}</Link>
        </p>
      )}
      <RefusalText error={change.error} />
    </Section>
  )
}

function hintOf(channel: Choice['channel'], { email, hasPhone }: Preferences): string | null {
  if (channel === 'email' && email === null) return t('preferences.noEmail')
  if (channel === 'sms' && !hasPhone) return t('preferences.noPhone')
  return null
}
