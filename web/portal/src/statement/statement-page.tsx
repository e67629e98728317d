import { useSuspenseQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api, query, type ResponseOf, send } from '@staff/api'
import { placedBetween } from '#modules/points/statement-place-rules.ts'
import { EmptyState, formatDay, formatInstant, Icon, MoreButton, Page, Row, Section, usePages } from '@portal/ui'
import { t } from '#portal/app/i18n.ts'
import { paths } from '#portal/app/paths.ts'
import { useShop } from '#portal/app/session.ts'
import { useEndings } from '#portal/home/my-endings.ts'
import { myPassesQuery } from '#portal/passes/my-passes.ts'
import { Balances } from './balances.tsx'
import { balanceWords, deltaWords, type Line, lineTitle, unitWords } from './line-words.ts'
import { Rescuable } from './rescuable.tsx'
import { VisitLine, visitsOf } from './visit-line.tsx'

/** Days of endings that are shown: two years of months. */
const most = 24

/** One list of everything that came and went, over all that the shop owes, with every balance after; before it, what ends when. */
export function StatementPage() {
  const { data: accounts } = useSuspenseQuery(query(api.myAccountsGet, {}))
  const { data: passes } = useSuspenseQuery(myPassesQuery())
  const { data: extensions } = useSuspenseQuery(query(api.myPointsExtensionList, {}))
  const { items, more } = usePages(['statement'], (cursor) => send(api.myStatementGet, cursor ? { cursor } : {}))
  const visits = visitsOf(passes.items)
  return (
    <Page title={t('statement.title')}>
      <Balances accounts={accounts.items} />
      <Endings />
      <Rescuable />
      <Section title={t('statement.lines')}>
        {items.length === 0 && visits.length === 0 ? (
          <EmptyState icon="list" title={t('statement.none')}>
            {t('statement.noneHint')}
          </EmptyState>
        ) : (
          <ol className="rp-rows">
            {placedBetween(items, [...extensions.items, ...visits], !more.isThere).map((line) =>
              'extensionId' in line ? (
                <ExtensionLine key={line.extensionId} extension={line} />
              ) : 'useId' in line ? (
                <VisitLine key={line.useId} visit={line} />
              ) : (
                <StatementLine key={line.entryId} line={line} />
              ),
            )}
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
    <span className="rp-row-body">
      <span className="rp-row-text">
        <span className="rp-row-title">{lineTitle(line)}</span>
        <span className="rp-row-hint">
          {formatInstant(line.at)}
          {store && ` · ${store.name}`}
        </span>
        {moved.map(({ asset, balanceAfterUnits }) => (
          <span key={asset} className="rp-row-hint">
            {balanceWords(asset, balanceAfterUnits)}
          </span>
        ))}
      </span>
      <span className="rp-row-value rp-deltas">
        {moved.map(({ asset, deltaUnits }) => (
          <span key={asset} className={deltaUnits > 0 ? 'rp-plus' : ''}>
            {deltaWords(asset, deltaUnits)}
          </span>
        ))}
        {isReserved && <span>{unitWords(line.parts[0]?.asset ?? 'points', line.units)}</span>}
      </span>
    </span>
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

type Extension = ResponseOf<typeof api.myPointsExtensionList>['items'][number]

/** Points that the shop lets live longer: no balance changes, so it says until when and why. */
function ExtensionLine({ extension: { at, points, day, reason } }: { extension: Extension }) {
  return (
    <li className="rp-row rp-row-top">
      <span className="rp-row-body">
        <span className="rp-row-text">
          <span className="rp-row-title">{t('statement.extended', { day: formatDay(day) })}</span>
          <span className="rp-row-hint">{formatInstant(at)}</span>
          <span className="rp-row-hint">{t('statement.extendedBy', { reason })}</span>
        </span>
        <span className="rp-row-value">{unitWords('points', points)}</span>
      </span>
    </li>
  )
}

/** How much ends on which day, soonest first; what was earned in several lots and ends together is one line. */
function Endings() {
  const endings = useEndings(most)
  if (endings.length === 0) return null
  return (
    <Section title={t('statement.endings')}>
      <ol className="rp-rows">
        {endings.map(({ kind, day, units, lots, name, to }) => (
          <li key={`${kind} ${day}`}>
            {name ? (
              <Row title={t('statement.endsOn', { day: formatDay(day) })} value={name} to={to} />
            ) : (
              <Row
                title={t('statement.endsOn', { day: formatDay(day) })}
                hint={lots > 1 ? t('statement.lots', { count: lots }) : undefined}
                value={unitWords(kind, units)}
              />
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
