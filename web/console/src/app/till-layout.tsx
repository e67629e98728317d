import { AppstoreOutlined, WifiOutlined } from '@ant-design/icons'
import { useSyncExternalStore } from 'react'
import { Link, Outlet } from 'react-router'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { t } from './i18n.ts'
import { LoadingBar } from './loading-bar.tsx'
import { paths } from './paths.ts'
import { StoreSwitcher } from './store-switcher.tsx'
import { UserMenu } from './user-menu.tsx'

/** The till fills the window: one thin bar above, everything else is the sale. */
export function TillLayout() {
  const isOnline = useSyncExternalStore(subscribeToLine, () => navigator.onLine)
  return (
    <div className="rg-till">
      <LoadingBar />
      <header className="rg-till-bar">
        <BrandMark size={26} />
        <StoreSwitcher />
        <span className={`rg-till-line${isOnline ? '' : ' rg-till-line-off'}`} role="status">
          <WifiOutlined />
          {t(isOnline ? 'app.till.online' : 'app.till.offline')}
        </span>
        <Link to={paths.home()} className="rg-till-leave">
          <AppstoreOutlined />
          {t('app.till.leave')}
        </Link>
        <UserMenu />
      </header>
      <main className="rg-till-main">
        <Outlet />
      </main>
    </div>
  )
}

function subscribeToLine(listener: () => void): () => void {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}
