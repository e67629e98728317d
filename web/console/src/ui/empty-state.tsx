import type { ReactNode } from 'react'

type EmptyStateProps = {
  /** What this is. */
  title: string
  /** Why one would want it, with an example. */
  children?: ReactNode
  /** The one button. */
  action?: ReactNode
}

/** Stands where nothing is yet: what this is, one example, one button. */
export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="rg-empty">
      <svg
        width="72"
        height="48"
        viewBox="0 0 72 48"
        aria-hidden="true"
        fill="none"
        strokeWidth="2"
        strokeLinecap="round"
      >
        <rect x="9" y="9" width="54" height="34" rx="6" />
        <path d="M18 20h17M18 28h26M18 36h11" />
        <circle cx="52" cy="34" r="8" className="rg-empty-point" />
        <path d="M52 30.5v7M48.5 34h7" className="rg-empty-plus" />
      </svg>
      <h2>{title}</h2>
      {children && <div className="rg-empty-text">{children}</div>}
      {action}
    </div>
  )
}
