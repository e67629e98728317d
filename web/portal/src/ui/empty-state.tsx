import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** Where there is nothing yet: what will stand here, and what to do for it. */
export function EmptyState({ icon, title, children }: { icon: IconName; title: string; children?: ReactNode }) {
  return (
    <div className="rp-empty">
      <span className="rp-empty-icon">
        <Icon name={icon} size={30} />
      </span>
      <p className="rp-empty-title">{title}</p>
      {children && <div className="rp-empty-text">{children}</div>}
    </div>
  )
}
