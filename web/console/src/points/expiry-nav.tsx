import { NavLink } from 'react-router'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'

/** The three pages about points that end: the rule, what ends when, and what it costs. */
export function ExpiryNav() {
  const may = useMay()
  const pages = [
    { path: paths.pointsExpiry(), label: t('expiry.nav.rule'), permission: 'members.read' },
    { path: paths.pointsForecast(), label: t('expiry.nav.forecast'), permission: 'reports.read' },
    { path: paths.pointsLiability(), label: t('expiry.nav.liability'), permission: 'reports.read' },
  ]
  return (
    <nav className="rg-subnav" aria-label={t('expiry.nav.label')}>
      {pages
        .filter(({ permission }) => may(permission))
        .map(({ path, label }) => (
          <NavLink key={path} to={path} end>
            {label}
          </NavLink>
        ))}
    </nav>
  )
}
