import { MenuOutlined, SearchOutlined } from '@ant-design/icons'
import { Button, Drawer } from 'antd'
import { useEffect, useState } from 'react'
import { Outlet, ScrollRestoration, useLocation } from 'react-router'
import { KeyHint } from '@web/ui/key-hint.tsx'
import { CommandPalette } from './command-palette.tsx'
import { t } from './i18n.ts'
import { LoadingBar } from './loading-bar.tsx'
import { SideBar } from './side-bar.tsx'
import { StoreSwitcher } from './store-switcher.tsx'
import { useStore } from './session.ts'
import { UserMenu } from './user-menu.tsx'

/** The console's frame: side bar, header, the page. */
export function Shell() {
  const { pathname } = useLocation()
  const store = useStore()
  const [isDrawerOpen, setDrawerOpen] = useState(false)
  const [isPaletteOpen, setPaletteOpen] = useState(false)
  useEffect(() => setDrawerOpen(false), [pathname])
  usePaletteKey(() => setPaletteOpen((isOpen) => !isOpen))

  return (
    <div className="rg-shell">
      <a className="rg-skip" href="#main">
        {t('app.skip')}
      </a>
      <LoadingBar />
      <SideBar />
      <header className="rg-header">
        <Button
          className="rg-header-menu"
          type="text"
          icon={<MenuOutlined />}
          aria-label={t('app.menu')}
          onClick={() => setDrawerOpen(true)}
        />
        <StoreSwitcher />
        <button type="button" className="rg-header-search" onClick={() => setPaletteOpen(true)}>
          <SearchOutlined />
          <span>{t('app.palette.open')}</span>
          <KeyHint keys={['Ctrl', 'K']} />
        </button>
        <UserMenu />
      </header>
      {/* Another store means other numbers everywhere: the page starts afresh. */}
      <main id="main" className="rg-main" key={store.id}>
        <Outlet />
      </main>
      <Drawer
        open={isDrawerOpen}
        onClose={() => setDrawerOpen(false)}
        placement="left"
        size={264}
        closable={false}
        title={null}
        aria-label={t('app.menu')}
        classNames={{ body: 'rg-drawer-menu' }}
      >
        <SideBar inDrawer />
      </Drawer>
      <CommandPalette open={isPaletteOpen} onClose={() => setPaletteOpen(false)} />
      <ScrollRestoration />
    </div>
  )
}

/** Ctrl-K, or Command-K on a Mac, from anywhere, fields included. */
function usePaletteKey(toggle: () => void) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      toggle()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  })
}
