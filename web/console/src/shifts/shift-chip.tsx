import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, useStore } from '#app/session.ts'
import { tillShiftQuery, type TillShift } from './shift-data.ts'
import './shifts.css'

/** For the till's bar: whose shift it is, or that it is not open; leads to the drawer. Nothing in a browser that is no till. */
export function ShiftChip() {
  const { id: storeId } = useStore()
  const may = useMay()
  const { data } = useQuery({ ...tillShiftQuery(storeId), enabled: storeId !== '' && may('sale.sell') })
  if (!data?.till) return null
  const state = data.shift ? 'open' : data.handedOver ? 'waiting' : 'closed'
  return (
    <Link to={paths.tillShift()} className={`rg-shift-chip rg-shift-chip-${state}`}>
      <span className="rg-shift-dot" aria-hidden="true" />
      {wordsOf(data)}
    </Link>
  )
}

function wordsOf({ shift, handedOver, policy }: TillShift): string {
  if (shift) return t('shifts.chip.open', { name: shift.cashierName ?? '' })
  if (handedOver) return t('shifts.chip.waiting', { name: handedOver.toName ?? '' })
  return t(policy.isShiftRequired ? 'shifts.chip.closed' : 'shifts.chip.none')
}
