import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { api, query, send, type ResponseOf } from '@staff/api'
import { DayText, EmptyState, formatMoney, InstantText, RefusalText } from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay } from '#app/session.ts'
import { SaleEarnWhy } from '#console/points/sale-earn-why.tsx'
import { TopUpRefundDrawer } from '#console/top-ups/top-up-refund-drawer.tsx'
import { placedBetween } from '#modules/points/statement-place-rules.ts'
import { assetName } from './member-words.ts'
import { useStoreNames } from './use-store-names.ts'

type Purse = 'points' | 'stored_value'
type Line = ResponseOf<typeof api.memberStatementGet>['items'][number]
type Extension = ResponseOf<typeof api.memberPointsExtensionList>['items'][number]

const kindWords: Record<Line['kind'], SentenceKey> = {
  grant: 'members.statement.kind.grant',
  spend: 'members.statement.kind.spend',
  restore: 'members.statement.kind.restore',
  expire: 'members.statement.kind.expire',
  clawback: 'members.statement.kind.clawback',
  hold: 'members.statement.kind.hold',
  release: 'members.statement.kind.release',
  payout: 'members.statement.kind.payout',
  forfeit: 'members.statement.kind.forfeit',
  transfer: 'members.statement.kind.transfer',
  reinstate: 'members.statement.kind.reinstate',
  gift: 'members.statement.kind.gift',
  donate: 'members.statement.kind.donate',
  adjust: 'members.statement.kind.adjust',
  merge: 'members.statement.kind.merge',
}

const sourceKinds: Record<string, SentenceKey> = {
  sale: 'members.statement.source.sale',
  refund: 'members.statement.source.refund',
  top_up: 'members.statement.source.topUp',
  top_up_refund: 'members.statement.source.topUpRefund',
  adjustment: 'members.statement.source.adjustment',
  import: 'members.statement.source.import',
  merge: 'members.statement.source.merge',
  merge_undo: 'members.statement.source.mergeUndo',
  points_adjustment: 'members.statement.source.adjustment',
  points_action: 'members.statement.source.action',
}

/** Every movement of a purse with the balance after it: the balance on the page can be followed back to its first fen. */
export function StatementSection({ memberId }: { memberId: string }) {
  const [params, setParams] = useSearchParams()
  const of: Purse = params.get('of') === 'points' ? 'points' : 'stored_value'
  const choose = (next: Purse) =>
    setParams(
      (before) => {
        const changed = new URLSearchParams(before)
        changed.set('of', next)
        return changed
      },
      { replace: true, preventScrollReset: true },
    )
  return (
    <>
      <Segmented<Purse>
        value={of}
        onChange={choose}
        options={[
          { value: 'stored_value', label: t('members.value.stored') },
          { value: 'points', label: t('members.value.points') },
        ]}
      />
      <StatementLines key={of} memberId={memberId} of={of} />
    </>
  )
}

function StatementLines({ memberId, of }: { memberId: string; of: Purse }) {
  const storeNames = useStoreNames()
  const [refunding, setRefunding] = useState<string | null>(null)
  const lines = useInfiniteQuery({
    queryKey: [api.memberStatementGet.path, { memberId, of }, 'pages'],
    queryFn: ({ pageParam, signal }) =>
      send(api.memberStatementGet, { memberId, of, limit: 30, ...(pageParam && { cursor: pageParam }) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
  })
  const extensions = useQuery({ ...query(api.memberPointsExtensionList, { memberId }), enabled: of === 'points' })
  if (lines.isPending) return <Skeleton active />
  if (lines.isError) return <RefusalText error={lines.error} />
  const rows = lines.data.pages.flatMap((page) => page.items)
  const placed = placedBetween(rows, (of === 'points' && extensions.data?.items) || [], !lines.hasNextPage)
  if (rows.length === 0) {
    return <EmptyState title={t('members.statement.empty')}>{t('members.statement.emptyText')}</EmptyState>
  }
  return (
    <>
      <ul className="rg-member-rows">
        {placed.map((line) =>
          'extensionId' in line ? (
            <ExtensionRow key={line.extensionId} extension={line} />
          ) : (
            <StatementRow
              key={line.entryId}
              line={line}
              of={of}
              store={storeNames.get(line.storeId ?? '')}
              onRefund={setRefunding}
            />
          ),
        )}
      </ul>
      {lines.hasNextPage && (
        <Button block loading={lines.isFetchingNextPage} onClick={() => void lines.fetchNextPage()}>
          {t('members.event.older')}
        </Button>
      )}
      <TopUpRefundDrawer topUpId={refunding} onClose={() => setRefunding(null)} />
    </>
  )
}

type StatementRowProps = {
  line: Line
  of: Purse
  store: string | undefined
  /** Asked for the rest of this top-up back. */
  onRefund: (topUpId: string) => void
}

function StatementRow({ line, of, store, onRefund }: StatementRowProps) {
  const may = useMay()
  const isTopUp = line.kind === 'grant' && line.source.kind === 'top_up'
  const shown = (units: number) => (of === 'points' ? units.toLocaleString() : formatMoney(units))
  const signed = (units: number) => (units > 0 ? `+${shown(units)}` : shown(units))
  const delta = line.parts.reduce((sum, part) => sum + part.deltaUnits, 0)
  const after = line.parts.reduce((sum, part) => sum + part.balanceAfterUnits, 0)
  const moved = line.parts.filter((part) => part.deltaUnits !== 0)
  const source = sourceKinds[line.source.kind]
  return (
    <li>
      <div>
        <strong>
          {t(kindWords[line.kind])}
          {source && (
            <span className="rg-faint">
              {' · '}
              <SourceName source={line.source} name={t(source)} />
            </span>
          )}
        </strong>
        <span className="rg-faint">
          <InstantText at={line.at} />
          {store && ` · ${store}`}
          {moved.length > 1 &&
            ` · ${moved.map((part) => `${assetName(part.asset)} ${signed(part.deltaUnits)}`).join('，')}`}
        </span>
        {of === 'points' && line.kind === 'grant' && line.source.kind === 'sale' && may('sale.read') && (
          <SaleEarnWhy saleId={line.source.id} />
        )}
      </div>
      {isTopUp && may('topup.sell') && (
        <Button size="small" type="text" onClick={() => onRefund(line.source.id)}>
          {t('top-ups.refund.action')}
        </Button>
      )}
      <div className="rg-member-rows-figure">
        <strong className={`rg-tabular${delta > 0 ? ' rg-good' : delta < 0 ? ' rg-bad' : ''}`}>
          {delta === 0 ? shown(line.units) : signed(delta)}
        </strong>
        <span className="rg-faint rg-tabular">{t('members.statement.after', { amount: shown(after) })}</span>
      </div>
    </li>
  )
}

/** Points whose end was moved: no balance changes, so it says until when, who and why instead. */
function ExtensionRow({ extension: { at, points, day, reason, authorName } }: { extension: Extension }) {
  return (
    <li>
      <div>
        <strong>
          {t('members.statement.extended')}
          <span className="rg-faint">
            {' · '}
            {authorName && `${authorName} · `}
            {reason}
          </span>
        </strong>
        <span className="rg-faint">
          <InstantText at={at} />
        </span>
      </div>
      <div className="rg-member-rows-figure">
        <strong className="rg-tabular">{points.toLocaleString()}</strong>
        <span className="rg-faint">
          {t('members.statement.extendedTo')} <DayText day={day} />
        </span>
      </div>
    </li>
  )
}

/** What moved the value, as a way to its own page where it has one. */
function SourceName({ source: { kind, id }, name }: { source: Line['source']; name: string }) {
  if (kind === 'top_up') return <Link to={paths.topUp({ topUpId: id })}>{name}</Link>
  if (kind === 'sale') return <Link to={paths.sale({ saleId: id })}>{name}</Link>
  return name
}
