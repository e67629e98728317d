import { useSuspenseQuery } from '@tanstack/react-query'
import { api, query, useCommand } from '@staff/api'
import { formatDay, RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { benefitWords, type Tier, unitsWords } from '#portal/tiers/benefit-words.ts'

/** The level, how far the next one is, what has to be done to keep it, and what it brings. */
export function TierPart() {
  const { data: tier } = useSuspenseQuery(query(api.myTierGet, {}))
  if (tier.version === null) return null // the shop has no levels
  const words = tier.benefits.map(benefitWords).filter((each) => each !== null)
  return (
    <Section title={t('benefits.tier')}>
      <div className="rp-paper rp-tier-paper">
        <p className="rp-tier-name">{tier.name}</p>
        <Progress tier={tier} />
        {words.length > 0 && (
          <ul className="rp-tier-words">
            {words.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        )}
        <Gifts tier={tier} />
      </div>
    </Section>
  )
}

function Progress({ tier: { measure, progress, reachedDay } }: { tier: Tier }) {
  const { units, next, keep } = progress
  return (
    <>
      {next ? (
        <>
          <meter
            className="rp-meter"
            min={0}
            max={next.neededUnits}
            value={Math.min(units, next.neededUnits)}
            aria-label={t('tiers.progress')}
          />
          <p className="rp-small">
            {t('tiers.toNext', {
              missing: unitsWords(measure, next.missingUnits),
              units: unitsWords(measure, units),
            })}
          </p>
        </>
      ) : (
        reachedDay && <p className="rp-small">{t('tiers.top', { day: formatDay(reachedDay) })}</p>
      )}
      {keep && (
        <p className="rp-small">
          {keep.missingUnits > 0
            ? t('tiers.keep', { missing: unitsWords(measure, keep.missingUnits), day: formatDay(keep.byDay) })
            : t('tiers.kept', { day: formatDay(keep.byDay) })}
        </p>
      )}
    </>
  )
}

/** Gifts with a number per month, quarter or year: how many are left, and a button for those one asks for. */
function Gifts({ tier: { gifts } }: { tier: Tier }) {
  const claim = useCommand(api.myTierGiftClaim, { changes: [api.myTierGet, api.myCouponList] })
  if (gifts.length === 0) return null
  return (
    <>
      <ul className="rp-tier-gifts">
        {gifts.map(({ benefitId, name, quantity, left, renewsOn, isAutomatic }) => (
          <li key={benefitId}>
            <span>
              {name}
              <span className="rp-row-hint"> {t('tiers.giftLeft', { left, quantity, day: formatDay(renewsOn) })}</span>
            </span>
            {!isAutomatic && (
              <button
                className="rp-link"
                type="button"
                disabled={left === 0 || claim.isPending}
                onClick={() => claim.mutate({ benefitId })}
              >
                {t('tiers.claim')}
              </button>
            )}
          </li>
        ))}
      </ul>
      <RefusalText error={claim.error} />
    </>
  )
}
