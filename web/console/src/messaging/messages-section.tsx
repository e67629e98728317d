import { useQuery } from '@tanstack/react-query'
import { Skeleton, Switch } from 'antd'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { EmptyState, RefusalText } from '@staff/ui'
import { channels, chosenTopics } from '#modules/messaging/message-kinds-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { minuteText } from './message-words.ts'
import { messageColumns } from './outbox-page.tsx'
import './messaging.css'

/** One member's messages, and what they want to hear by which channel. */
export function MessagesSection({ memberId, isGone }: { memberId: string; isGone: boolean }) {
  const messages = useQuery(query(api.messageList, { memberId, limit: 50 }))
  if (messages.isPending) return <Skeleton active />
  const rows = messages.data?.items ?? []
  return (
    <>
      <RefusalText error={messages.error} />
      {!isGone && <Preferences memberId={memberId} />}
      {rows.length === 0 ? (
        <EmptyState title={t('messaging.outbox.none')}>{t('messaging.outbox.noneText')}</EmptyState>
      ) : (
        <RowsTable
          label={t('messaging.title')}
          rows={rows}
          columns={messageColumns(false)}
          rowHref={({ id }) => paths.message({ messageId: id })}
        />
      )}
    </>
  )
}

type Preferences = ResponseOf<typeof api.memberMessagePreferencesGet>

function Preferences({ memberId }: { memberId: string }) {
  const may = useMay()
  const preferences = useQuery(query(api.memberMessagePreferencesGet, { memberId })).data
  const change = useCommand(api.memberMessagePreferencesChange, {
    changes: [api.memberMessagePreferencesGet],
    isPendingUntilRead: true,
  })
  if (!preferences) return <Skeleton active />
  const hours = preferences.quietHours ?? preferences.shopQuietHours
  return (
    <>
      <RefusalText error={change.error} />
      <table className="rg-message-choices">
        <thead>
          <tr>
            <th scope="col">{t('messaging.topicTitle')}</th>
            {channels.map((channel) => (
              <th key={channel} scope="col">
                {t(`messaging.channel.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chosenTopics.map((topic) => (
            <tr key={topic}>
              <th scope="row">{t(`messaging.topic.${topic}`)}</th>
              {channels.map((channel) => {
                const choice = preferences.choices.find((each) => each.topic === topic && each.channel === channel)!
                return (
                  <td key={channel}>
                    <Switch
                      size="small"
                      aria-label={`${t(`messaging.topic.${topic}`)} ${t(`messaging.channel.${channel}`)}`}
                      checked={choice.isOn}
                      disabled={!may('members.edit') || change.isPending}
                      onChange={(isOn) => change.mutate({ memberId, choices: [{ channel, topic, isOn }] })}
                    />
                    {choice.isOn && choice.needsConsent && (
                      <div className="rg-faint">{t('messaging.preferences.needsConsent')}</div>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="rg-faint">
        {t('messaging.preferences.hours', { from: minuteText(hours.fromMinute), to: minuteText(hours.toMinute) })}
        {preferences.weekMost !== null && ` · ${t('messaging.preferences.weekMost', { count: preferences.weekMost })}`}
        {preferences.email && ` · ${preferences.email}`}
        {preferences.email && !preferences.emailProvedAt && ` · ${t('messaging.reason.email_unproved')}`}
      </p>
    </>
  )
}
