import { api, query, type ResponseOf } from '@staff/api'
import {
  Avatar,
  DataList,
  DayText,
  EmptyState,
  formatMoney,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
  type ListRequest,
} from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import '#console/members/members.css'
import { PhoneText } from '#console/members/phone-text.tsx'
import { useStoreNames } from '#console/members/use-store-names.ts'

type Row = ResponseOf<typeof api.expiringValueList>['items'][number]
type FilterName = 'of' | 'days'
type Purse = 'points' | 'stored_value'

const periods = [7, 30, 90] as const

/** Whom to remind before it is gone: members whose points or stored value lapse soon, soonest first. */
export function ExpiringPage() {
  const storeNames = useStoreNames()
  return (
    <Page title={t('home.expiring.title')} lead={t('home.expiring.lead')} back={paths.home()}>
      <DataList<Row & { purse: Purse }, FilterName>
        id="expiring"
        label={t('home.expiring.title')}
        columns={columnsOf(storeNames)}
        filters={filters()}
        source={expiringQuery}
        rowHref={({ id, purse }) => `${paths.member({ memberId: id })}?tab=statement&of=${purse}`}
        empty={<EmptyState title={t('home.expiring.none')}>{t('home.expiring.noneText')}</EmptyState>}
      />
    </Page>
  )
}

/** Without a word in the address it is points, and the week that home speaks of. */
function expiringQuery({ of, days, cursor, limit }: ListRequest<FilterName>) {
  const purse: Purse = of === 'stored_value' ? 'stored_value' : 'points'
  const period = periods.find((each) => String(each) === days) ?? periods[0]
  const input = { of: purse, days: period, ...(cursor && { cursor }), ...(limit && { limit }) }
  const { queryKey, queryFn } = query(api.expiringValueList, input)
  return {
    queryKey: [...queryKey, 'rows'],
    queryFn: async (context: Parameters<NonNullable<typeof queryFn>>[0]) => {
      const { items, next } = await queryFn!(context)
      return { items: items.map((row) => ({ ...row, purse })), next }
    },
  }
}

function columnsOf(storeNames: ReadonlyMap<string, string>): ListColumn<Row & { purse: Purse }>[] {
  return [
    {
      key: 'name',
      title: t('members.field.name'),
      render: ({ id, name, status }) => (
        <span className="rg-person">
          <Avatar name={name} seed={id} size={30} />
          <span>{name}</span>
          {status === 'blocked' && <StatusTag tone="bad">{t('members.status.blocked')}</StatusTag>}
        </span>
      ),
    },
    { key: 'phone', title: t('members.field.phone'), render: ({ phone }) => <PhoneText phone={phone} /> },
    {
      key: 'units',
      title: t('home.expiring.amount'),
      align: 'right',
      render: ({ units, purse }) => (
        <strong className="rg-tabular">
          {purse === 'points' ? t('home.expiring.points', { count: units }) : formatMoney(units)}
        </strong>
      ),
    },
    { key: 'day', title: t('home.expiring.day'), render: ({ expiresDay }) => <DayText day={expiresDay} /> },
    {
      key: 'number',
      title: t('members.field.number'),
      render: ({ number }) => <span className="rg-tabular">{number}</span>,
    },
    {
      key: 'store',
      title: t('members.field.homeStore'),
      render: ({ homeStoreId }) => storeNames.get(homeStoreId ?? '') ?? <span className="rg-faint">–</span>,
    },
  ]
}

function filters(): ListFilter<FilterName>[] {
  return [
    {
      name: 'of',
      kind: 'choice',
      label: t('home.expiring.of.points'),
      options: [
        { value: 'points', label: t('home.expiring.of.points') },
        { value: 'stored_value', label: t('home.expiring.of.stored_value') },
      ],
    },
    {
      name: 'days',
      kind: 'choice',
      label: t('home.expiring.within', { count: periods[0] }),
      options: periods.map((count) => ({ value: String(count), label: t('home.expiring.within', { count }) })),
    },
  ]
}
