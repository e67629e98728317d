import { api, query, type ResponseOf } from '@staff/api'
import {
  Avatar,
  DataList,
  DayText,
  EmptyState,
  formatMoney,
  type ListColumn,
  type ListFilter,
  type ListRequest,
  Section,
} from '@staff/ui'
import { addDays } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { percentText } from './chance-section.tsx'

type Row = ResponseOf<typeof api.pointsEndingMemberList>['items'][number] & { id: string }
type FilterName = 'within'
const periods = [7, 30, 90, 366] as const

/** Whose points end within some days, the soonest first. */
export function ForecastMembers({ today }: { today: string }) {
  return (
    <Section title={t('expiry.members.title')}>
      <DataList<Row, FilterName>
        id="points-ending"
        label={t('expiry.members.title')}
        columns={columns()}
        filters={filters()}
        source={(request) => membersQuery(today, request)}
        rowHref={({ memberId }) => `${paths.member({ memberId })}?tab=statement&of=points`}
        empty={<EmptyState title={t('expiry.members.none')}>{t('expiry.members.noneText')}</EmptyState>}
        pageSize={20}
      />
    </Section>
  )
}

function membersQuery(today: string, { within, cursor, limit }: ListRequest<FilterName>) {
  const days = periods.find((each) => String(each) === within) ?? 30
  const input = { from: today, to: addDays(today, days), ...(cursor && { cursor }), ...(limit && { limit }) }
  const { queryKey, queryFn } = query(api.pointsEndingMemberList, input)
  return {
    queryKey: [...queryKey, 'rows'],
    queryFn: async (context: Parameters<NonNullable<typeof queryFn>>[0]) => {
      const { items, next } = await queryFn!(context)
      return { items: items.map((row) => ({ ...row, id: `${row.memberId} ${row.day}` })), next }
    },
  }
}

function columns(): ListColumn<Row>[] {
  return [
    {
      key: 'name',
      title: t('members.field.name'),
      render: ({ memberId, name }) => (
        <span className="rg-person">
          <Avatar name={name ?? ''} seed={memberId} size={30} />
          <span>{name}</span>
        </span>
      ),
    },
    { key: 'day', title: t('home.expiring.day'), render: ({ day }) => <DayText day={day} /> },
    {
      key: 'points',
      title: t('expiry.forecast.points'),
      align: 'right',
      render: ({ points }) => <strong className="rg-tabular">{t('home.expiring.points', { count: points })}</strong>,
    },
    {
      key: 'worth',
      title: t('expiry.forecast.money'),
      align: 'right',
      render: ({ worthCents }) => (worthCents === null ? '–' : formatMoney(worthCents)),
    },
    {
      key: 'chance',
      title: t('expiry.members.chance'),
      align: 'right',
      render: ({ chanceBps }) => (chanceBps === null ? '–' : percentText(chanceBps)),
    },
    { key: 'lots', title: t('expiry.members.lots'), align: 'right', render: ({ lots }) => lots, isHidden: true },
  ]
}

function filters(): ListFilter<FilterName>[] {
  return [
    {
      name: 'within',
      kind: 'choice',
      label: t('home.expiring.within', { count: 30 }),
      options: periods.map((count) => ({ value: String(count), label: t('home.expiring.within', { count }) })),
    },
  ]
}
