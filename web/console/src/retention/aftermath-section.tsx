import { Button } from 'antd'
import { useState } from 'react'
import { formatMoney, Section } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { CostSharesDrawer } from './cost-shares-drawer.tsx'
import { type Effect, moneyIntervalWords, percent, type Report } from './retention-words.ts'
import { StackingTable } from './stacking-table.tsx'

/** The margin that offers keep, what it is made of and how much of it is known, and what went wrong with those who were kept. */
export function Aftermath({ effects, costShares }: Pick<Report, 'effects' | 'costShares'>) {
  const [isOpen, setIsOpen] = useState(false)
  const mayManage = useMay()('retention.manage')
  return (
    <Section
      title={t('retention.after.title')}
      actions={mayManage && <Button onClick={() => setIsOpen(true)}>{t('retention.after.shares')}</Button>}
    >
      <p className="rg-faint">{t('retention.after.how')}</p>
      <StackingTable className="rg-retention-effects">
        <thead>
          <tr>
            <th scope="col">{t('retention.effect.after')}</th>
            {(['offered', 'heldOut', 'difference', 'kept', 'refunded', 'complained'] as const).map((key) => (
              <th key={key} scope="col" className="rg-right">
                {t(`retention.after.${key}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {effects.map(({ days, money, guards }) => (
            <tr key={days}>
              <td>{t('retention.effect.days', { count: days })}</td>
              <MarginCell cents={money.offeredCents} parts={money.offered} />
              <MarginCell cents={money.heldOutCents} parts={money.heldOut} />
              <td className="rg-right">{moneyIntervalWords(money)}</td>
              <td className="rg-right">{guards.kept}</td>
              <td className="rg-right">
                {guards.refundedAfter === 0
                  ? 0
                  : t('retention.after.refundedWith', {
                      count: guards.refundedAfter,
                      amount: formatMoney(guards.refundedAfterCents),
                    })}
              </td>
              <td className="rg-right">{guards.complainedAfter}</td>
            </tr>
          ))}
        </tbody>
      </StackingTable>
      <Counted effects={effects} costShares={costShares} />
      <CostSharesDrawer costShares={isOpen ? costShares : null} onClose={() => setIsOpen(false)} />
    </Section>
  )
}

function MarginCell({ cents, parts }: { cents: number | null; parts: Effect['money']['offered'] }) {
  return (
    <td className="rg-right">
      <div>
        {cents === null ? '–' : formatMoney(cents)}
        {parts && (
          <small className="rg-retention-parts">
            {t('retention.after.parts', {
              revenue: formatMoney(parts.revenueCents),
              cost: formatMoney(parts.costCents),
              offers: formatMoney(parts.offerCents),
            })}
          </small>
        )}
      </div>
    </td>
  )
}

/** What was counted, and what nobody knows: of the shortest horizon, which counts most people. */
function Counted({ effects, costShares }: Pick<Report, 'effects' | 'costShares'>) {
  const { passBps, goodsBps, serviceBps, plans, version } = costShares
  const counted = effects[0]!.money.counted
  const shares = { pass: percent(passBps), goods: percent(goodsBps), service: percent(serviceBps) }
  return (
    <ul className="rg-retention-counted rg-faint">
      <li>{t('retention.after.earned')}</li>
      <li>{t(version === 0 ? 'retention.after.sharesShipped' : 'retention.after.sharesSet', shares)}</li>
      {plans.length > 0 && <li>{t('retention.after.sharesOfPlans', { count: plans.length })}</li>}
      <li>
        {t('retention.after.counted', {
          count: counted.leavers,
          known: formatMoney(counted.knownCostCents),
          shared: formatMoney(counted.sharedCostCents),
        })}
      </li>
      {counted.passesBroughtIn > 0 && <li>{t('retention.after.broughtIn', { count: counted.passesBroughtIn })}</li>}
      <li>{t('retention.after.notKnown')}</li>
    </ul>
  )
}
