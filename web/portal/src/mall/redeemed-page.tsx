import { Link } from 'react-router'
import { api, send, useCommand, type ResponseOf } from '@staff/api'
import { EmptyState, formatInstant, formatMoney, MoreButton, Page, RefusalText, usePages } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

type Redemption = ResponseOf<typeof api.myRedemptionList>['items'][number]

/** What was redeemed: its code until it is picked up, where it is until it comes. */
export function RedeemedPage() {
  const { items, more } = usePages(['redemptions'], (cursor) => send(api.myRedemptionList, cursor ? { cursor } : {}))
  return (
    <Page title={t('mall.redeemed')} backTo={paths.mall()}>
      {items.length === 0 && (
        <EmptyState icon="gift" title={t('mall.noneRedeemed')}>
          {t('mall.noneRedeemedText')}
          <Link className="rp-button rp-button-plain" to={paths.mall()}>
            {t('mall.toMall')}
          </Link>
        </EmptyState>
      )}
      <ul className="rp-tickets">
        {items.map((redemption) => (
          <Redeemed key={redemption.id} redemption={redemption} />
        ))}
      </ul>
      <MoreButton more={more} />
    </Page>
  )
}

function Redeemed({ redemption }: { redemption: Redemption }) {
  const { id, name, quantity, state, code, storeName, tracking, expiresAt, dueCents, isAtTill } = redemption
  const cancel = useCommand(api.myRedemptionCancel)
  const receive = useCommand(api.myRedemptionReceived)
  const isOpen = state === 'reserved' || state === 'to_send'
  return (
    <li className="rp-ticket" data-over={!isOpen && state !== 'sent'}>
      <div className="rp-ticket-text">
        <h2>{t('mall.item', { name, count: quantity })}</h2>
        <p className="rp-small">
          {t(`mall.state.${state}`)}
          {storeName && ` · ${storeName}`}
          {tracking && ` · ${tracking}`}
          {state === 'reserved' && expiresAt && ` · ${t('mall.until', { at: formatInstant(expiresAt) })}`}
        </p>
        {code && (
          <p className="rp-code-digits">
            <span className="rp-small">{t('mall.code')}</span> <strong>{code}</strong>
          </p>
        )}
        {isAtTill && state === 'reserved' && (
          <p className="rp-small">{t('mall.tillText', { cash: formatMoney(dueCents) })}</p>
        )}
        <RefusalText error={cancel.error ?? receive.error} />
        {state === 'sent' && (
          <button
            className="rp-button rp-button-plain"
            type="button"
            disabled={receive.isPending}
            onClick={() => receive.mutate({ redemptionId: id })}
          >
            {t('mall.received')}
          </button>
        )}
        {isOpen && (
          <button
            className="rp-button rp-button-plain"
            type="button"
            disabled={cancel.isPending}
            onClick={() => cancel.mutate({ redemptionId: id })}
          >
            {t('mall.cancel')}
          </button>
        )}
      </div>
    </li>
  )
}
