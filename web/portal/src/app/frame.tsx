import { Suspense, useEffect } from 'react'
import { NavLink, Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { Icon, type IconName } from '#portal/ui/icon.tsx'
import { StartingPage } from '#portal/ui/starting-page.tsx'
import { type SentenceKey, t } from './i18n.ts'
import { paths } from './paths.ts'
import { useShop } from './session.ts'

/** The five places that a thumb reaches from everywhere. */
const tabs: { to: string; title: SentenceKey; icon: IconName }[] = [
  { to: paths.home(), title: 'app.tab.home', icon: 'home' },
  { to: paths.benefits(), title: 'app.tab.benefits', icon: 'gift' },
  { to: paths.card(), title: 'app.tab.card', icon: 'code' },
  { to: paths.statement(), title: 'app.tab.statement', icon: 'list' },
  { to: paths.me(), title: 'app.tab.me', icon: 'person' },
]

/** A page and the tabs: below it on a phone, beside it where there is room. */
export function Frame() {
  const isLoading = useNavigation().state === 'loading'
  const { merchant } = useShop()
  useFocusOnHeading()
  return (
    <div className="rp-frame">
      {isLoading && <div className="rp-loading" role="progressbar" aria-label={t('app.loading')} />}
      <main className="rp-page" id="page">
        <Suspense fallback={<StartingPage />}>
          <Outlet />
        </Suspense>
      </main>
      <nav className="rp-tabs" aria-label={t('app.tabs')}>
        <p className="rp-tabs-shop">
          <BrandMark size={32} />
          <span>{merchant.name}</span>
        </p>
        {tabs.map(({ to, title, icon }) => (
          <NavLink key={to} to={to} end={to === '/'} className="rp-tab" data-tab={icon}>
            <span className="rp-tab-icon">
              <Icon name={icon} />
            </span>
            <span>{t(title)}</span>
          </NavLink>
        ))}
      </nav>
      <ScrollRestoration />
    </div>
  )
}

/** Whoever cannot see that the page changed hears its heading. */
function useFocusOnHeading(): void {
  const { pathname } = useLocation()
  useEffect(() => {
    document.querySelector<HTMLElement>('#page h1')?.focus({ preventScroll: true })
  }, [pathname])
}
