import { useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useNavigate } from 'react-router'
import { api, query, refresh, type ResponseOf, useCommand } from '@staff/api'
import { formatMoney, RefusalText, Section } from '@portal/ui'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { AtTheShop } from '#portal/ui/at-the-shop.tsx'
import type { Wish } from './wish.ts'
import './orders.css'

export type Quote = ResponseOf<typeof api.myOnlineOrderQuote>
type Means = Quote['means'][number]

/** What a wish would cost and bring now, as `children` say it, and the way to buy it; or why it cannot be had. */
export function Buying({ wish, children }: { wish: Wish; children: (quote: Quote) => ReactNode }) {
  const { data: quote, error } = useQuery({ ...query(api.myOnlineOrderQuote, { wish }), staleTime: 0, retry: false })
  if (error) return <RefusalText error={error} />
  if (!quote) return <div className="rp-part-waiting" aria-busy="true" />
  return (
    <>
      {children(quote)}
      <Agreeing wish={wish} quote={quote} />
    </>
  )
}

/**
 * The last step before paying, the same for everything that is bought here: the terms in words, the agreement to them, how it is paid, and
 * a button that names the sum. What changed meanwhile is shown anew and agreed to anew.
 */
function Agreeing({ wish, quote }: { wish: Wish; quote: Quote }) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const { words, means, storedCents, amountCents, fingerprint } = quote
  const isAffordable = (each: Means) => each !== 'stored_value' || storedCents >= amountCents
  const [chosen, setChosen] = useState<Means | null>(null)
  const [agreedTo, setAgreedTo] = useState<string | null>(null)
  const paying = chosen ?? means.find(isAffordable) ?? null
  const order = useCommand(api.myOnlineOrderCreate, {
    onSuccess: ({ onlineOrderId }) => navigate(paths.order(onlineOrderId), { replace: true }),
    onRefused: () => refresh(client, api.myOnlineOrderQuote),
  })
  if (means.length === 0) return <AtTheShop>{t('orders.atTheShop')}</AtTheShop>
  return (
    <>
      <Section title={t('orders.terms')}>
        <ul className="rp-paper rp-order-terms">
          {words[language()].map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </Section>
      <Section title={t('orders.howToPay')}>
        <div className="rp-order-means" role="radiogroup" aria-label={t('orders.howToPay')}>
          {means.map((each) => (
            <label key={each} className="rp-order-way">
              <input
                type="radio"
                name="means"
                checked={paying === each}
                disabled={!isAffordable(each)}
                onChange={() => setChosen(each)}
              />
              <span>
                {t(`orders.means.${each}`)}
                {each === 'stored_value' && (
                  <span className="rp-row-hint">
                    {t(isAffordable(each) ? 'orders.stored' : 'orders.storedShort', {
                      amount: formatMoney(storedCents),
                    })}
                  </span>
                )}
              </span>
            </label>
          ))}
        </div>
      </Section>
      <div className="rp-order-pay">
        <label className="rp-consent">
          <input
            type="checkbox"
            checked={agreedTo === fingerprint}
            onChange={(event) => setAgreedTo(event.target.checked ? fingerprint : null)}
          />
          <span>{t('orders.agree')}</span>
        </label>
        <RefusalText error={order.error} />
        <button
          type="button"
          className="rp-button"
          disabled={agreedTo !== fingerprint || paying === null || order.isPending}
          onClick={() => paying && order.mutate({ wish, means: paying, fingerprint, hasAgreed: true })}
        >
          {t('orders.pay', { amount: formatMoney(amountCents) })}
        </button>
      </div>
    </>
  )
}
