import { useQuery } from '@tanstack/react-query'
import { api, query, type ResponseOf } from '@staff/api'
import {
  DataList,
  EmptyState,
  InstantText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
  type Tone,
} from '@staff/ui'
import { addDays, localDay } from '#shared/business-day.ts'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { RetentionTabs } from './retention-tabs.tsx'
import { reasonWords } from './retention-words.ts'

type Item = ResponseOf<typeof api.leavingPageList>['items'][number]
type Filter = 'state' | 'reasonCode' | 'flowVersion'

/** A year back: what is older is in the reports. */
const days = 365
const states = ['open', 'kept', 'cancelled', 'given_up'] as const
const stateTones: Record<Item['state'], Tone> = { open: 'warn', kept: 'good', cancelled: 'plain', given_up: 'plain' }

export const stateTag = ({ state, isTakenBack }: Pick<Item, 'state' | 'isTakenBack'>) =>
  isTakenBack ? (
    <StatusTag tone="good">{t('retention.leavings.takenBack')}</StatusTag>
  ) : (
    <StatusTag tone={stateTones[state]}>{t(`retention.leavings.state.${state}`)}</StatusTag>
  )

/** Who set out to leave in the last year, the latest first. */
export function LeavingsPage() {
  const { timeZone } = useStore()
  const may = useMay()
  const today = localDay(new Date(), timeZone)
  const mayManage = may('retention.manage')
  const reasons = useQuery(query(api.improvementList, {})).data?.reasons ?? []
  const versions = useQuery({ ...query(api.cancelFlowVersions, {}), enabled: mayManage }).data?.items ?? []
  const filters: ListFilter<Filter>[] = [
    {
      ...{ name: 'state', kind: 'choice', label: t('retention.leavings.result') },
      options: states.map((value) => ({ value, label: t(`retention.leavings.state.${value}`) })),
    },
    {
      ...{ name: 'reasonCode', kind: 'choice', label: t('retention.report.reason') },
      options: reasons.map(({ code, words }) => ({ value: code, label: words[language()] })),
    },
    ...(mayManage
      ? [
          {
            ...{ name: 'flowVersion' as const, kind: 'choice' as const, label: t('retention.leavings.version') },
            options: versions.map(({ version }) => ({
              value: String(version),
              label: t('retention.versions.number', { version }),
            })),
          },
        ]
      : []),
  ]
  return (
    <Page title={t('retention.title')} lead={t('retention.leavings.lead')}>
      <RetentionTabs />
      <DataList<Item, Filter>
        id="leavings"
        label={t('retention.leavings.title')}
        columns={columns()}
        filters={filters}
        source={({ cursor, limit, ...filter }) => leavingsQuery({ today, cursor, limit, ...filter })}
        rowHref={({ id: leavingId }) => paths.leaving({ leavingId })}
        empty={<EmptyState title={t('retention.report.none')}>{t('retention.leavings.noneText')}</EmptyState>}
      />
    </Page>
  )
}

type Asked = { today: string; cursor?: string | undefined; limit?: number | undefined } & { [Name in Filter]?: string }

function leavingsQuery({ today, cursor, limit, state, reasonCode, flowVersion }: Asked) {
  const known = states.find((each) => each === state)
  return query(api.leavingPageList, {
    ...{ from: addDays(today, -days), until: today },
    ...(cursor && { cursor }),
    ...(limit && { limit }),
    ...(known && { state: known }),
    ...(reasonCode && { reasonCode }),
    ...(flowVersion && /^\d{1,6}$/.test(flowVersion) && { flowVersion: Number(flowVersion) }),
  })
}

function columns(): ListColumn<Item>[] {
  return [
    { key: 'member', title: t('retention.calls.member'), render: ({ memberName }) => memberName || '–' },
    { key: 'pass', title: t('retention.calls.pass'), render: ({ passName }) => passName || '–' },
    { key: 'at', title: t('retention.leavings.at'), render: ({ at }) => <InstantText at={at} /> },
    { key: 'state', title: t('retention.leavings.result'), render: stateTag },
    { key: 'reason', title: t('retention.report.reason'), render: reasonWords },
    {
      key: 'channel',
      title: t('retention.by.channel'),
      render: ({ channel }) => t(`retention.by.channelOf.${channel}`),
    },
    {
      ...{ key: 'answered', title: t('retention.leavings.answered'), align: 'right' },
      render: ({ answered }) => answered || '–',
    },
    {
      ...{ key: 'version', title: t('retention.leavings.version'), align: 'right' },
      render: ({ flowVersion }) => flowVersion,
    },
  ]
}
