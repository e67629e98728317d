import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, formatMoney, Page, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { Buying } from '#portal/orders/buying.tsx'
import { StoreChoice } from '#portal/orders/store-choice.tsx'
import { useBuyingStore } from '#portal/orders/wish.ts'
import { OwnAmount } from './own-amount.tsx'

type Offer = ResponseOf<typeof api.myTopUpOfferList>['items'][number]
/** An offer, an amount of the member's own, or that it is about to be typed. */
type Chosen = { offerId: string } | { principalCents: number } | 'own'

/** Topping up on the phone: which amount with what on top, under which terms, and how it is paid. */
export function TopUpPage() {
  const { storeId, choose } = useBuyingStore()
  const { items, free, limitCents, heldCents } = useSuspenseQuery(query(api.myTopUpOfferList, { storeId })).data
  const [chosen, setChosen] = useState<Chosen | null>(null)
  // Passed on as it is, so that it stays the same function while an amount is typed.
  const [chooseAmount] = useState(() => (principalCents: number | null) => {
    setChosen(principalCents === null ? 'own' : { principalCents })
  })
  const isOwn = chosen === 'own' || (chosen !== null && 'principalCents' in chosen)
  const isSold = items.length > 0 || free !== null
  const wished = buyable(chosen, items)
  return (
    <Page title={t('storedValue.buy')} backTo={paths.storedValue()}>
      <StoreChoice storeId={storeId} onChoose={choose} />
      {isSold ? (
        <div className="rp-top-ups" role="group" aria-label={t('storedValue.choose')}>
          {items.map((offer) => (
            <OfferButton
              key={offer.offerId}
              offer={offer}
              isChosen={chosen !== null && chosen !== 'own' && 'offerId' in chosen && chosen.offerId === offer.offerId}
              onChoose={() => setChosen({ offerId: offer.offerId })}
            />
          ))}
          {free && (
            <button type="button" aria-pressed={isOwn} onClick={() => setChosen('own')}>
              <strong>{free.name}</strong>
              <span>{t('storedValue.ownHint')}</span>
            </button>
          )}
        </div>
      ) : (
        <EmptyState icon="wallet" title={t('storedValue.noOffers')}>
          {t('storedValue.noOffersHint')}
        </EmptyState>
      )}
      {limitCents !== null && isSold && (
        <p className="rp-small rp-top-up-limit">
          {t('storedValue.limit', { limit: formatMoney(limitCents), held: formatMoney(heldCents) })}
        </p>
      )}
      {isOwn && free && <OwnAmount key={storeId} free={free} offers={items} onChoose={chooseAmount} />}
      {wished && (
        <Buying key={JSON.stringify(wished)} wish={{ kind: 'top_up', storeId, ...wished }}>
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

/** What is chosen, as far as it can be bought at this store. */
function buyable(chosen: Chosen | null, items: readonly Offer[]) {
  if (chosen === null || chosen === 'own') return null
  if ('principalCents' in chosen) return chosen
  return items.some(({ offerId, isWithinLimit }) => offerId === chosen.offerId && isWithinLimit) ? chosen : null
}

function OfferButton({ offer, isChosen, onChoose }: { offer: Offer; isChosen: boolean; onChoose: () => void }) {
  const { principalCents, bonusCents, isWithinLimit } = offer
  const brings = bonusCents > 0 ? t('storedValue.onTop', { amount: formatMoney(bonusCents) }) : t('storedValue.noBonus')
  return (
    <button type="button" aria-pressed={isChosen && isWithinLimit} disabled={!isWithinLimit} onClick={onChoose}>
      <strong>{formatMoney(principalCents)}</strong>
      <span>{isWithinLimit ? brings : t('storedValue.beyondLimit')}</span>
    </button>
  )
}
