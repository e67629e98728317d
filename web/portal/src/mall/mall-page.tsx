import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import { api, query, type ResponseOf } from '@staff/api'
import { EmptyState, formatDay, formatMoney, Page, Row, Rows, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { RedeemSheet } from './redeem-sheet.tsx'
import { type MyReward, priceOf } from './reward-words.ts'
import './mall.css'

type Special = ResponseOf<typeof api.myRewardList>['specials'][number]

/** What the member's points can be had for: first what is about to end and what rescues it, then the mall, and what they have. */
export function MallPage() {
  const { items, points, gracedPoints, storedCents, specials } = useSuspenseQuery(query(api.myRewardList, {})).data
  const [chosen, setChosen] = useState<MyReward | null>(null)
  const rescues = specials.filter(({ kind }) => kind === 'rescue')
  const rescued = items.filter((reward) => reward.spared.some(({ kind }) => kind === 'rescue'))
  const others = items.filter((reward) => !rescued.includes(reward) && !reward.isRescueOnly)
  const list = (rewards: readonly MyReward[]) => (
    <Rows>
      {rewards.map((reward) => (
        <Row
          key={reward.id}
          title={reward.name}
          hint={hintOf(reward)}
          value={priceOf(reward)}
          {...(reward.unitsLeft === 0 ? {} : { onClick: () => setChosen(reward) })}
        />
      ))}
    </Rows>
  )
  return (
    <Page title={t('mall.title')} backTo={paths.me()}>
      <Section title={t('mall.yours', { count: points })}>
        <Rows>
          <Row title={t('mall.redeemed')} icon="gift" to={paths.redeemed()} />
          <Row title={t('mall.giving')} icon="star" to={paths.giving()} />
          <Row title={t('mall.draws')} icon="ticket" to={paths.draws()} />
        </Rows>
      </Section>
      {specials
        .filter(({ kind }) => kind !== 'rescue')
        .map((special) => (
          <SpecialNote key={special.id} special={special} />
        ))}
      {rescued.length > 0 && (
        <Section title={rescues[0]?.name ?? t('mall.rescue')}>
          {rescues.map((special) => (
            <SpecialNote key={special.id} special={special} />
          ))}
          {gracedPoints > 0 && <p className="rp-small">{t('mall.graced', { count: gracedPoints })}</p>}
          {list(rescued)}
        </Section>
      )}
      {items.length === 0 ? (
        <EmptyState icon="gift" title={t('mall.none')}>
          {t('mall.noneText')}
        </EmptyState>
      ) : (
        others.length > 0 && <Section title={t('mall.rewards')}>{list(others)}</Section>
      )}
      <Link className="rp-call" to={paths.statement()}>
        {t('mall.toStatement')}
      </Link>
      {chosen && (
        <RedeemSheet
          reward={chosen}
          points={points}
          gracedPoints={gracedPoints}
          storedCents={storedCents}
          onClose={() => setChosen(null)}
        />
      )}
    </Page>
  )
}

/** What holds today, and why it is this member's. */
function SpecialNote({ special }: { special: Special }) {
  const { kind, name, toDay, withinDays, rateBps, endingPoints } = special
  const facts = { days: withinDays ?? 0, count: endingPoints, rate: (rateBps ?? 0) / 100, day: formatDay(toDay) }
  return (
    <p className="rp-special" role="note">
      {kind !== 'rescue' && <strong>{name}</strong>}
      <span>{noteOf(kind, facts)}</span>
    </p>
  )
}

type NoteFacts = { days: number; count: number; rate: number; day: string }

/** A rescue is also for whose points have ended and none of whose are about to. */
function noteOf(kind: Special['kind'], facts: NoteFacts): string {
  if (kind === 'day') return t('mall.note.day')
  if (kind === 'rescue' && facts.count === 0) return t('mall.note.ended', facts)
  return t(`mall.note.${kind}`, facts)
}

function hintOf({ note, unitsLeft, isEco, listPoints, pricePoints, spared, minPurchaseCents }: MyReward): string {
  const left = unitsLeft === null ? '' : unitsLeft === 0 ? t('mall.soldOut') : t('mall.left', { count: unitsLeft })
  const from = minPurchaseCents > 0 ? t('mall.from', { amount: formatMoney(minPurchaseCents) }) : ''
  const was = pricePoints < listPoints ? t('mall.was', { count: listPoints, name: spared[0]?.name ?? '' }) : ''
  return [was, from, left, isEco ? t('mall.eco') : '', note].filter((words) => words !== '').join(' · ')
}
