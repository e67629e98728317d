import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DataList,
  EmptyState,
  Facts,
  formatInstant,
  InstantText,
  Page,
  RefusalText,
  StatusTag,
  SubmitButton,
  useNotice,
  type ListColumn,
  type ListFilter,
  type Tone,
} from '@staff/ui'
import { isUuid } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useSession } from '#app/session.ts'
import { BookDrawer } from './book-drawer.tsx'
import { PassTabs } from './pass-tabs.tsx'
import { passChanges } from './pass-words.ts'
import './passes.css'

type Booking = ResponseOf<typeof api.bookingList>['items'][number]
type Filter = 'state' | 'storeId'

const tones: Record<Booking['state'], Tone> = {
  ...{ asked: 'warn', confirmed: 'info', consumed: 'good', missed: 'bad', late: 'bad', released_absent: 'plain' },
  ...{ released_by_member: 'plain', released_by_shop: 'plain', released_by_freeze: 'plain', released_by_end: 'plain' },
}
const states = ['asked', 'confirmed', 'settled'] as const
const isOpen = ({ state }: Booking) => state === 'asked' || state === 'confirmed'

/** Times that members asked for with a visit of a pass kept for each: said yes to, counted, or given back. */
export function BookingsPage() {
  const { stores } = useSession()
  const may = useMay()
  const [chosen, setChosen] = useState<Booking | null>(null)
  const [isAdding, setAdding] = useState(false)
  const confirm = useCommand(api.bookingConfirm, { changes: passChanges })
  const filters: ListFilter<Filter>[] = [
    {
      ...{ name: 'state', kind: 'choice', label: t('passes.stateTitle') },
      options: states.map((value) => ({ value, label: t(`passes.bookings.filter.${value}`) })),
    },
    ...(stores.length > 1
      ? [
          {
            ...{ name: 'storeId' as const, kind: 'choice' as const, label: t('passes.bookings.store') },
            options: stores.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
  ]
  const storeName = (storeId: string) => stores.find(({ id }) => id === storeId)?.name ?? '–'
  const acts = may('passes.use')
    ? { confirm: (booking: Booking) => confirm.mutate({ passHoldId: booking.id }), open: setChosen }
    : null
  return (
    <Page
      title={t('passes.title')}
      lead={t('passes.bookings.lead')}
      actions={
        may('passes.use') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('passes.bookings.add')}
          </Button>
        )
      }
    >
      <PassTabs />
      <RefusalText error={confirm.error} />
      <DataList<Booking, Filter>
        id="bookings"
        label={t('passes.bookings.title')}
        columns={columns(acts, confirm.isPending, stores.length > 1 ? storeName : null)}
        filters={filters}
        source={({ cursor, limit, state, storeId }) =>
          query(api.bookingList, {
            ...(cursor && { cursor }),
            ...(limit && { limit }),
            ...(storeId && isUuid(storeId) ? { storeId } : {}),
            ...stateOf(state),
          })
        }
        empty={<EmptyState title={t('passes.bookings.none')}>{t('passes.bookings.noneText')}</EmptyState>}
      />
      <BookDrawer open={isAdding} onClose={() => setAdding(false)} />
      <SettleDrawer key={chosen?.id} booking={chosen} onClose={() => setChosen(null)} />
    </Page>
  )
}

function stateOf(given: string | undefined): { state?: (typeof states)[number] } {
  const state = states.find((each) => each === given)
  return state ? { state } : {}
}

type Acts = { confirm: (booking: Booking) => void; open: (booking: Booking) => void }

function columns(
  acts: Acts | null,
  isConfirming: boolean,
  storeName: ((storeId: string) => string) | null,
): ListColumn<Booking>[] {
  return [
    { key: 'when', title: t('passes.bookings.when'), render: ({ startsAt }) => <InstantText at={startsAt} /> },
    {
      key: 'member',
      title: t('passes.bookings.member'),
      render: ({ memberId, memberName, priority }) => (
        <>
          <Link to={paths.member({ memberId })}>{memberName || '–'}</Link>{' '}
          {priority > 0 && <StatusTag tone="info">{t('passes.bookings.priority', { level: priority })}</StatusTag>}
        </>
      ),
    },
    {
      key: 'what',
      title: t('passes.bookings.what'),
      render: ({ componentName, staffGrade }) => [componentName, staffGrade].filter(Boolean).join(' · '),
    },
    {
      key: 'pass',
      title: t('passes.pass'),
      render: ({ passId, passName }) => <Link to={paths.pass({ passId })}>{passName}</Link>,
    },
    ...(storeName
      ? [{ key: 'store', title: t('passes.bookings.store'), render: ({ storeId }: Booking) => storeName(storeId) }]
      : []),
    {
      key: 'state',
      title: t('passes.stateTitle'),
      render: ({ state }) => <StatusTag tone={tones[state]}>{t(`passes.bookings.state.${state}`)}</StatusTag>,
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (booking) =>
        acts && isOpen(booking) ? (
          <span className="rg-booking-acts">
            {booking.state === 'asked' && !booking.hasBegun && (
              <Button size="small" type="primary" disabled={isConfirming} onClick={() => acts.confirm(booking)}>
                {t('passes.bookings.confirm')}
              </Button>
            )}
            <Button size="small" onClick={() => acts.open(booking)}>
              {t('passes.bookings.settle')}
            </Button>
          </span>
        ) : null,
    },
  ]
}

/** Who came, who did not, or the shop cannot take it: what each does to the visit stands beside it. */
function SettleDrawer({ booking, onClose }: { booking: Booking | null; onClose: () => void }) {
  return (
    <ConfirmDrawer open={booking !== null} title={t('passes.bookings.settle')} onClose={onClose}>
      {booking && (
        <>
          <Facts
            rows={[
              [t('passes.bookings.member'), booking.memberName || '–'],
              [t('passes.bookings.what'), `${booking.componentName} · ${booking.passName}`],
              [t('passes.bookings.when'), formatInstant(booking.startsAt)],
            ]}
          />
          <Settling booking={booking} onClose={onClose} />
        </>
      )}
    </ConfirmDrawer>
  )
}

function Settling({ booking, onClose }: { booking: Booking; onClose: () => void }) {
  const notice = useNotice()
  const done = {
    changes: passChanges,
    onSuccess: () => {
      notice.done(t('passes.bookings.done'))
      onClose()
    },
  }
  const came = useCommand(api.passHoldConsume, done)
  const missed = useCommand(api.bookingMissed, done)
  const release = useCommand(api.passHoldRelease, done)
  const { id: passHoldId, hasBegun, mayHaveCome } = booking
  const isBusy = came.isPending || missed.isPending || release.isPending
  return (
    <>
      {mayHaveCome ? (
        <CommandForm command={came} onSubmit={() => came.mutate({ passHoldId })}>
          <p className="rg-drawer-text">{t('passes.bookings.cameText')}</p>
          <SubmitButton>{t('passes.bookings.came')}</SubmitButton>
        </CommandForm>
      ) : (
        <p className="rg-drawer-text">{t('passes.bookings.notYet')}</p>
      )}
      <section className="rg-booking-more" aria-label={t('passes.more')}>
        <RefusalText error={missed.error ?? release.error} />
        {hasBegun ? (
          <Absence booking={booking} isBusy={isBusy} onSettle={missed.mutate} />
        ) : (
          <CallingOff booking={booking} isBusy={isBusy} onRelease={release.mutate} />
        )}
      </section>
    </>
  )
}

type AbsenceProps = {
  booking: Booking
  isBusy: boolean
  onSettle: (given: { passHoldId: string; isForgiven: boolean }) => void
}

/** Nobody came: what the plan says is one button; the other way is for who may take uses back. A plan that says nothing leaves both open. */
function Absence({ booking: { id: passHoldId, absence }, isBusy, onSettle }: AbsenceProps) {
  const mayForgive = useMay()('passes.undo') || absence === null
  const settle = (isForgiven: boolean) => onSettle({ passHoldId, isForgiven })
  if (absence === 'returned') {
    return (
      <>
        <p className="rg-drawer-text">{t('passes.bookings.returnedText')}</p>
        <Button disabled={isBusy} onClick={() => settle(false)}>
          {t('passes.bookings.forgive')}
        </Button>
      </>
    )
  }
  return (
    <>
      <p className="rg-drawer-text">{t(absence ? 'passes.bookings.countsText' : 'passes.bookings.missedText')}</p>
      <Button disabled={isBusy} onClick={() => settle(false)}>
        {t('passes.bookings.missed')}
      </Button>
      {mayForgive && (
        <Button disabled={isBusy} onClick={() => settle(true)}>
          {t(absence ? 'passes.bookings.exception' : 'passes.bookings.forgive')}
        </Button>
      )}
    </>
  )
}

type CallingOffProps = {
  booking: Booking
  isBusy: boolean
  onRelease: (given: { passHoldId: string; by: 'member' | 'shop'; isForgiven?: boolean }) => void
}

/** Before it begins: the member says no, in time or too late for nothing, or the shop cannot take it. */
function CallingOff({ booking: { id: passHoldId, isLate }, isBusy, onRelease }: CallingOffProps) {
  const mayForgive = useMay()('passes.undo')
  return (
    <>
      <p className="rg-drawer-text">{t(isLate ? 'passes.bookings.lateText' : 'passes.bookings.memberText')}</p>
      <Button disabled={isBusy} onClick={() => onRelease({ passHoldId, by: 'member' })}>
        {t(isLate ? 'passes.bookings.byMemberLate' : 'passes.bookings.byMember')}
      </Button>
      {isLate && mayForgive && (
        <Button disabled={isBusy} onClick={() => onRelease({ passHoldId, by: 'member', isForgiven: true })}>
          {t('passes.bookings.exception')}
        </Button>
      )}
      <p className="rg-drawer-text">{t('passes.bookings.shopText')}</p>
      <Button danger disabled={isBusy} onClick={() => onRelease({ passHoldId, by: 'shop' })}>
        {t('passes.bookings.byShop')}
      </Button>
    </>
  )
}
