import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
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
import {
  type MessageState,
  messageStates,
  type StateGroup,
  stateGroupNames,
  stateGroups,
} from '#modules/messaging/message-state-rules.ts'
import { addDays, isDay, localDay, startOfLocalDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useStore } from '#app/session.ts'
import { type MessageRow, millsText, reasonText, stateTones } from './message-words.ts'
import { MessageTabs } from './message-tabs.tsx'

type Filter = 'group' | 'state' | 'channel' | 'topic' | 'from' | 'to'

/** The figures are of thirty days, today among them. */
const countedDays = 30

/** From which day on is counted, in the zone of the store at hand. */
function useCounted(): { firstDay: string; from: string } {
  const { timeZone } = useStore()
  const firstDay = addDays(localDay(new Date(), timeZone), 1 - countedDays)
  return { firstDay, from: startOfLocalDay(firstDay, timeZone).toISOString() }
}

/** Every message: what became of it, why, and when it may go. */
export function OutboxPage() {
  const { timeZone } = useStore()
  const { firstDay, from } = useCounted()
  const { data } = useQuery({ ...query(api.messageCountsGet, { from }), refetchInterval: 15_000 })
  const items = data?.items ?? []
  const count = (group: StateGroup) => {
    const states: readonly MessageState[] = stateGroups[group]
    return items.filter(({ state }) => states.includes(state)).reduce((sum, { messages }) => sum + messages, 0)
  }
  const figure = (group: StateGroup) => (
    <StatCard
      label={t(`messaging.outbox.group.${group}`)}
      value={data ? count(group).toLocaleString(language()) : '…'}
      to={paths.messages({ group, from: firstDay })}
    />
  )
  const wouldSend = count('would_send')
  const costMills = items.reduce((sum, each) => sum + (each.state === 'would_send' ? 0 : each.costMills), 0)
  return (
    <Page title={t('messaging.title')} lead={t('messaging.outbox.lead')}>
      <MessageTabs />
      {wouldSend > 0 && (
        <p className="rg-message-note" role="note">
          {t('messaging.outbox.wouldSend', { count: wouldSend })}{' '}
          <Link to={paths.messages({ group: 'would_send', from: firstDay })}>{t('messaging.outbox.look')}</Link>{' '}
          <Link to={paths.messageChannels()}>{t('messaging.outbox.connect')}</Link>
        </p>
      )}
      <div className="rg-message-figures">
        {figure('waiting')}
        {figure('sent')}
        {figure('not_sent')}
        {figure('failed')}
        <StatCard label={t('messaging.outbox.cost')} value={millsText(costMills)} />
      </div>
      <DataList
        id="messages"
        label={t('messaging.outbox.title')}
        source={(request) => query(api.messageList, listRequest(request, timeZone))}
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
  timeZone: string,
): InputOf<typeof api.messageList> {
  const { from, to } = request
  const group = stateGroupNames.find((each) => each === request.group)
  const state = messageStates.find((each) => each === request.state)
  const channel = channels.find((each) => each === request.channel)
  const topic = topics.find((each) => each === request.topic)
  return {
    ...(group && { group }),
    ...(from && isDay(from) && { from: startOfLocalDay(from, timeZone).toISOString() }),
    ...(to && isDay(to) && { until: startOfLocalDay(addDays(to, 1), timeZone).toISOString() }),
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
      ...{ name: 'group', kind: 'choice', label: t('messaging.outbox.outcome') },
      options: stateGroupNames.map((value) => ({ value, label: t(`messaging.outbox.group.${value}`) })),
    },
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
    { name: 'from', kind: 'day', label: t('messaging.outbox.from') },
    { name: 'to', kind: 'day', label: t('messaging.outbox.to') },
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
