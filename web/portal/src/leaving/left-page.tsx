import { useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { formatDay, Page, RefusalText, Row, Rows } from '@portal/ui'
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
  const left = leavings.items.find((one) => one.leavingId === leavingId)
  const takeBack = useCommand(api.myLeavingTakeBack)
  return (
    <Page title={t('leaving.done')} backTo={paths.benefits()}>
      <LeavingReceipt receipt={receipt} />
      {offers.map((offer) => (
        <OfferCard key={offer.offerId} leavingId={leavingId} offer={offer} isAfterwards />
      ))}
      <RefusalText error={takeBack.error} />
      {left?.takeBackUntilDay && (
        <>
          <p className="rp-small">
            {t(receipt.time === 'now' ? 'leaving.restoreUntil' : 'leaving.takeBackUntil', {
              day: formatDay(left.takeBackUntilDay),
            })}
          </p>
          <button
            className="rp-button"
            type="button"
            disabled={takeBack.isPending}
            onClick={() => takeBack.mutate({ leavingId })}
          >
            {t(receipt.time === 'now' ? 'leaving.bringBack' : 'leaving.stayAfterAll')}
          </button>
        </>
      )}
      <SurveyAfter leavingId={leavingId} />
      <Rows>
        {left && receipt.time === 'now' && !left.takeBackUntilDay && <BuyAgain passId={left.passId} />}
        <Row icon="list" title={t('leaving.check')} hint={t('leaving.checkHint')} to={paths.check(receipt.token)} />
      </Rows>
    </Page>
  )
}

/** Who was paid back comes back by buying, for some days at the old price. Nothing where it is not sold here. */
function BuyAgain({ passId }: { passId: string }) {
  const pass = useSuspenseQuery(query(api.myPassList, {})).data.items.find(({ id }) => id === passId)
  if (!pass || pass.renewsWithVersion === null || pass.comeBackUntilDay === null) return null
  return (
    <Row
      icon="gift"
      title={t('leaving.buyAgain')}
      hint={t('leaving.oldPrice', { day: formatDay(pass.comeBackUntilDay) })}
      to={paths.buyPass({ planId: pass.planId, renews: pass.id })}
    />
  )
}
