import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { formatMoney, Icon, type IconName } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { accountOf, storedCents } from '#portal/statement/balances.tsx'

const many = 50

/** What is there, at a glance. A figure that is still on its way keeps its place; one that did not come says so by a dash. */
export function Tiles() {
  const accounts = useQuery(query(api.myAccountsGet, {})).data?.items
  const coupons = useQuery(query(api.myCouponList, { state: 'usable', limit: many })).data
  const passes = useQuery({ ...query(api.myPassList, {}), retry: false }).data?.items
  const live = passes?.filter(({ state }) => state === 'active' || state === 'unstarted' || state === 'frozen')
  return (
    <nav className="rp-tiles" aria-label={t('home.tiles')}>
      <Tile
        to={paths.statement()}
        icon="star"
        title={t('home.points')}
        value={accounts && (accountOf(accounts, 'points')?.balanceUnits ?? 0).toLocaleString('en-US')}
      />
      <Tile
        to={paths.storedValue()}
        icon="wallet"
        title={t('home.purse')}
        value={accounts && formatMoney(storedCents(accounts))}
      />
      <Tile to={paths.benefits()} icon="gift" title={t('home.passes')} value={live && String(live.length)} />
      <Tile
        to={paths.coupons()}
        icon="ticket"
        title={t('home.coupons')}
        value={coupons && `${coupons.items.length}${coupons.next ? '+' : ''}`}
      />
    </nav>
  )
}

function Tile({ to, icon, title, value }: { to: string; icon: IconName; title: string; value: string | undefined }) {
  return (
    <Link className="rp-tile" to={to}>
      <Icon name={icon} size={20} />
      <span className="rp-tile-value">{value ?? '–'}</span>
      <span className="rp-tile-title">{title}</span>
    </Link>
  )
}
