import { useQuery } from '@tanstack/react-query'
import { Input } from 'antd'
import { Link, useSearchParams } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  DangerButton,
  DataList,
  DayText,
  EmptyState,
  formatDay,
  InstantText,
  MoneyText,
  Page,
  Section,
  StatusTag,
  TextField,
  useNotice,
  type ListColumn,
} from '@staff/ui'
import { isDay } from '#shared/business-day.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { DayShifts } from './day-shifts.tsx'
import { FiguresView } from './figures-view.tsx'
import './shifts.css'

type Preview = ResponseOf<typeof api.dayPreview>
type Closed = ResponseOf<typeof api.dayCloseList>['items'][number]

/** The day of the store at hand: what it comes to, what still keeps it open, and the days that are closed. */
export function DayPage() {
  const store = useStore()
  const [params, setParams] = useSearchParams()
  const chosen = params.get('day')
  const day = chosen && isDay(chosen) ? chosen : undefined
  const { data } = useQuery({
    ...query(api.dayPreview, { storeId: store.id, ...(day && { day }) }),
    enabled: store.id !== '',
    staleTime: 0,
  })
  return (
    <Page
      title={t('shifts.day.title')}
      lead={t('shifts.day.lead', { store: store.name })}
      actions={
        data && (
          <Input
            type="date"
            aria-label={t('shifts.businessDay')}
            className="rg-day-pick"
            value={data.day}
            max={data.today}
            onChange={({ target }) => isDay(target.value) && setParams({ day: target.value })}
          />
        )
      }
    >
      {data &&
        (data.blocked?.code === 'day_already_closed' ? (
          <ClosedDay key={data.day} preview={data} />
        ) : (
          <DayToClose key={data.day} preview={data} />
        ))}
      <h2 className="rg-day-heading">{t('shifts.day.closed')}</h2>
      <DataList
        id="days"
        label={t('shifts.day.closed')}
        source={({ cursor, limit }) =>
          query(api.dayCloseList, { storeId: store.id, ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        columns={columns()}
        rowHref={({ id }) => paths.dayClose({ dayCloseId: id })}
        empty={<EmptyState title={t('shifts.day.noneClosed')} />}
      />
    </Page>
  )
}

/** A day that is over for good: what it came to, by its report. */
function ClosedDay({ preview }: { preview: Preview }) {
  const { storeId, day } = preview
  const found = useQuery(query(api.dayCloseList, { storeId, from: day, until: day, limit: 1 })).data
  if (!found) return null
  const [closed] = found.items
  return (
    <Section title={formatDay(day)} actions={<DayState preview={preview} />}>
      {closed ? (
        <>
          <FiguresView figures={closed.figures} />
          <Link to={paths.dayClose({ dayCloseId: closed.id })}>
            {t('shifts.day.report', { number: String(closed.number) })}
          </Link>
        </>
      ) : (
        <p className="rg-faint">{t('shifts.day.noReport')}</p>
      )}
    </Section>
  )
}

function DayToClose({ preview }: { preview: Preview }) {
  const { figures, shifts, orphanCount, orphanFigures } = preview
  return (
    <div className="rg-day">
      <Section title={formatDay(preview.day)} actions={<DayState preview={preview} />}>
        <FiguresView figures={figures} />
      </Section>
      <Section title={t('shifts.day.shifts')}>
        <DayShifts shifts={shifts} />
        {orphanFigures && (
          <p className="rg-shift-lead">
            {t('shifts.day.orphans', { count: orphanCount })} <MoneyText cents={orphanFigures.sales.netCents} />
          </p>
        )}
        <CloseDay preview={preview} />
      </Section>
    </div>
  )
}

const blocks = ['day_not_begun', 'day_already_closed', 'day_shift_open', 'day_earlier_open'] as const

function DayState({ preview: { blocked } }: { preview: Preview }) {
  const code = blocks.find((each) => each === blocked?.code)
  if (!code) return <StatusTag tone="good">{t('shifts.day.ready')}</StatusTag>
  return (
    <StatusTag tone={code === 'day_already_closed' ? 'plain' : 'warn'}>{t(`shifts.day.blocked.${code}`)}</StatusTag>
  )
}

/** Closing is for good: the button says so, and only shows where nothing stands in its way. */
function CloseDay({ preview: { storeId, day, blocked } }: { preview: Preview }) {
  const may = useMay()
  const notice = useNotice()
  const close = useCommand(api.dayClose, {
    changes: [api.dayPreview, api.dayCloseList, api.shiftList],
    onSuccess: ({ number }) => notice.done(t('shifts.day.done', { number })),
  })
  if (!may('day.close')) return null
  return (
    <CommandForm
      command={close}
      onSubmit={({ note }: { note?: string }) => close.mutate({ storeId, day, ...(note && { note }) })}
    >
      <TextField name="note" label={t('shifts.note')} isOptional maxLength={500} />
      <DangerButton block size="large" disabled={blocked !== null}>
        {t('shifts.day.close', { day: formatDay(day) })}
      </DangerButton>
    </CommandForm>
  )
}

function columns(): ListColumn<Closed>[] {
  return [
    {
      key: 'number',
      title: t('shifts.day.number'),
      render: ({ number }) => <span className="rg-number">{number}</span>,
    },
    { key: 'day', title: t('shifts.businessDay'), render: ({ businessDay }) => <DayText day={businessDay} /> },
    { key: 'shifts', title: t('shifts.day.shifts'), align: 'right', render: ({ shiftCount }) => shiftCount },
    {
      key: 'net',
      title: t('shifts.figures.net'),
      align: 'right',
      isFigure: true,
      render: ({ figures }) => <MoneyText cents={figures.sales.netCents} strong />,
    },
    { key: 'at', title: t('shifts.closedAt'), render: ({ at }) => <InstantText at={at} /> },
    { key: 'by', title: t('shifts.closedBy'), render: ({ closedByName }) => closedByName ?? '–' },
  ]
}
