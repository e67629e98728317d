import { api, useCommand } from '@staff/api'
import { EmptyState, Icon, Page, RefusalText } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { queryClient } from '#portal/app/query-client.ts'
import { useSession, useShop } from '#portal/app/session.ts'
import { shownCode, stepSeconds } from './rotating-code.ts'
import { QrCode } from '@web/ui/qr-code.tsx'
import { BarCode } from './bar-code.tsx'
import { useCard, useLitScreen, useTurningCode } from './use-card.ts'

/** What the cashier scans. Black on white and as large as the phone is wide; it turns every half minute, with a line or without. */
export function CardPage() {
  const { merchant } = useShop()
  const { member } = useSession()
  const { data: card, error, refetch } = useCard()
  const turning = useTurningCode(card)
  useLitScreen()
  return (
    <Page title={t('card.title')}>
      {error ? (
        <EmptyState icon="code" title={t('card.notHere')}>
          <p>{t('card.notHereHint')}</p>
          <button className="rp-button" type="button" onClick={() => void refetch()}>
            {t('app.trouble.again')}
          </button>
        </EmptyState>
      ) : (
        <section className="rp-code" aria-label={t('card.title')}>
          <p className="rp-code-shop">{merchant.name}</p>
          <div className="rp-code-qr">
            {card && turning && (
              <QrCode text={shownCode(card.number, turning.code)} label={t('card.qr')} className="rp-symbol" />
            )}
          </div>
          <div className="rp-code-bars">
            {card && turning && <BarCode digits={shownCode(card.number, turning.code)} />}
          </div>
          <p className="rp-code-digits" data-testid="member-code">
            <span>{card?.number ?? ' '}</span> <strong>{turning?.code ?? ' '}</strong>
          </p>
          <div className="rp-code-time" aria-hidden="true">
            {turning && (
              <span
                key={turning.step}
                className="rp-code-time-left"
                style={{
                  animationDuration: `${stepSeconds}s`,
                  animationDelay: `${turning.leftMs - stepSeconds * 1_000}ms`,
                }}
              />
            )}
          </div>
          <p className="rp-code-who">{member.name}</p>
        </section>
      )}
      <ul className="rp-hints">
        <li>
          <Icon name="sun" size={18} /> {t('card.brightness')}
        </li>
        <li>
          <Icon name="clock" size={18} /> {card?.isKept ? t('card.offline') : t('card.turns')}
        </li>
      </ul>
      <RenewCode />
    </Page>
  )
}

/** The phone was lent or lost: every code made before stops working, on every phone. */
function RenewCode() {
  const renew = useCommand(api.myCardRenew, {
    changes: [],
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['card'] }),
  })
  return (
    <div className="rp-quiet">
      <button className="rp-link" type="button" disabled={renew.isPending} onClick={() => renew.mutate({})}>
        {renew.isSuccess ? t('card.renewed') : t('card.renew')}
      </button>
      <RefusalText error={renew.error} />
    </div>
  )
}
