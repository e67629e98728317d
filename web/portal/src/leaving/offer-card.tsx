import { useNavigate } from 'react-router'
import { api, type ResponseOf, useCommand } from '@staff/api'
import { formatInstant, formatMoney, RefusalText } from '@portal/ui'
import type { Answer } from '#modules/retention/flow-types.ts'
import { language, t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

type Offer = ResponseOf<typeof api.myLeavingCreate>['offers'][number]

type OfferCardProps = { leavingId: string; offer: Offer; answers?: Answer[]; isAfterwards?: boolean }

/** Something else than leaving, for who would rather have that; no larger than the way out below it. */
export function OfferCard({ leavingId, offer, answers, isAfterwards = false }: OfferCardProps) {
  const navigate = useNavigate()
  const take = useCommand(api.myOfferTake, { onSuccess: () => navigate(paths.benefits(), { replace: true }) })
  const { offerId: madeOfferId, words, endsAt, change, terms } = offer
  return (
    <section className="rp-paper rp-offer" aria-label={t('leaving.instead')}>
      <p className="rp-small">{t(isAfterwards ? 'leaving.afterwards' : 'leaving.instead')}</p>
      <h2>{words[language()]}</h2>
      {change && (
        <p>
          {t('leaving.changeTo', {
            plan: change.planName,
            price: formatMoney(change.priceCents),
            back: formatMoney(change.backCents),
          })}
        </p>
      )}
      {terms.kind === 'transfer' && <p>{t('leaving.giveHow')}</p>}
      <p className="rp-small">{t('leaving.offerUntil', { at: formatInstant(endsAt) })}</p>
      <RefusalText error={take.error} />
      <button
        className="rp-button"
        type="button"
        disabled={take.isPending}
        onClick={() =>
          take.mutate({
            ...{ leavingId, madeOfferId, backCents: change?.backCents ?? null },
            ...(answers && { answers }),
          })
        }
      >
        {t(isAfterwards ? 'leaving.takeAfterwards' : 'leaving.take')}
      </button>
    </section>
  )
}
