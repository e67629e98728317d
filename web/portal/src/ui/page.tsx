import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { t } from '#portal/app/i18n.ts'
import { Icon } from './icon.tsx'

type PageProps = {
  title: string
  /** Where the arrow goes; without it the page is one of the tabs. */
  backTo?: string
  action?: ReactNode
  children: ReactNode
}

/** A page: its heading, and what stands below it. */
export function Page({ title, backTo, action, children }: PageProps) {
  return (
    <>
      <header className="rp-head">
        {backTo !== undefined && (
          <Link className="rp-head-back" to={backTo} aria-label={t('app.back')}>
            <Icon name="back" />
          </Link>
        )}
        <h1 tabIndex={-1}>{title}</h1>
        {action && <div className="rp-head-action">{action}</div>}
      </header>
      {children}
    </>
  )
}

/** A titled group on a page. */
export function Section({ title, action, children }: { title?: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className="rp-section">
      {title !== undefined && (
        <div className="rp-section-head">
          <h2>{title}</h2>
          {action}
        </div>
      )}
      {children}
    </section>
  )
}
