import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query, send } from '@staff/api'
import { EmptyState, formatDay, formatInstant, Icon, MoreButton, Page, Section, usePages } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { type Account, Balances } from './balances.tsx'
import { amountWords, assetName, deltaWords, type Line, lineTitle } from './line-words.ts'

/** One list of everything that came and went, over all that the shop owes, with every balance after; before it, what ends when. */
export function StatementPage() {
  const { data: accounts } = useSuspenseQuery(query(api.myAccountsGet, {}))
  const { items, more } = usePages(['statement'], (cursor) => send(api.myStatementGet, cursor ? { cursor } : {}))
  return (
    <Page title={t('statement.title')}>
      <Balances accounts={accounts.items} />
      <Endings accounts={accounts.items} />
      <Section title={t('statement.lines')}>
        {items.length === 0 ? (
          <EmptyState icon="list" title={t('statement.none')}>
            {t('statement.noneHint')}
          </EmptyState>
        ) : (
          <ol className="rp-rows">
            {items.map((line) => (
              <StatementLine key={line.entryId} line={line} />
            ))}
          </ol>
        )}
        <MoreButton more={more} />
      </Section>
    </Page>
  )
}

function StatementLine({ line }: { line: Line }) {
  const { stores } = useShop()
  const store = stores.find(({ id }) => id === line.storeId)
  const moved = line.parts.filter(({ deltaUnits }) => deltaUnits !== 0)
  const isReserved = moved.length === 0
  const text = (
    <>
      <span className="rp-row-text">
        <span className="rp-row-title">{lineTitle(line)}</span>
        <span className="rp-row-hint">
          {formatInstant(line.at)}
          {store && ` · ${store.name}`}
        </span>
        {moved.map(({ asset, balanceAfterUnits }) => (
          <span key={asset} className="rp-row-hint">
            {t('statement.after', { asset: assetName(asset), balance: amountWords(asset, balanceAfterUnits) })}
          </span>
        ))}
      </span>
      <span className="rp-row-value rp-deltas">
        {moved.map(({ asset, deltaUnits }) => (
          <span key={asset} className={deltaUnits > 0 ? 'rp-plus' : ''}>
            {deltaWords(asset, deltaUnits)} <small>{assetName(asset)}</small>
          </span>
        ))}
        {isReserved && <span>{line.units.toLocaleString('en-US')}</span>}
      </span>
    </>
  )
  if (line.source.kind !== 'sale') return <li className="rp-row rp-row-top">{text}</li>
  return (
    <li>
      <Link className="rp-row rp-row-top" to={paths.receipt(line.source.id)}>
        {text}
        <Icon name="chevron" size={18} />
      </Link>
    </li>
  )
}

/** Lot by lot: how much ends on which day, soonest first. What never ends is said, too. */
function Endings({ accounts }: { accounts: readonly Account[] }) {
  const lots = accounts
    .flatMap(({ asset, lots: of }) => of.map((lot) => ({ asset, ...lot })))
    .filter(({ expiresDay }) => expiresDay !== null)
    .sort((a, b) => a.expiresDay!.localeCompare(b.expiresDay!))
  if (lots.length === 0) return null
  return (
    <Section title={t('statement.endings')}>
      <ol className="rp-rows">
        {lots.slice(0, 12).map(({ lotId, asset, remainingUnits, expiresDay, isUsable }) => (
          <li key={lotId} className="rp-row">
            <span className="rp-row-text">
              <span className="rp-row-title">{t('statement.endsOn', { day: formatDay(expiresDay!) })}</span>
              {!isUsable && <span className="rp-row-hint">{t('statement.pending')}</span>}
            </span>
            <span className="rp-row-value">
              {amountWords(asset, remainingUnits)} {assetName(asset)}
            </span>
          </li>
        ))}
      </ol>
      {lots.length > 12 && <p className="rp-small">{t('statement.moreEndings', { count: lots.length - 12 })}</p>}
    </Section>
  )
}
