import { Link } from 'react-router'
import type { api, ResponseOf } from '@staff/api'
import { InstantText, MoneyText, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { Variance } from './shift-list-page.tsx'

type DayShift = ResponseOf<typeof api.dayPreview>['shifts'][number]

/** The shifts of a day; an open one keeps the day open. */
export function DayShifts({ shifts }: { shifts: readonly DayShift[] }) {
  if (shifts.length === 0) return <p className="rg-faint">{t('shifts.day.noShifts')}</p>
  return (
    <ul className="rg-day-shifts">
      {shifts.map(({ id, deviceName, cashierName, openedAt, number, netCents, varianceCents }) => (
        <li key={id}>
          <Link to={paths.shift({ shiftId: id })}>
            {deviceName} {number === null ? '' : `Z${number}`}
          </Link>
          <span>
            {cashierName} <InstantText at={openedAt} />
          </span>
          {netCents === null ? (
            <StatusTag tone="warn">{t('shifts.state.open')}</StatusTag>
          ) : (
            <>
              <MoneyText cents={netCents} />
              <Variance isClosed cents={varianceCents} />
            </>
          )}
        </li>
      ))}
    </ul>
  )
}
