import { useNavigate } from 'react-router'
import { api, type ResponseOf, useCommand } from '@staff/api'
import { formatInstant, RefusalText } from '@portal/ui'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

type Offer = ResponseOf<typeof api.myLeavingCreate>['offers'][number]

/** Something else than leaving, for who would rather have that; no larger than the way out below it. */
export function OfferCard({ leavingId, offer }: { leavingId: string; offer: Offer }) {
  const navigate = useNavigate()
  const take = useCommand(api.myOfferTake, { onSuccess: () => navigate(paths.benefits(), { replace: true }) })
  return (
    <section className="rp-paper rp-offer" aria-label={t('leaving.instead')}>
      <p className="rp-small">{t('leaving.instead')}</p>
      <h2>{offer.words[language()]}</h2>
      <p className="rp-small">{t('leaving.offerUntil', { at: formatInstant(offer.endsAt) })}</p>
      <RefusalText error={take.error} />
      <button
        className="rp-button"
        type="button"
        disabled={take.isPending}
        onClick={() => take.mutate({ leavingId, madeOfferId: offer.offerId })}
      >
        {t('leaving.take')}
      </button>
    </section>
  )
}
