import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { EmptyState, formatInstant, Page, RefusalText, Section } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { accountOf } from '#portal/statement/balances.tsx'
import { wholeOdds } from '#modules/rewards/draw-rules.ts'
import './mall.css'

type Draws = ResponseOf<typeof api.myDrawList>
type Draw = Draws['items'][number]

/** Draws with their odds in the open: what is left, what one won, and the seed once a draw is over. */
export function DrawsPage() {
  const { items, entries } = useSuspenseQuery(query(api.myDrawList, {})).data
  return (
    <Page title={t('mall.draws')} backTo={paths.mall()}>
      {items.length === 0 && (
        <EmptyState icon="star" title={t('mall.noDraws')}>
          {t('mall.noDrawsText')}
          <Link className="rp-button rp-button-plain" to={paths.mall()}>
            {t('mall.toMall')}
          </Link>
        </EmptyState>
      )}
      {items.map((draw) => (
        <DrawSection key={draw.id} draw={draw} entries={entries.filter(({ drawId }) => drawId === draw.id)} />
      ))}
    </Page>
  )
}

/** Millionths as per cent, without a nought too many. */
const oddsWords = (ppm: number) => `${Number((ppm / 10_000).toFixed(4))}%`

function DrawSection({ draw, entries }: { draw: Draw; entries: Draws['entries'] }) {
  const enter = useCommand(api.myDrawEnter)
  const won = enter.data
  const accounts = useSuspenseQuery(query(api.myAccountsGet, {})).data.items
  const isShort = (accountOf(accounts, 'points')?.availableUnits ?? 0) < draw.costPoints
  const emptyPpm = wholeOdds - draw.prizes.reduce((sum, { oddsPpm }) => sum + oddsPpm, 0)
  return (
    <Section title={draw.name}>
      <article className="rp-paper rp-draw">
        <p>{draw.rules}</p>
        <ul className="rp-draw-prizes">
          {draw.prizes.map(({ position, name, oddsPpm, unitsLeft, total }) => (
            <li key={position}>{t('mall.prize', { name, odds: oddsWords(oddsPpm), left: unitsLeft, total })}</li>
          ))}
          {emptyPpm > 0 && <li>{t('mall.emptyOdds', { odds: oddsWords(emptyPpm) })}</li>}
        </ul>
        <RefusalText error={enter.error} />
        <p role="status" className={won?.prize ? 'rp-draw-won' : 'rp-draw-result'}>
          {won && (won.prize ? t('mall.won', { prize: won.prize }) : t(won.isRefunded ? 'mall.gone' : 'mall.nothing'))}
        </p>
        {draw.isOn && (
          <button
            className="rp-button"
            type="button"
            disabled={enter.isPending || isShort}
            onClick={() => enter.mutate({ drawId: draw.id })}
          >
            {t('mall.enter', { count: draw.costPoints })}
          </button>
        )}
        {draw.isOn && isShort && <p className="rp-small">{t('mall.drawShort')}</p>}
        <details className="rp-draw-fair">
          <summary>{t('mall.fair')}</summary>
          <p className="rp-small">{t('mall.fairText', { commitment: draw.commitment })}</p>
          {draw.seed && <p className="rp-small">{t('mall.seed', { seed: draw.seed })}</p>}
          <ul>
            {entries.map(({ id, number, roll, prize, at }) => (
              <li key={id} className="rp-small">
                {t('mall.entry', { number, roll, at: formatInstant(at), prize: prize ?? t('mall.noPrize') })}
              </li>
            ))}
          </ul>
        </details>
      </article>
    </Section>
  )
}
