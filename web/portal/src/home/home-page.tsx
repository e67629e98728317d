import { Suspense } from 'react'
import { Link } from 'react-router'
import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { Icon } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { DailySignIn } from './daily-sign-in.tsx'
import { Endings } from './endings.tsx'
import { LatestReceipts } from './latest-receipts.tsx'
import { MemberCard } from './member-card.tsx'
import { partOfDay } from './part-of-day-rules.ts'
import { Tiles } from './tiles.tsx'

/** What a regular opens the portal for: the card, what is there, what ends soon, what was bought last. */
export function HomePage() {
  const { merchant } = useShop()
  const { data: tier } = useQuery({ ...query(api.myTierGet, {}), retry: false })
  return (
    <>
      <header className="rp-home-head">
        <h1 tabIndex={-1}>{t(`home.greeting.${partOfDay(new Date(), merchant.timeZone)}`)}</h1>
        <Inbox />
      </header>
      <div className="rp-halves">
        <div>
          <MemberCard tier={tier ? { name: tier.name, level: tier.colour } : null} />
          <Tiles />
          <DailySignIn />
        </div>
        <div>
          <Suspense fallback={null}>
            <Endings />
            <LatestReceipts />
          </Suspense>
        </div>
      </div>
    </>
  )
}

/** The bell, with how much is new. */
function Inbox() {
  const { data } = useQuery({ ...query(api.myInboxGet, { limit: 1 }), retry: false })
  const unread = data?.unread ?? 0
  return (
    <Link
      className="rp-bell"
      to={paths.inbox()}
      aria-label={unread > 0 ? t('home.unread', { count: unread }) : t('inbox.title')}
    >
      <Icon name="bell" size={24} />
      {unread > 0 && <span className="rp-bell-count">{unread > 99 ? '99+' : unread}</span>}
    </Link>
  )
}
