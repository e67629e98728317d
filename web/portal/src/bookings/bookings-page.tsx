import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, ApiRefusal, query, useCommand, type ResponseOf } from '@staff/api'
import {
  EmptyState,
  formatDayInWords,
  formatInstant,
  formatTimeOfDay,
  Page,
  RefusalText,
  Section,
  Sheet,
} from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { AtTheShop } from '#portal/ui/at-the-shop.tsx'
import { localDay } from '#shared/business-day.ts'
import './bookings.css'

type Booking = ResponseOf<typeof api.myBookingList>['items'][number]

/** The times that a member asked for: what lies ahead with the way to call it off, then what was. */
export function BookingsPage() {
  const { items, bookable } = useSuspenseQuery({ ...query(api.myBookingList, {}), refetchInterval: 30_000 }).data
  const isOpen = ({ state }: Booking) => state === 'asked' || state === 'confirmed'
  const ahead = items.filter(isOpen).toReversed()
  const past = items.filter((booking) => !isOpen(booking))
  return (
    <Page title={t('bookings.title')} backTo={paths.me()}>
      {ahead.length === 0 && (
        <EmptyState icon="calendar" title={t('bookings.none')}>
          {bookable.length > 0 ? t('bookings.hint') : t('bookings.hintNoPass')}
        </EmptyState>
      )}
      {ahead.length > 0 && <Bookings items={ahead} />}
      {bookable.length > 0 ? (
        <Link className="rp-button rp-bookings-ask" to={paths.askBooking()}>
          {t('bookings.ask')}
        </Link>
      ) : (
        <Link className="rp-button rp-button-plain rp-bookings-ask" to={paths.passShop()}>
          {t('passes.shop.title')}
        </Link>
      )}
      {past.length > 0 && (
        <Section title={t('bookings.past')}>
          <Bookings items={past} />
        </Section>
      )}
      <Section>
        <AtTheShop>{t('bookings.call')}</AtTheShop>
      </Section>
    </Page>
  )
}

function Bookings({ items }: { items: readonly Booking[] }) {
  const { stores, merchant } = useShop()
  return (
    <ul className="rp-passes">
      {items.map((booking) => (
        <li key={booking.id} className="rp-paper rp-pass" data-state={booking.state}>
          <div className="rp-pass-head">
            <h3>
              {formatDayInWords(localDay(new Date(booking.startsAt), merchant.timeZone))}{' '}
              {formatTimeOfDay(booking.startsAt)}
            </h3>
            <span className="rp-pass-state">{t(`bookings.state.${booking.state}`)}</span>
          </div>
          <p>{[booking.componentName, booking.staffGrade].filter(Boolean).join(' · ')}</p>
          <p className="rp-small">
            {[booking.passName, stores.length > 1 && stores.find(({ id }) => id === booking.storeId)?.name]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <p className="rp-small">{t(`bookings.explained.${booking.state}`, { count: booking.units })}</p>
          {booking.state === 'confirmed' && booking.freeUntilAt !== null && (
            <p className="rp-small">
              {booking.isLate
                ? t('bookings.isLate')
                : t('bookings.freeUntil', { at: formatInstant(booking.freeUntilAt) })}
            </p>
          )}
          {booking.canCallOff && <CallOff booking={booking} />}
        </li>
      ))}
    </ul>
  )
}

function CallOff({ booking }: { booking: Booking }) {
  const [isAsking, setAsking] = useState(false)
  const release = useCommand(api.myBookingRelease, {
    changes: [api.myBookingList, api.myPassList],
    onSuccess: () => setAsking(false),
  })
  // The last free moment may have gone by while the page stood open: the refusal says so, and the next tap knows.
  const isLate = booking.isLate || (release.error instanceof ApiRefusal && release.error.code === 'booking_late')
  return (
    <>
      <button type="button" className="rp-link" onClick={() => setAsking(true)}>
        {t('bookings.callOff')}
      </button>
      {isAsking && (
        <Sheet title={t('bookings.callOffTitle')} onClose={() => setAsking(false)}>
          <p className="rp-small">{t(isLate ? 'bookings.lateText' : 'bookings.callOffText')}</p>
          <RefusalText error={release.error} />
          <button
            type="button"
            className="rp-button rp-button-danger"
            disabled={release.isPending}
            onClick={() => release.mutate({ passHoldId: booking.id, mayCount: isLate })}
          >
            {t(isLate ? 'bookings.callOffLate' : 'bookings.callOff')}
          </button>
        </Sheet>
      )}
    </>
  )
}
