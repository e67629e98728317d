import { ArrowLeftOutlined } from '@ant-design/icons'
import { useEffect, useRef, type ReactNode } from 'react'
import { Link, useLocation } from 'react-router'
import { t } from '#app/i18n.ts'

type Crumb = { label: string; path: string }

type PageProps = {
  title: string
  /** Beside the title: a tier badge, a status. */
  badge?: ReactNode
  /** One line under the title that says what this page is for. */
  lead?: ReactNode
  back?: string
  crumbs?: Crumb[]
  actions?: ReactNode
  /** Forms and single records read better narrow. */
  width?: 'full' | 'reading'
  children: ReactNode
}

let isFirstPage = true

/** A page's head and body. Tells screen readers and the window's title where the reader has come. */
export function Page({ title, badge, lead, back, crumbs, actions, width = 'full', children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    document.title = `${title} · ${t('app.brand')}`
  }, [title])
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus({ preventScroll: true })
    isFirstPage = false
  }, [pathname])

  return (
    <div className={`rg-page rg-page-${width}`}>
      {crumbs && (
        <nav className="rg-crumbs" aria-label={t('ui.page.crumbs')}>
          <ol>
            {crumbs.map(({ label, path }) => (
              <li key={path}>
                <Link to={path}>{label}</Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="rg-page-head">
        <div className="rg-page-title">
          {back && (
            <Link to={back} className="rg-back" aria-label={t('ui.page.back')}>
              <ArrowLeftOutlined />
            </Link>
          )}
          <h1 ref={heading} tabIndex={-1}>
            {title}
          </h1>
          {badge}
        </div>
        {actions && <div className="rg-page-actions">{actions}</div>}
      </div>
      {lead && <p className="rg-page-lead">{lead}</p>}
      <div className="rg-page-body">{children}</div>
    </div>
  )
}

/** A titled card on a page. */
export function Section({ title, actions, children }: { title?: ReactNode; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className="rg-card">
      {(title || actions) && (
        <div className="rg-card-head">
          <h2>{title}</h2>
          {actions && <div className="rg-card-actions">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  )
}
