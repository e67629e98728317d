import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query, type InputOf } from '@staff/api'
import {
  DataList,
  EmptyState,
  InstantText,
  Page,
  StatCard,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { channels, topics } from '#modules/messaging/message-kinds-rules.ts'
import { type MessageState, messageStates } from '#modules/messaging/message-state-rules.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { type MessageRow, millsText, reasonText, stateTones } from './message-words.ts'
import { MessageTabs } from './message-tabs.tsx'

type Filter = 'state' | 'channel' | 'topic'

const countsQuery = () => query(api.messageCountsGet, {})

export async function loader() {
  await queryClient.ensureQueryData(countsQuery())
  return null
}

/** Every message: what became of it, why, and when it may go. */
export function OutboxPage() {
  const { items } = useSuspenseQuery({ ...countsQuery(), refetchInterval: 15_000 }).data
  const count = (...states: MessageState[]) =>
    items.filter(({ state }) => states.includes(state)).reduce((sum, { messages }) => sum + messages, 0)
  const wouldSend = count('would_send')
  const costMills = items.reduce((sum, each) => sum + (each.state === 'would_send' ? 0 : each.costMills), 0)
  return (
    <Page title={t('messaging.title')} lead={t('messaging.outbox.lead')}>
      <MessageTabs />
      {wouldSend > 0 && (
        <p className="rg-message-note" role="note">
          {t('messaging.outbox.wouldSend', { count: wouldSend })}
        </p>
      )}
      <div className="rg-message-figures">
        <StatCard label={t('messaging.outbox.waiting')} value={count('planned', 'reserved')} />
        <StatCard label={t('messaging.outbox.sent')} value={count('accepted', 'delivered')} />
        <StatCard label={t('messaging.outbox.notSent')} value={count('refused')} />
        <StatCard label={t('messaging.outbox.failed')} value={count('failed', 'rejected', 'unknown')} />
        <StatCard label={t('messaging.outbox.cost')} value={millsText(costMills)} />
      </div>
      <DataList
        id="messages"
        label={t('messaging.outbox.title')}
        source={(request) => query(api.messageList, listRequest(request))}
        columns={messageColumns(true)}
        filters={filters()}
        rowHref={({ id }) => paths.message({ messageId: id })}
        empty={<EmptyState title={t('messaging.outbox.none')}>{t('messaging.outbox.noneText')}</EmptyState>}
      />
    </Page>
  )
}

function listRequest(
  request: { [Name in Filter | 'cursor']?: string } & { limit?: number },
): InputOf<typeof api.messageList> {
  const state = messageStates.find((each) => each === request.state)
  const channel = channels.find((each) => each === request.channel)
  const topic = topics.find((each) => each === request.topic)
  return {
    ...(state && { state }),
    ...(channel && { channel }),
    ...(topic && { topic }),
    ...(request.cursor && { cursor: request.cursor }),
    ...(request.limit && { limit: request.limit }),
  }
}

function filters(): ListFilter<Filter>[] {
  return [
    {
      ...{ name: 'state', kind: 'choice', label: t('messaging.stateTitle') },
      options: messageStates.map((value) => ({ value, label: t(`messaging.state.${value}`) })),
    },
    {
      ...{ name: 'channel', kind: 'choice', label: t('messaging.channelTitle') },
      options: channels.map((value) => ({ value, label: t(`messaging.channel.${value}`) })),
    },
    {
      ...{ name: 'topic', kind: 'choice', label: t('messaging.topicTitle') },
      options: topics.map((value) => ({ value, label: t(`messaging.topic.${value}`) })),
    },
  ]
}

/** The columns of a list of messages; `withMember` where they are of several members. */
export function messageColumns(withMember: boolean): ListColumn<MessageRow>[] {
  return [
    { key: 'at', title: t('messaging.plannedAt'), render: ({ plannedAt }) => <InstantText at={plannedAt} /> },
    { key: 'kind', title: t('messaging.kindTitle'), render: ({ kind }) => t(`messaging.kind.${kind}`) },
    {
      key: 'member',
      title: t('messaging.member'),
      render: ({ memberName, memberId }) => memberName ?? (memberId ? t('messaging.erased') : t('messaging.noMember')),
      isHidden: !withMember,
    },
    { key: 'channel', title: t('messaging.channelTitle'), render: ({ channel }) => t(`messaging.channel.${channel}`) },
    { key: 'state', title: t('messaging.stateTitle'), render: ({ state }) => <MessageStateTag state={state} /> },
    { key: 'reason', title: t('messaging.reasonTitle'), render: ({ reason }) => reasonText(reason) ?? '' },
    {
      key: 'next',
      title: t('messaging.nextAt'),
      render: ({ state, nextAt }) => (state === 'planned' && nextAt ? <InstantText at={nextAt} /> : ''),
    },
    {
      key: 'cost',
      title: t('messaging.cost'),
      align: 'right',
      render: ({ costMills }) => (costMills > 0 ? <span className="rg-tabular">{millsText(costMills)}</span> : ''),
    },
  ]
}

export function MessageStateTag({ state }: { state: MessageState }) {
  return <StatusTag tone={stateTones[state]}>{t(`messaging.state.${state}`)}</StatusTag>
}
