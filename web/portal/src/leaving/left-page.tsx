import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { Page, RefusalText, Row, Rows } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { LeavingReceipt } from './leaving-receipt.tsx'
import { OfferCard } from './offer-card.tsx'
import { SurveyAfter } from './survey-after.tsx'

/** Done: the receipt, the page where anybody can check it, and the way back while there is one. */
export function LeftPage() {
  const { leavingId = '' } = useParams()
  const receipt = useSuspenseQuery(query(api.myLeavingReceipt, { leavingId })).data
  const leavings = useSuspenseQuery(query(api.myLeavingList, {})).data
  const { offers } = useSuspenseQuery(query(api.myLeavingOffers, { leavingId })).data
  const mayTakeBack = leavings.items.some((one) => one.leavingId === leavingId && one.mayTakeBack)
  const takeBack = useCommand(api.myLeavingTakeBack)
  return (
    <Page title={t('leaving.done')} backTo={paths.benefits()}>
      <LeavingReceipt receipt={receipt} />
      {offers.map((offer) => (
        <OfferCard key={offer.offerId} leavingId={leavingId} offer={offer} isAfterwards />
      ))}
      <RefusalText error={takeBack.error} />
      {mayTakeBack && (
        <button
          className="rp-button rp-button-plain"
          type="button"
          disabled={takeBack.isPending}
          onClick={() => takeBack.mutate({ leavingId })}
        >
          {t('leaving.stayAfterAll')}
        </button>
      )}
      <SurveyAfter leavingId={leavingId} />
      <Rows>
        <Row icon="list" title={t('leaving.check')} hint={t('leaving.checkHint')} to={paths.check(receipt.token)} />
      </Rows>
    </Page>
  )
}
