import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { EmptyState, Page, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { RedeemSheet } from './redeem-sheet.tsx'
import { type MyReward, priceOf } from './reward-words.ts'

/** What the member's points can be had for, and what they have. */
export function MallPage() {
  const { items, points, storedCents } = useSuspenseQuery(query(api.myRewardList, {})).data
  const [chosen, setChosen] = useState<MyReward | null>(null)
  return (
    <Page title={t('mall.title')} backTo={paths.me()}>
      <Section title={t('mall.yours', { count: points })}>
        <Rows>
          <Row title={t('mall.redeemed')} icon="gift" to={paths.redeemed()} />
          <Row title={t('mall.giving')} icon="star" to={paths.giving()} />
          <Row title={t('mall.draws')} icon="ticket" to={paths.draws()} />
        </Rows>
      </Section>
      {items.length === 0 ? (
        <EmptyState icon="gift" title={t('mall.none')}>
          {t('mall.noneText')}
        </EmptyState>
      ) : (
        <Section title={t('mall.rewards')}>
          <Rows>
            {items.map((reward) => (
              <Row
                key={reward.id}
                title={reward.name}
                hint={hintOf(reward)}
                value={priceOf(reward, 1)}
                {...(reward.unitsLeft === 0 ? {} : { onClick: () => setChosen(reward) })}
              />
            ))}
          </Rows>
        </Section>
      )}
      <p className="rp-small">
        <Link to={paths.statement()}>{t('mall.toStatement')}</Link>
      </p>
      {chosen && (
        <RedeemSheet reward={chosen} points={points} storedCents={storedCents} onClose={() => setChosen(null)} />
      )}
    </Page>
  )
}

function hintOf({ note, unitsLeft, isEco }: MyReward): string {
  const left = unitsLeft === null ? '' : unitsLeft === 0 ? t('mall.soldOut') : t('mall.left', { count: unitsLeft })
  return [left, isEco ? t('mall.eco') : '', note].filter((words) => words !== '').join(' · ')
}
