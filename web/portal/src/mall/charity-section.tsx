import { useState } from 'react'
import { api, type ResponseOf, useCommand } from '@staff/api'
import { formatMoney, RefusalText, Section, Sheet } from '@portal/ui'
import { worthOf } from '#modules/rewards/donation-rules.ts'
import { t } from '#portal/app/i18n.ts'
import { PointsField } from './points-field.tsx'
import './mall.css'

type Charity = ResponseOf<typeof api.myCharityList>['items'][number]

/** One charity: what all members gave it so far, and giving to it while it is open. */
export function CharitySection({ charity }: { charity: Charity }) {
  const { name, note, points, worthCents, centsPerHundred, isClosed } = charity
  const [asked, setAsked] = useState('')
  const [isAsking, setAsking] = useState(false)
  const count = Number(asked)
  return (
    <Section title={name}>
      <p className="rp-small rp-charity">
        {note} {t('mall.givenInAll', { count: points, cash: formatMoney(worthCents) })}
      </p>
      <p className="rp-small rp-charity">
        {isClosed ? t('mall.charityClosed') : t('mall.charityRate', { cash: formatMoney(centsPerHundred) })}
      </p>
      {!isClosed && (
        <form
          className="rp-inline"
          onSubmit={(event) => {
            event.preventDefault()
            setAsking(true)
          }}
        >
          <PointsField value={asked} onChange={setAsked} />
          <button className="rp-button" type="submit" disabled={count === 0}>
            {t('mall.donate')}
          </button>
        </form>
      )}
      {isAsking && (
        <DonateSheet
          charity={charity}
          points={count}
          onClose={() => setAsking(false)}
          onDone={() => {
            setAsking(false)
            setAsked('')
          }}
        />
      )}
    </Section>
  )
}

type DonateSheetProps = { charity: Charity; points: number; onClose: () => void; onDone: () => void }

/** A donation is for good: what it is worth stands beside the yes. */
function DonateSheet({ charity: { id, name, centsPerHundred }, points, onClose, onDone }: DonateSheetProps) {
  const donate = useCommand(api.myDonationCreate, {
    changes: [api.myCharityList, api.myAccountsGet],
    onSuccess: onDone,
  })
  return (
    <Sheet title={t('mall.donateTo', { name })} onClose={onClose}>
      <p>
        <strong>{t('mall.pointsOnly', { count: points })}</strong>{' '}
        {t('mall.donateWorth', { cash: formatMoney(worthOf(points, centsPerHundred)) })}
      </p>
      <p className="rp-small">{t('mall.donateForGood')}</p>
      <RefusalText error={donate.error} />
      <button
        className="rp-button"
        type="button"
        disabled={donate.isPending}
        onClick={() => donate.mutate({ charityId: id, points })}
      >
        {t('mall.donateYes')}
      </button>
    </Sheet>
  )
}
