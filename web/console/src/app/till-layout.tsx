import { AppstoreOutlined } from '@ant-design/icons'
import { ConfigProvider } from 'antd'
import { Link, Outlet } from 'react-router'
import { OpenDisplayButton } from '#console/display/open-display-button.tsx'
import { SellCardButton } from '#console/gift-cards/sell-card-button.tsx'
import { OfflineChip } from '#console/offline/offline-chip.tsx'
import { UnbookedMoney } from '#console/payments/unbooked-money.tsx'
import { ShiftChip } from '#console/shifts/shift-chip.tsx'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { t } from './i18n.ts'
import { LoadingBar } from './loading-bar.tsx'
import { paths } from './paths.ts'
import { StoreSwitcher } from './store-switcher.tsx'
import { UserMenu } from './user-menu.tsx'

/** The till fills the window: one thin bar above, everything else is the sale. */
export function TillLayout() {
  return (
    <div className="rg-till">
      <LoadingBar />
      <header className="rg-till-bar">
        <BrandMark size={26} />
        <StoreSwitcher />
        <OfflineChip />
        <ShiftChip />
        <UnbookedMoney />
        <SellCardButton />
        <OpenDisplayButton />
        <Link to={paths.home()} className="rg-till-leave">
          <AppstoreOutlined />
          {t('app.till.leave')}
        </Link>
        <UserMenu />
      </header>
      {/* Everything on a till is touched: 44 px and more. */}
      <ConfigProvider componentSize="large">
        <main className="rg-till-main">
          <Outlet />
        </main>
      </ConfigProvider>
    </div>
  )
}
