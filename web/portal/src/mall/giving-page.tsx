import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { formatInstant, formatMoney, Page, RefusalText, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'

/** Points given away: to another member, to a charity. */
export function GivingPage() {
  const gifts = useSuspenseQuery(query(api.myGiftList, {})).data
  const charities = useSuspenseQuery(query(api.myCharityList, {})).data
  return (
    <Page title={t('mall.giving')} backTo={paths.mall()}>
      {gifts.policy.isOn && <GiveForm />}
      {gifts.items.length > 0 && (
        <Section title={t('mall.gifts')}>
          <div className="rp-form">
            {gifts.items.map((gift) => (
              <GiftRow key={gift.id} gift={gift} />
            ))}
          </div>
        </Section>
      )}
      {charities.items.map((charity) => (
        <Section key={charity.id} title={charity.name}>
          <p className="rp-small rp-charity">
            {charity.note} {t('mall.givenInAll', { count: charity.points, cash: formatMoney(charity.worthCents) })}
          </p>
          <DonateForm charityId={charity.id} />
        </Section>
      ))}
      {charities.donations.length > 0 && (
        <Section title={t('mall.certificates')}>
          <Rows>
            {charities.donations.map(({ id, charity, points, at, certificatePath }) => (
              <Row
                key={id}
                to={certificatePath}
                title={charity}
                hint={t('mall.certificate', { at: formatInstant(at), number: id.slice(-8).toUpperCase() })}
                value={t('mall.pointsOnly', { count: points })}
              />
            ))}
          </Rows>
        </Section>
      )}
    </Page>
  )
}

function GiveForm() {
  const [phone, setPhone] = useState('')
  const [points, setPoints] = useState('')
  const give = useCommand(api.myGiftOffer, {
    changes: [api.myGiftList],
    onSuccess: () => (setPhone(''), setPoints('')),
  })
  return (
    <Section title={t('mall.give')}>
      <form
        className="rp-form"
        onSubmit={(event) => {
          event.preventDefault()
          give.mutate({ phone, points: Number(points) })
        }}
      >
        <input
          className="rp-input"
          type="tel"
          aria-label={t('mall.friendPhone')}
          placeholder={t('mall.friendPhone')}
          value={phone}
          onChange={(event) => setPhone(event.target.value)}
        />
        <PointsField value={points} onChange={setPoints} />
        <RefusalText error={give.error} />
        <button className="rp-button" type="submit" disabled={give.isPending || !phone || !Number(points)}>
          {t('mall.giveNow')}
        </button>
        <p className="rp-small">{t('mall.giveText')}</p>
      </form>
    </Section>
  )
}

type Gift = ResponseOf<typeof api.myGiftList>['items'][number]

function GiftRow({ gift }: { gift: Gift }) {
  const { id: giftId, isMine, points, state, expiresAt } = gift
  const answer = useCommand(api.myGiftAnswer)
  return (
    <Rows>
      <Row
        title={t(isMine ? 'mall.gaveAway' : 'mall.gotGift')}
        hint={`${t(`mall.giftState.${state}`)}${state === 'offered' ? ` · ${t('mall.until', { at: formatInstant(expiresAt) })}` : ''}`}
        value={t('mall.pointsOnly', { count: points })}
      />
      {!isMine && state === 'offered' && (
        <div className="rp-inline">
          <button
            className="rp-button"
            type="button"
            disabled={answer.isPending}
            onClick={() => answer.mutate({ giftId, isAccepted: true })}
          >
            {t('mall.accept')}
          </button>
          <button
            className="rp-button rp-button-plain"
            type="button"
            disabled={answer.isPending}
            onClick={() => answer.mutate({ giftId, isAccepted: false })}
          >
            {t('mall.decline')}
          </button>
        </div>
      )}
      <RefusalText error={answer.error} />
    </Rows>
  )
}

function DonateForm({ charityId }: { charityId: string }) {
  const [points, setPoints] = useState('')
  const donate = useCommand(api.myDonationCreate, { changes: [api.myCharityList], onSuccess: () => setPoints('') })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        donate.mutate({ charityId, points: Number(points) })
      }}
    >
      <div className="rp-inline">
        <PointsField value={points} onChange={setPoints} />
        <button className="rp-button" type="submit" disabled={donate.isPending || !Number(points)}>
          {t('mall.donate')}
        </button>
      </div>
      <RefusalText error={donate.error} />
    </form>
  )
}

/** How many points: digits alone. */
function PointsField({ value, onChange }: { value: string; onChange: (digits: string) => void }) {
  return (
    <input
      className="rp-input"
      inputMode="numeric"
      aria-label={t('mall.howMany')}
      placeholder={t('mall.howMany')}
      value={value}
      onChange={(event) => onChange(event.target.value.replace(/\D/g, ''))}
    />
  )
}
