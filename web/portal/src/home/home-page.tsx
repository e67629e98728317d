import { useShop } from '#portal/app/session.ts'
import { MemberCard } from './member-card.tsx'

/** What a regular opens the portal for: the card. */
export function HomePage() {
  const { merchant } = useShop()
  return (
    <>
      <header className="rp-home-head">
        <h1 tabIndex={-1}>{merchant.name}</h1>
      </header>
      <MemberCard />
    </>
  )
}
