import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query } from '@staff/api'
import { EmptyState, formatMoney, Page, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { Buying } from '#portal/orders/buying.tsx'
import { StoreChoice } from '#portal/orders/store-choice.tsx'
import { useBuyingStore } from '#portal/orders/wish.ts'

/** Topping up on the phone: which amount with what on top, under which terms, and how it is paid. */
export function TopUpPage() {
  const { storeId, choose } = useBuyingStore()
  const { items, limitCents, heldCents } = useSuspenseQuery(query(api.myTopUpOfferList, { storeId })).data
  const [chosen, setChosen] = useState<string | null>(null)
  const offerId = items.find((offer) => offer.offerId === chosen && offer.isWithinLimit)?.offerId ?? null
  return (
    <Page title={t('storedValue.buy')} backTo={paths.storedValue()}>
      <StoreChoice storeId={storeId} onChoose={choose} />
      {items.length === 0 ? (
        <EmptyState icon="wallet" title={t('storedValue.noOffers')}>
          {t('storedValue.noOffersHint')}
        </EmptyState>
      ) : (
        <div className="rp-top-ups" role="group" aria-label={t('storedValue.choose')}>
          {items.map((offer) => (
            <button
              key={offer.offerId}
              type="button"
              aria-pressed={offer.offerId === offerId}
              disabled={!offer.isWithinLimit}
              onClick={() => setChosen(offer.offerId)}
            >
              <strong>{formatMoney(offer.principalCents)}</strong>
              <span>
                {!offer.isWithinLimit
                  ? t('storedValue.beyondLimit')
                  : offer.bonusCents > 0
                    ? t('storedValue.onTop', { amount: formatMoney(offer.bonusCents) })
                    : t('storedValue.noBonus')}
              </span>
            </button>
          ))}
        </div>
      )}
      {limitCents !== null && items.length > 0 && (
        <p className="rp-small rp-top-up-limit">
          {t('storedValue.limit', { limit: formatMoney(limitCents), held: formatMoney(heldCents) })}
        </p>
      )}
      {offerId && (
        <Buying key={offerId} wish={{ kind: 'top_up', storeId, offerId }}>
          {({ name, topUp }) => (
            <Section title={t('storedValue.youGet')}>
              <p className="rp-paper rp-order-sum">
                <span>{name}</span>
                <strong>{topUp && formatMoney(topUp.principalCents + topUp.bonusCents)}</strong>
              </p>
            </Section>
          )}
        </Buying>
      )}
    </Page>
  )
}
