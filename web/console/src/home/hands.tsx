import {
  ClockCircleOutlined,
  GiftOutlined,
  InboxOutlined,
  PauseCircleOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import { Link } from 'react-router'
import type { api, ResponseOf } from '@staff/api'
import { formatMoney, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'

type Hand = ResponseOf<typeof api.homeGet>['hands'][number]
type HandKind = 'points_expiring' | 'stored_value_expiring' | 'birthdays' | 'stock_below_zero' | 'parked_sales'

/** What may need a hand, how it looks and where the button leads. */
const kinds: Record<HandKind, { icon: ComponentType; to: string }> = {
  points_expiring: { icon: ClockCircleOutlined, to: paths.members({ due: 'points' }) },
  stored_value_expiring: { icon: WalletOutlined, to: paths.members({ due: 'stored-value' }) },
  birthdays: { icon: GiftOutlined, to: paths.members({ birthday: '7' }) },
  stock_below_zero: { icon: InboxOutlined, to: paths.stock({ show: 'below-zero' }) },
  parked_sales: { icon: PauseCircleOutlined, to: paths.till() },
}

function isKnown(hand: Hand): hand is Hand & { kind: HandKind } {
  return hand.kind in kinds
}

/** Who needs a hand today, each with the button that acts. */
export function Hands({ hands }: { hands: readonly Hand[] }) {
  const open = hands.filter(isKnown).filter(({ count }) => count > 0)
  return (
    <Section title={t('home.hands.title')}>
      {open.length === 0 ? (
        <p className="rg-hands-none">{t('home.hands.none')}</p>
      ) : (
        <ul className="rg-hands">
          {open.map(({ kind, count, amountCents }) => {
            const { icon: Icon, to } = kinds[kind]
            return (
              <li key={kind}>
                <span className="rg-hand-icon">
                  <Icon />
                </span>
                <div>
                  <strong>{t(`home.hands.${kind}.title`, { count })}</strong>
                  <span>{t(`home.hands.${kind}.text`, { amount: formatMoney(amountCents ?? 0) })}</span>
                </div>
                <Link to={to} className="rg-act">
                  {t(`home.hands.${kind}.act`)}
                </Link>
              </li>
            )
          })}
        </ul>
      )}
    </Section>
  )
}
