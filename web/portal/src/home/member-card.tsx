import { Link } from 'react-router'
import { BrandMark } from '@web/ui/brand-mark.tsx'
import { Icon } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useSession, useShop } from '#portal/app/session.ts'

/** The card itself. A touch turns it to the code. */
export function MemberCard({ tier }: { tier?: { name: string; level: number } | null }) {
  const { merchant } = useShop()
  const { member } = useSession()
  return (
    <Link className="rp-member-card" to={paths.card()} data-level={Math.min(5, tier?.level ?? 0)}>
      <span className="rp-member-card-top">
        <BrandMark size={30} />
        <span className="rp-member-card-shop">{merchant.name}</span>
        {tier && <span className="rp-member-card-tier">{tier.name}</span>}
      </span>
      <span className="rp-member-card-name">{member.name}</span>
      <span className="rp-member-card-foot">
        <span className="rp-member-card-number">{spaced(member.number)}</span>
        <span className="rp-member-card-open">
          <Icon name="code" size={20} />
          {t('home.showCode')}
        </span>
      </span>
    </Link>
  )
}

/** Digits in groups of four, as on any card. */
function spaced(number: string): string {
  return number.replace(/(\d{4})(?=\d)/g, '$1 ')
}
