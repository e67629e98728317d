import { MenuFoldOutlined, MenuUnfoldOutlined } from '@ant-design/icons'
import { Tooltip } from 'antd'
import { useEffect, useRef } from 'react'
import { NavLink, useLocation } from 'react-router'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { t } from './i18n.ts'
import { entryFor, navigation, type NavigationEntry } from './navigation.ts'
import { paths } from './paths.ts'
import { setPreferences, usePreferences } from './preferences.ts'
import { useMay, useSession } from './session.ts'

export function SideBar({ inDrawer = false }: { inDrawer?: boolean }) {
  const may = useMay()
  const { merchant } = useSession()
  const isNarrow = usePreferences().sideBar === 'narrow' && !inDrawer
  const nav = useCurrentInView()
  const groups = navigation
    .map((group) => ({ ...group, entries: group.entries.flatMap((entry) => entryFor(entry, may) ?? []) }))
    .filter(({ entries }) => entries.length > 0)

  return (
    <aside className={`rg-side${isNarrow ? ' rg-side-narrow' : ''}${inDrawer ? ' rg-side-drawer' : ''}`}>
      <NavLink to={paths.home()} className="rg-brand" aria-label={t('app.brand')}>
        <BrandMark />
        <span className="rg-brand-words">
          <strong>{t('app.brand')}</strong>
          <span>{merchant.name}</span>
        </span>
      </NavLink>
      <nav ref={nav} aria-label={t('app.navigation')}>
        {groups.map((group, index) => (
          <div className="rg-nav-group" key={group.label ?? index}>
            {group.label && <div className="rg-nav-label">{t(group.label)}</div>}
            {group.entries.map((entry) => (
              <Entry key={entry.path} entry={entry} isNarrow={isNarrow} />
            ))}
          </div>
        ))}
      </nav>
      {!inDrawer && (
        <button
          type="button"
          className="rg-side-fold"
          aria-label={t(isNarrow ? 'app.unfold' : 'app.fold')}
          onClick={() => setPreferences({ sideBar: isNarrow ? 'open' : 'narrow' })}
        >
          {isNarrow ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
        </button>
      )}
    </aside>
  )
}

/** The current page's entry is in sight, however far down it stands. */
function useCurrentInView() {
  const nav = useRef<HTMLElement>(null)
  const { pathname } = useLocation()
  useEffect(() => nav.current?.querySelector('.active')?.scrollIntoView({ block: 'nearest' }), [pathname])
  return nav
}

/** Whether another entry lies beneath an address: then only the very page is meant. */
function isAbove(path: string): boolean {
  const beneath = path.endsWith('/') ? path : `${path}/`
  return navigation.some(({ entries }) => entries.some((entry) => entry.path.startsWith(beneath)))
}

/** Pages that are part of an entry without lying beneath it: their tabs stand on each other's pages. */
const partsOf: Record<string, readonly string[]> = {
  [paths.pointsForecast()]: [paths.pointsExpiry(), paths.pointsLiability()],
}

function Entry({ entry, isNarrow }: { entry: NavigationEntry; isNarrow: boolean }) {
  const Icon = entry.icon
  const { pathname } = useLocation()
  const isPart = partsOf[entry.path]?.includes(pathname) ?? false
  const link = (
    <NavLink
      to={entry.path}
      end={isAbove(entry.path)}
      className={({ isActive }) => (isActive || isPart ? 'rg-nav-link active' : 'rg-nav-link')}
    >
      <Icon />
      <span className="rg-nav-text">{t(entry.label)}</span>
    </NavLink>
  )
  return isNarrow ? (
    <Tooltip title={t(entry.label)} placement="right">
      {link}
    </Tooltip>
  ) : (
    link
  )
}
