import { useEffect, useState } from 'react'
import type { api, ResponseOf } from '@staff/api'
import { formatMoney, Section } from '@portal/ui'
import { bestReached } from '#modules/stored-value/free-top-up-rules.ts'
import { t } from '#portal/app/i18n.ts'
import { isRefusal } from '#shared/refusal.ts'
import { parseMoney } from '@web/ui/money-input-rules.ts'

type Offers = ResponseOf<typeof api.myTopUpOfferList>
type Limits = NonNullable<Offers['free']>

const typingMs = 400

/**
 * An amount of the member's own: what it brings by the best offer that it reaches, and how little is missing to a better one, while it is
 * typed. `onChoose` hears the amount once the typing rests, null where it is none that can be had.
 */
export function OwnAmount({
  free,
  offers,
  onChoose,
}: {
  free: Limits
  offers: Offers['items']
  onChoose: (cents: number | null) => void
}) {
  const [typed, setTyped] = useState('')
  const amount = parseMoney(typed)
  const cents = amount === null || isRefusal(amount) || !fits(free, amount) ? null : amount
  useEffect(() => {
    const rest = setTimeout(() => onChoose(cents), typingMs)
    return () => clearTimeout(rest)
  }, [cents, onChoose])
  if (free.maxCents < free.minCents) return <p className="rp-small rp-top-up-limit">{t('storedValue.ownNoRoom')}</p>
  const limits = t(free.stepCents === 1 ? 'storedValue.ownLimits' : 'storedValue.ownLimitsStep', {
    min: formatMoney(free.minCents),
    max: formatMoney(free.maxCents),
    step: formatMoney(free.stepCents),
  })
  return (
    <Section title={free.name}>
      <label className="rp-field">
        <span>{t('storedValue.ownAmount')}</span>
        <input
          className="rp-input"
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          aria-describedby="own-amount-hint"
          aria-invalid={typed !== '' && cents === null}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      <p className="rp-small" id="own-amount-hint" role="status">
        {cents === null ? limits : whatItBrings(offers, cents)}
      </p>
    </Section>
  )
}

function fits({ minCents, maxCents, stepCents }: Limits, cents: number): boolean {
  return cents >= minCents && cents <= maxCents && cents % stepCents === 0
}

/** What comes on top, and what a little more would bring. */
function whatItBrings(offers: Offers['items'], cents: number): string {
  const bonusCents = bestReached(offers, cents)?.bonusCents ?? 0
  const better = offers
    .filter((offer) => offer.isWithinLimit && offer.principalCents > cents && offer.bonusCents > bonusCents)
    .toSorted((a, b) => a.principalCents - b.principalCents)[0]
  const now = bonusCents > 0 ? t('storedValue.onTop', { amount: formatMoney(bonusCents) }) : t('storedValue.noBonus')
  if (!better) return now
  const more = { more: formatMoney(better.principalCents - cents), amount: formatMoney(better.bonusCents) }
  return `${now} · ${t('storedValue.nearBetter', more)}`
}
