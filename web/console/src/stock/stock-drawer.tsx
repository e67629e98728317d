import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { api, query, send, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  Facts,
  ReasonField,
  RefusalText,
  SubmitButton,
  Timeline,
  useNotice,
} from '@staff/ui'
import { t, type SentenceKey } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { useMay, type Store } from '#app/session.ts'
import { QuantityField } from './quantity-field.tsx'
import { QuantityText } from './quantity-text.tsx'

type Item = ResponseOf<typeof api.itemGet>
type Move = ResponseOf<typeof api.stockMoveList>['items'][number]

type StockDrawerProps = { itemId: string | null; store: Store; onClose: () => void }

/** One product in one store: what is there, putting it right, and every move that made it so. */
export function StockDrawer({ itemId, store, onClose }: StockDrawerProps) {
  return (
    <ConfirmDrawer open={itemId !== null} title={t('stock.one')} onClose={onClose}>
      {itemId && <ItemStock key={itemId} itemId={itemId} store={store} />}
    </ConfirmDrawer>
  )
}

function ItemStock({ itemId, store }: { itemId: string; store: Store }) {
  const may = useMay()
  const item = useQuery(query(api.itemGet, { itemId }))
  const stock = useQuery(query(api.stockList, { storeId: store.id, itemIds: itemId }))
  const error = item.error ?? stock.error
  if (error) return <RefusalText error={error} />
  if (!item.data || !stock.data) return <Skeleton active paragraph={{ rows: 6 }} />
  const { unit, name, spec } = item.data
  const onHand = stock.data.items[0]?.quantityMilli ?? 0
  return (
    <>
      <Facts
        rows={[
          [t('stock.column.name'), `${name} ${spec}`.trim()],
          [t('stock.store'), store.name],
          [t('stock.column.onHand'), <QuantityText key="onHand" milli={onHand} unit={unit} />],
        ]}
      />
      {may('stock.adjust') && <Adjustment item={item.data} storeId={store.id} />}
      <Moves itemId={itemId} unit={unit} store={store} />
    </>
  )
}

type AdjustmentFields = { quantityMilli: number; reason: string }

/** A count says what is there; a change, what came or went. Both end in one move. */
function Adjustment({ item, storeId }: { item: Item; storeId: string }) {
  const [way, setWay] = useState<'count' | 'change'>('count')
  const [round, setRound] = useState(0)
  const notice = useNotice()
  const adjust = useCommand(api.stockAdjustmentCreate, {
    onSuccess: () => {
      notice.done(t('stock.adjust.done', { name: item.name }))
      setRound(round + 1)
    },
  })
  const submit = ({ quantityMilli, reason }: AdjustmentFields) => {
    const { id: itemId } = item
    const adjustment =
      way === 'count' ? { itemId, countedMilli: quantityMilli } : { itemId, changeMilli: quantityMilli }
    adjust.mutate({ storeId, reason, adjustments: [adjustment] })
  }
  return (
    <div className="rg-stock-adjust">
      <Segmented
        block
        aria-label={t('stock.adjust.title')}
        value={way}
        onChange={setWay}
        options={(['count', 'change'] as const).map((each) => ({ value: each, label: t(`stock.adjust.${each}`) }))}
      />
      <CommandForm key={`${way} ${round}`} command={adjust} onSubmit={submit}>
        <QuantityField
          name="quantityMilli"
          label={t(`stock.adjust.${way}Label`)}
          hint={t(`stock.adjust.${way}Hint`)}
          unit={item.unit}
          isWhole={!item.isWeighed}
          allowNegative={way === 'change'}
        />
        <ReasonField name="reason" label={t('stock.adjust.reason')} />
        <SubmitButton block>{t(`stock.adjust.${way}Submit`)}</SubmitButton>
      </CommandForm>
    </div>
  )
}

function Moves({ itemId, unit, store }: { itemId: string; unit: string; store: Store }) {
  const moves = useInfiniteQuery({
    queryKey: [api.stockMoveList.path, { storeId: store.id, itemId }],
    queryFn: ({ pageParam, signal }) =>
      send(
        api.stockMoveList,
        { storeId: store.id, itemId, limit: 20, ...(pageParam && { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  })
  const rows = moves.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <section className="rg-stock-moves">
      <h3>{t('stock.moves')}</h3>
      <RefusalText error={moves.error} />
      {moves.isSuccess && rows.length === 0 && <p className="rg-faint">{t('stock.noMoves')}</p>}
      <Timeline timeZone={store.timeZone} items={rows.map((move) => momentOf(move, unit))} />
      {moves.hasNextPage && (
        <Button type="link" loading={moves.isFetchingNextPage} onClick={() => void moves.fetchNextPage()}>
          {t('stock.moreMoves')}
        </Button>
      )}
    </section>
  )
}

function momentOf({ id, at, kind, quantityMilli, afterMilli, reason, sourceKind, sourceId }: Move, unit: string) {
  return {
    id,
    at,
    title: t(`stock.move.${kind}` as SentenceKey),
    detail: reason ?? t('stock.after', { quantity: (afterMilli / 1000).toLocaleString(), unit }),
    figure: <QuantityText milli={quantityMilli} unit={unit} signed />,
    tone: quantityMilli < 0 ? ('warn' as const) : ('good' as const),
    ...(sourceKind === 'sale' && { to: paths.sale({ saleId: sourceId }) }),
  }
}
