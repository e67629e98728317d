import { ClockCircleOutlined, GiftOutlined, InboxOutlined, WalletOutlined } from '@ant-design/icons'
import type { ComponentType } from 'react'
import { Link } from 'react-router'
import type { api, ResponseOf } from '@staff/api'
import { formatMoney, Section } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'

type Hand = ResponseOf<typeof api.homeGet>['hands'][number]
type HandKind = 'points_expiring' | 'stored_value_expiring' | 'birthdays' | 'stock_below_zero'

/** What may need a hand, how it looks and where its button leads. */
const kinds: Record<HandKind, { icon: ComponentType; button?: { to: string; act: SentenceKey } }> = {
  points_expiring: {
    icon: ClockCircleOutlined,
    button: { to: paths.expiring({ of: 'points', days: '7' }), act: 'home.hands.points_expiring.act' },
  },
  stored_value_expiring: {
    icon: WalletOutlined,
    button: { to: paths.expiring({ of: 'stored_value', days: '7' }), act: 'home.hands.stored_value_expiring.act' },
  },
  birthdays: { icon: GiftOutlined, button: { to: paths.members({ birthday: '0' }), act: 'home.hands.birthdays.act' } },
  stock_below_zero: {
    icon: InboxOutlined,
    button: { to: paths.stock({ show: 'below-zero' }), act: 'home.hands.stock_below_zero.act' },
  },
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
          {open.map(({ kind, count, amountCents = 0, points = 0 }) => {
            const { icon: Icon, button } = kinds[kind]
            return (
              <li key={kind}>
                <span className="rg-hand-icon">
                  <Icon />
                </span>
                <div>
                  <strong>{t(`home.hands.${kind}.title`, { count })}</strong>
                  <span>{t(`home.hands.${kind}.text`, { amount: formatMoney(amountCents), points })}</span>
                </div>
                {button && (
                  <Link to={button.to} className="rg-act">
                    {t(button.act)}
                  </Link>
                )}
              </li>
            )
          })}
        </ul>
      )}
    </Section>
  )
}
