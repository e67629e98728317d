import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query, type ResponseOf } from '@staff/api'
import { Page, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { MessageTabs } from './message-tabs.tsx'

type Kind = ResponseOf<typeof api.messageKindList>['items'][number]

const kindsQuery = () => query(api.messageKindList, {})

export async function loader() {
  await queryClient.ensureQueryData(kindsQuery())
  return null
}

/** All kinds of messages that the shop sends by itself, by topic. */
export function KindListPage() {
  const { items } = useSuspenseQuery(kindsQuery()).data
  return (
    <Page title={t('messaging.title')} lead={t('messaging.kinds.lead')}>
      <MessageTabs />
      <RowsTable
        label={t('messaging.kinds.title')}
        rows={items.map((item) => ({ ...item, id: item.kind }))}
        columns={columns()}
        rowHref={({ kind }) => paths.messageKind({ kind })}
      />
    </Page>
  )
}

const columns = (): ListColumn<Kind & { id: string }>[] => [
  { key: 'kind', title: t('messaging.kindTitle'), render: ({ kind }) => t(`messaging.kind.${kind}`) },
  { key: 'topic', title: t('messaging.topicTitle'), render: ({ topic }) => t(`messaging.topic.${topic}`) },
  {
    key: 'on',
    title: t('messaging.stateTitle'),
    render: ({ isOn }) => (
      <StatusTag tone={isOn ? 'good' : 'plain'}>{t(isOn ? 'messaging.kinds.on' : 'messaging.kinds.off')}</StatusTag>
    ),
  },
  {
    key: 'channels',
    title: t('messaging.channelTitle'),
    render: ({ channels }) => channels.map((channel) => t(`messaging.channel.${channel}`)).join(' · '),
  },
  {
    key: 'own',
    title: t('messaging.kinds.words'),
    render: ({ hasOwnWords }) => t(hasOwnWords ? 'messaging.kinds.own' : 'messaging.kinds.builtIn'),
  },
]
