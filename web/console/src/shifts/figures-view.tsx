import { MoneyText } from '@staff/ui'
import { tenderName } from '#console/cashier/tender-words.ts'
import { takenCents } from '#modules/cashier/shift/figure-rules.ts'
import { t } from '#app/i18n.ts'
import type { Figures } from './shift-data.ts'

type FiguresViewProps = { figures: Figures; expectedCashCents?: number }

/** The figures of a shift or a day: what was sold, by which means, at which tax, and what the drawer should hold. */
export function FiguresView({ figures, expectedCashCents }: FiguresViewProps) {
  const { sales, refunds, topUps, topUpRefunds, giftCards, giftCardPayouts, drawer } = figures
  return (
    <div className="rg-figures">
      <Rows
        title={t('shifts.figures.takings')}
        rows={[
          [t('shifts.figures.sales', { count: sales.count }), sales.grossCents],
          [t('shifts.figures.discounts'), -sales.discountCents],
          ...part(t('shifts.figures.manual'), sales.manualDiscountCents),
          ...part(t('shifts.figures.waiver'), sales.waiverCents),
          [t('shifts.figures.net'), sales.netCents, 'sum'],
          [t('shifts.figures.refunds', { count: refunds.count }), -refunds.netCents],
          [t('shifts.figures.turnover'), sales.netCents - refunds.netCents, 'sum'],
          [t('shifts.figures.topUps', { count: topUps.count }), topUps.principalCents],
          [t('shifts.figures.topUpRefunds', { count: topUpRefunds.count }), -topUpRefunds.paidCents],
          ...(giftCards.count + giftCardPayouts.count === 0
            ? []
            : [
                [t('shifts.figures.giftCards', { count: giftCards.count }), giftCards.loadedCents] as const,
                [
                  t('shifts.figures.giftCardPayouts', { count: giftCardPayouts.count }),
                  -giftCardPayouts.paidCents,
                ] as const,
              ]),
        ]}
      />
      <Tenders figures={figures} />
      <Rows
        title={t('shifts.figures.drawer')}
        rows={[
          [t('shifts.float'), drawer.openingCents],
          [t('shifts.move.paid_in'), drawer.paidInCents],
          [t('shifts.move.paid_out'), -drawer.paidOutCents],
          ...(expectedCashCents === undefined
            ? []
            : [[t('shifts.figures.expected'), expectedCashCents, 'sum'] as const]),
        ]}
        foot={t('shifts.figures.opened', { count: drawer.openedCount })}
      />
      <Taxes figures={figures} />
    </div>
  )
}

/** Of the discounts; not shown where there was none. */
function part(label: string, cents: number): Row[] {
  return cents === 0 ? [] : [[label, -cents, 'part']]
}

type Row = readonly [label: string, cents: number, kind?: 'sum' | 'part']

function Rows({ title, rows, foot }: { title: string; rows: readonly Row[]; foot?: string }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([label, cents, kind]) => (
          <div key={label} className={kind ? `rg-figures-${kind}` : ''}>
            <dt>{label}</dt>
            <dd>
              <MoneyText cents={cents} strong={kind === 'sum'} />
            </dd>
          </div>
        ))}
      </dl>
      {foot && <small>{foot}</small>}
    </section>
  )
}

function Tenders({ figures: { tenders } }: { figures: Figures }) {
  return (
    <section>
      <h3>{t('shifts.figures.means')}</h3>
      {tenders.length === 0 ? (
        <p className="rg-faint">{t('shifts.figures.none')}</p>
      ) : (
        <dl>
          {tenders.map((tender) => (
            <div key={`${tender.kind} ${tender.method}`}>
              <dt>{tenderName(tender)}</dt>
              <dd>
                <MoneyText cents={takenCents(tender)} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

function Taxes({ figures: { taxes } }: { figures: Figures }) {
  if (taxes.length === 0) return null
  return (
    <section>
      <h3>{t('shifts.figures.tax')}</h3>
      <dl>
        {taxes.map(({ rateBps, netCents, taxCents }) => (
          <div key={rateBps}>
            <dt>
              {t('shifts.figures.rate', { rate: String(rateBps / 100) })} <MoneyText cents={netCents} />
            </dt>
            <dd>
              <MoneyText cents={taxCents} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
