import { Link } from 'react-router'
import { api, query, send, type InputOf, type ResponseOf } from '@staff/api'
import {
  DataList,
  EmptyState,
  InstantText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
  type ListRequest,
  type Tone,
} from '@staff/ui'
import { isDay } from '#shared/business-day.ts'
import { isUuid } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { RewardTabs } from './reward-tabs.tsx'

type Gift = ResponseOf<typeof api.giftList>['items'][number]
type Filter = 'state' | 'memberId' | 'fromDay' | 'untilDay'

const states = ['offered', 'accepted', 'returned'] as const
const tones: Record<Gift['state'], Tone> = { offered: 'info', accepted: 'good', returned: 'plain' }

/** Points that members gave each other: who, whom, how many, and whether they were taken. */
export function GiftsPage() {
  const may = useMay()
  const filters: ListFilter<Filter>[] = [
    {
      ...{ name: 'state', kind: 'choice', label: t('rewards.stateTitle') },
      options: states.map((value) => ({ value, label: t(`rewards.gifts.state.${value}`) })),
    },
    ...(may('members.read')
      ? [
          {
            ...{ name: 'memberId' as const, kind: 'record' as const, label: t('rewards.redemptions.member') },
            find: findMembers,
            nameOf: async (memberId: string, signal: AbortSignal) =>
              (await send(api.memberGet, { memberId }, { signal })).name,
          },
        ]
      : []),
    { name: 'fromDay', kind: 'day', label: t('rewards.gifts.from') },
    { name: 'untilDay', kind: 'day', label: t('rewards.gifts.until') },
  ]
  return (
    <Page title={t('rewards.title')} lead={t('rewards.gifts.lead')}>
      <RewardTabs />
      <DataList<Gift, Filter>
        id="gifts"
        label={t('rewards.gifts.title')}
        columns={columns()}
        filters={filters}
        source={(request) => query(api.giftList, listRequest(request))}
        empty={<EmptyState title={t('rewards.gifts.none')}>{t('rewards.gifts.noneText')}</EmptyState>}
      />
    </Page>
  )
}

async function findMembers(search: string, signal: AbortSignal): Promise<{ value: string; label: string }[]> {
  const { items } = await send(api.memberList, { search, limit: 8 }, { signal })
  return items.map(({ id, name, number }) => ({ value: id, label: `${name} · ${number}` }))
}

function listRequest({ cursor, limit, state, memberId, ...days }: ListRequest<Filter>): InputOf<typeof api.giftList> {
  const known = states.find((each) => each === state)
  return {
    ...(cursor && { cursor }),
    ...(limit && { limit }),
    ...(known && { state: known }),
    ...(memberId && isUuid(memberId) ? { memberId } : {}),
    ...(days.fromDay && isDay(days.fromDay) ? { fromDay: days.fromDay } : {}),
    ...(days.untilDay && isDay(days.untilDay) ? { untilDay: days.untilDay } : {}),
  }
}

function columns(): ListColumn<Gift>[] {
  const member = (memberId: string, name: string | null) => <Link to={paths.member({ memberId })}>{name ?? '–'}</Link>
  return [
    { key: 'at', title: t('rewards.gifts.at'), render: ({ at }) => <InstantText at={at} /> },
    { key: 'giver', title: t('rewards.gifts.giver'), render: ({ fromId, fromName }) => member(fromId, fromName) },
    { key: 'receiver', title: t('rewards.gifts.receiver'), render: ({ toId, toName }) => member(toId, toName) },
    {
      key: 'points',
      title: t('rewards.gifts.points'),
      align: 'right',
      render: ({ points }) => t('rewards.mall.pointsOnly', { count: points }),
    },
    {
      key: 'state',
      title: t('rewards.stateTitle'),
      render: ({ state }) => <StatusTag tone={tones[state]}>{t(`rewards.gifts.state.${state}`)}</StatusTag>,
    },
    {
      key: 'ended',
      title: t('rewards.gifts.ended'),
      render: ({ state, endedAt, expiresAt }) =>
        state === 'offered' ? (
          <>
            {t('rewards.gifts.waitsUntil')} <InstantText at={expiresAt} />
          </>
        ) : (
          endedAt && <InstantText at={endedAt} />
        ),
    },
  ]
}
