import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { EmptyState, formatInstant, Page, RefusalText, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { CharitySection } from './charity-section.tsx'
import { PointsField } from './points-field.tsx'

/** Points given away: to another member, to a charity. */
export function GivingPage() {
  const gifts = useSuspenseQuery(query(api.myGiftList, {})).data
  const charities = useSuspenseQuery(query(api.myCharityList, {})).data
  return (
    <Page title={t('mall.giving')} backTo={paths.mall()}>
      {gifts.policy.isOn && <GiveForm policy={gifts.policy} />}
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
        <CharitySection key={charity.id} charity={charity} />
      ))}
      {!gifts.policy.isOn && gifts.items.length === 0 && charities.items.length === 0 && (
        <EmptyState icon="star" title={t('mall.noGiving')}>
          {t('mall.noGivingText')}
        </EmptyState>
      )}
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

type Policy = ResponseOf<typeof api.myGiftList>['policy']

function GiveForm({ policy: { dayMost, yearMost, memberDays } }: { policy: Policy }) {
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
        <p className="rp-small">
          {t('mall.giveText')}{' '}
          {t('mall.giveMost', { day: dayMost.toLocaleString('en-US'), year: yearMost.toLocaleString('en-US') })}
          {memberDays > 0 && ` ${t('mall.giveAfter', { count: memberDays })}`}
        </p>
      </form>
    </Section>
  )
}

type Gift = ResponseOf<typeof api.myGiftList>['items'][number]

function GiftRow({ gift }: { gift: Gift }) {
  const { id: giftId, isMine, otherName, points, state, expiresAt } = gift
  const answer = useCommand(api.myGiftAnswer)
  return (
    <Rows>
      <Row
        title={[t(isMine ? 'mall.gaveAway' : 'mall.gotGift'), otherName].filter(Boolean).join(' · ')}
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
