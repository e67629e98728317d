import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Icon, type IconName } from './icon.tsx'

/** Rows that belong together, in one sheet of paper. */
export function Rows({ children }: { children: ReactNode }) {
  return <div className="rp-rows">{children}</div>
}

type RowProps = {
  title: ReactNode
  hint?: ReactNode
  value?: ReactNode
  icon?: IconName
  to?: string
  onClick?: () => void
  children?: ReactNode
}

/** One row: what it is, what it says, and with `to` or `onClick` the way there. */
export function Row({ title, hint, value, icon, to, onClick, children }: RowProps) {
  const inside = (
    <>
      {icon && (
        <span className="rp-row-icon">
          <Icon name={icon} size={20} />
        </span>
      )}
      <span className="rp-row-body">
        <span className="rp-row-text">
          <span className="rp-row-title">{title}</span>
          {hint !== undefined && hint !== null && <span className="rp-row-hint">{hint}</span>}
        </span>
        {value !== undefined && <span className="rp-row-value">{value}</span>}
      </span>
      {children}
      {(to !== undefined || onClick) && <Icon name="chevron" size={18} />}
    </>
  )
  if (to !== undefined)
    return (
      <Link className="rp-row" to={to}>
        {inside}
      </Link>
    )
  if (onClick)
    return (
      <button className="rp-row" type="button" onClick={onClick}>
        {inside}
      </button>
    )
  return <div className="rp-row">{inside}</div>
}
