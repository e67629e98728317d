import { useQuery } from '@tanstack/react-query'
import { api, query, type InputOf, type ResponseOf } from '@staff/api'
import {
  DataList,
  DayPresets,
  DayText,
  EmptyState,
  NextStep,
  formatMoney,
  InstantText,
  MoneyText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { formatDay, formatInstant, formatTimeOfDay } from '@web/ui/format-time.ts'
import { isDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useSession, type Store } from '#app/session.ts'
import '#console/cashier/cashier.css'
import './shifts.css'

type Row = ResponseOf<typeof api.shiftList>['items'][number]
type Filters = ResponseOf<typeof api.shiftFilters>
type Filter = 'storeId' | 'deviceId' | 'cashierId' | 'state' | 'isOff' | 'from' | 'until'
const states = ['open', 'closed', 'rescued'] as const

/** Every shift of every till, open ones too, with the head of its Z report. */
export function ShiftListPage() {
  const { stores } = useSession()
  const { data: choices } = useQuery(query(api.shiftFilters, {}))
  return (
    <Page title={t('shifts.list.title')} lead={t('shifts.list.lead')} actions={<DayPresets />}>
      <DataList
        id="shifts"
        label={t('shifts.list.title')}
        source={(request) => query(api.shiftList, shiftRequest(request))}
        columns={columns(stores)}
        filters={filters(stores, choices)}
        rowHref={({ id }) => paths.shift({ shiftId: id })}
        empty={
          <EmptyState
            title={t('shifts.list.none')}
            action={
              <NextStep to={paths.till()} permission="sale.sell">
                {t('cashier.list.openTill')}
              </NextStep>
            }
          >
            {t('shifts.list.noneText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

function shiftRequest(
  request: { [Name in Filter | 'cursor']?: string } & { limit?: number },
): InputOf<typeof api.shiftList> {
  const { storeId, deviceId, cashierId, from, until, cursor, limit } = request
  const state = states.find((each) => each === request.state)
  return {
    ...(storeId && { storeId }),
    ...(deviceId && { deviceId }),
    ...(cashierId && { cashierId }),
    ...(state && { state }),
    ...(request.isOff === 'true' && { isOff: true }),
    ...(from && isDay(from) && { from }),
    ...(until && isDay(until) && { until }),
    ...(cursor && { cursor }),
    ...(limit && { limit }),
  }
}

function filters(stores: readonly Store[], choices: Filters | undefined): ListFilter<Filter>[] {
  const choice = (name: Filter, label: string, options: { value: string; label: string }[]): ListFilter<Filter> => ({
    name,
    kind: 'choice',
    label,
    options,
  })
  const named = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  return [
    ...(stores.length > 1 ? [choice('storeId', t('shifts.store'), stores.map(named))] : []),
    choice('deviceId', t('shifts.device'), (choices?.tills ?? []).map(named)),
    choice('cashierId', t('shifts.cashier'), (choices?.people ?? []).map(named)),
    choice(
      'state',
      t('shifts.list.state'),
      states.map((value) => ({ value, label: t(`shifts.state.${value}`) })),
    ),
    choice('isOff', t('shifts.variance.difference'), [{ value: 'true', label: t('shifts.list.onlyOff') }]),
    { name: 'from', kind: 'day', label: t('shifts.list.from') },
    { name: 'until', kind: 'day', label: t('shifts.list.until') },
  ]
}

function columns(stores: readonly Store[]): ListColumn<Row>[] {
  return [
    {
      key: 'number',
      title: t('shifts.list.number'),
      render: ({ number }) => (number === null ? t('shifts.shift') : <span className="rg-number">Z{number}</span>),
    },
    { key: 'day', title: t('shifts.businessDay'), render: ({ businessDay }) => <DayText day={businessDay} /> },
    {
      key: 'device',
      title: t('shifts.device'),
      render: ({ deviceName, storeName }) => (
        <span className="rg-cell-two">
          {deviceName}
          {stores.length > 1 && <small>{storeName}</small>}
        </span>
      ),
    },
    { key: 'cashier', title: t('shifts.cashier'), render: ({ cashierName }) => cashierName ?? '–' },
    {
      key: 'time',
      title: t('shifts.list.time'),
      render: ({ businessDay, openedAt, closedAt }) => (
        <span className="rg-brief">
          <Since day={businessDay} at={openedAt} /> – {closedAt && <Until from={openedAt} at={closedAt} />}
        </span>
      ),
    },
    { key: 'state', title: t('shifts.list.state'), render: (row) => <ShiftState shift={row} /> },
    {
      key: 'sales',
      title: t('shifts.list.sales'),
      align: 'right',
      render: ({ saleCount }) => saleCount ?? '–',
    },
    {
      key: 'net',
      title: t('shifts.figures.net'),
      align: 'right',
      isFigure: true,
      render: ({ netCents }) => (netCents === null ? '–' : <MoneyText cents={netCents} />),
    },
    {
      key: 'variance',
      title: t('shifts.variance.difference'),
      align: 'right',
      render: ({ number, varianceCents }) => <Variance isClosed={number !== null} cents={varianceCents} />,
    },
  ]
}

/** The beginning of a shift: the hour alone on its business day, which stands beside it. */
function Since({ day, at }: { day: Row['businessDay']; at: string }) {
  const isThatDay = formatInstant(at).startsWith(formatDay(day))
  return isThatDay ? <time dateTime={at}>{formatTimeOfDay(at)}</time> : <InstantText at={at} />
}

/** The end of a shift: the hour alone where it ended on the day that it began. */
function Until({ from, at }: { from: string; at: string }) {
  const isSameDay = formatInstant(from).slice(0, -5) === formatInstant(at).slice(0, -5)
  return isSameDay ? <time dateTime={at}>{formatTimeOfDay(at)}</time> : <InstantText at={at} />
}

/** The sum of all differences, short or over; nobody counted where a till was rescued without. */
export function Variance({ isClosed, cents }: { isClosed: boolean; cents: number | null }) {
  if (!isClosed) return '–'
  if (cents === null) return <StatusTag tone="warn">{t('shifts.variance.uncounted')}</StatusTag>
  return cents === 0 ? (
    <StatusTag tone="good">{t('shifts.result.right')}</StatusTag>
  ) : (
    <StatusTag tone="bad">{t('shifts.variance.off', { amount: formatMoney(cents) })}</StatusTag>
  )
}

export function ShiftState({ shift }: { shift: Pick<Row, 'closedAt' | 'closeKind'> }) {
  if (!shift.closedAt) return <StatusTag tone="info">{t('shifts.state.open')}</StatusTag>
  const kinds = ['counted', 'handed_over', 'rescued'] as const
  const kind = kinds.find((each) => each === shift.closeKind) ?? 'counted'
  return <StatusTag tone={kind === 'rescued' ? 'warn' : 'plain'}>{t(`shifts.closeKind.${kind}`)}</StatusTag>
}
