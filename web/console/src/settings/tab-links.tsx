import { NavLink, useLocation } from 'react-router'
import { useCurrentInView } from '@staff/ui'
import { useMay } from '#app/session.ts'

type TabLink = { label: string; path: string; permission?: string }

/** Pages that belong together, as tabs with addresses of their own. */
export function TabLinks({ label, tabs }: { label: string; tabs: readonly TabLink[] }) {
  const may = useMay()
  const { pathname } = useLocation()
  const row = useCurrentInView<HTMLElement>(pathname)
  const shown = tabs.filter(({ permission }) => !permission || may(permission))
  if (shown.length < 2) return null
  return (
    <nav className="rg-tab-links" aria-label={label} ref={row}>
      {shown.map(({ label, path }) => (
        <NavLink key={path} to={path} end>
          {label}
        </NavLink>
      ))}
    </nav>
  )
}
