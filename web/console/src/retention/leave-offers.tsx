import { Button, Form } from 'antd'
import { api, type ResponseOf, useCommand } from '@staff/api'
import { formatMoney, RefusalText, useNotice } from '@staff/ui'
import type { Answer } from '#modules/retention/flow-types.ts'
import { language, t } from '#app/i18n.ts'
import { leaveChanges } from './leave-changes.ts'
import { termsWords } from './retention-words.ts'

type OffersProps = {
  leavingId: string
  offers: ResponseOf<typeof api.leavingCreate>['offers']
  answers: Answer[]
  onClose: () => void
}

/** What the member may have instead, read out by staff. */
export function LeaveOffers({ leavingId, offers, answers, onClose }: OffersProps) {
  const notice = useNotice()
  const take = useCommand(api.offerTake, {
    changes: leaveChanges,
    onSuccess: () => {
      notice.done(t('retention.leave.stayed'))
      onClose()
    },
  })
  if (offers.length === 0) return <p className="rg-faint">{t('retention.leave.noOffers')}</p>
  return (
    <Form.Item label={t('retention.leave.offers')}>
      <ul className="rg-retention-made">
        {offers.map(({ offerId, words, terms, change }) => (
          <li key={offerId}>
            <span>
              <strong>{words[language()]}</strong>
              <small className="rg-faint">
                {change ? t('retention.leave.changeTo', moneyOf(change)) : termsWords(terms)}
              </small>
            </span>
            <Button
              loading={take.isPending && take.variables.madeOfferId === offerId}
              onClick={() =>
                take.mutate({ leavingId, madeOfferId: offerId, backCents: change?.backCents ?? null, answers })
              }
            >
              {t('retention.leave.take')}
            </Button>
          </li>
        ))}
      </ul>
      <RefusalText error={take.error} />
    </Form.Item>
  )
}

const moneyOf = ({ planName, priceCents, backCents }: { planName: string; priceCents: number; backCents: number }) => ({
  ...{ plan: planName, price: formatMoney(priceCents), back: formatMoney(backCents) },
})
