import { Tooltip } from 'antd'
import { formatMoney } from '@web/ui/format-money.ts'
import { formatDay, formatDistance, formatInstant } from '@web/ui/format-time.ts'

type MoneyTextProps = {
  cents: number
  currency?: string
  /** Shows a plus, and colours what comes in and what goes out: for movements, not for sums. */
  signed?: boolean
  strong?: boolean
}

/** An amount in figures that line up in columns. */
export function MoneyText({ cents, currency, signed = false, strong = false }: MoneyTextProps) {
  const classes = ['rg-money']
  if (strong) classes.push('rg-strong')
  if (signed && cents !== 0) classes.push(cents > 0 ? 'rg-good' : 'rg-bad')
  return (
    <span className={classes.join(' ')}>
      {signed && cents > 0 ? '+' : ''}
      {formatMoney(cents, currency)}
    </span>
  )
}

/** A business day. */
export function DayText({ day }: { day: string | null | undefined }) {
  return day ? <time dateTime={day}>{formatDay(day)}</time> : <span className="rg-faint rg-none">–</span>
}

/** An instant in the store's zone; `relative` says how long ago, with the exact time on hover. */
export function InstantText({ at, relative = false }: { at: string | Date | null | undefined; relative?: boolean }) {
  if (!at) return <span className="rg-faint rg-none">–</span>
  const iso = new Date(at).toISOString()
  if (!relative) return <time dateTime={iso}>{formatInstant(at)}</time>
  return (
    <Tooltip title={formatInstant(at)}>
      <time dateTime={iso}>{formatDistance(at, new Date())}</time>
    </Tooltip>
  )
}
