import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useSearchParams } from 'react-router'
import { api, query, type InputOf } from '@staff/api'
import {
  DataList,
  EmptyState,
  InstantText,
  listText,
  MoneyText,
  Page,
  StatusTag,
  type ListColumn,
  type ListFilter,
} from '@staff/ui'
import { isUuid } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import { CardDrawer } from './card-drawer.tsx'
import { type Batch, type CardRow, cardStates, stateWords, tailOf } from './gift-card-words.ts'
import { GiftCardTabs } from './gift-card-tabs.tsx'
import { SellCardDialog } from './sell-card-dialog.tsx'
import './gift-cards.css'

type Filter = 'tail' | 'state' | 'batchId'

/** Every card: what is on it, whether it may be spent, and all that moved. */
export function CardsPage() {
  const may = useMay()
  const [params, setParams] = useSearchParams()
  const [isSelling, setSelling] = useState(false)
  const batches = useQuery({ ...query(api.giftCardBatchList, {}), staleTime: 60_000 }).data?.items ?? []
  const shownId = params.get('card')
  const show = (id: string | null) => {
    const next = new URLSearchParams(params)
    if (id) next.set('card', id)
    else next.delete('card')
    return next
  }
  const sell = may('giftcard.sell') && (
    <Button type="primary" onClick={() => setSelling(true)}>
      {t('gift-cards.sell.open')}
    </Button>
  )
  return (
    <Page title={t('gift-cards.title')} lead={t('gift-cards.lead')} actions={sell}>
      <GiftCardTabs />
      <DataList<CardRow, Filter>
        id="gift-cards"
        label={t('gift-cards.title')}
        source={({ cursor, limit, ...given }) =>
          query(api.giftCardList, { ...cardRequest(given), ...(cursor && { cursor }), ...(limit && { limit }) })
        }
        columns={useCardColumns(batches)}
        filters={cardFilters(batches)}
        rowHref={({ id }) => `?${show(id).toString()}`}
        empty={
          <EmptyState title={t('gift-cards.none')} action={sell}>
            {t('gift-cards.noneText')}
          </EmptyState>
        }
      />
      <CardDrawer giftCardId={shownId && isUuid(shownId) ? shownId : null} onClose={() => setParams(show(null))} />
      <SellCardDialog open={isSelling} onClose={() => setSelling(false)} />
    </Page>
  )
}

/** What the address holds, as the server takes it: a whole code that was typed or scanned filters by its end. */
function cardRequest({ tail, state, batchId }: { [Name in Filter]?: string }): InputOf<typeof api.giftCardList> {
  const end = tail ? tailOf(tail) : null
  const chosen = cardStates.find((each) => each === state)
  return {
    ...(end ? { tail: end } : {}),
    ...(chosen ? { state: chosen } : {}),
    ...(batchId && isUuid(batchId) ? { batchId } : {}),
  }
}

function cardFilters(batches: readonly Batch[]): ListFilter<Filter>[] {
  const filters: ListFilter<Filter>[] = [
    { name: 'tail', kind: 'search', label: t('gift-cards.tail') },
    {
      name: 'state',
      kind: 'choice',
      label: t('gift-cards.stateTitle'),
      options: cardStates.map((value) => ({ value, label: t(stateWords[value].label) })),
    },
  ]
  if (batches.length > 0) {
    const options = batches.map(({ batchId, name }) => ({ value: batchId, label: name }))
    filters.push({ name: 'batchId', kind: 'choice', label: t('gift-cards.batch'), options })
  }
  return filters
}

function useCardColumns(batches: readonly Batch[]): ListColumn<CardRow>[] {
  const stores = useStoreNames()
  const batchOf = new Map(batches.map(({ batchId, name }) => [batchId, name]))
  return [
    {
      key: 'tail',
      title: t('gift-cards.code'),
      render: ({ codeTail }) => <code className="rg-gift-tail">{`···· ${codeTail}`}</code>,
    },
    {
      key: 'state',
      title: t('gift-cards.stateTitle'),
      render: ({ state }) => <StatusTag tone={stateWords[state].tone}>{t(stateWords[state].label)}</StatusTag>,
    },
    {
      key: 'balance',
      title: t('gift-cards.balance'),
      align: 'right',
      render: ({ balanceCents }) => <MoneyText cents={balanceCents} strong={balanceCents > 0} />,
    },
    {
      key: 'stores',
      title: t('gift-cards.stores'),
      render: ({ storeIds }) =>
        storeIds === null ? t('gift-cards.everyStore') : listText(storeIds.map((id) => stores.get(id) ?? '…')),
    },
    { key: 'batch', title: t('gift-cards.batch'), render: ({ batchId }) => (batchId && batchOf.get(batchId)) ?? '–' },
    {
      key: 'activated',
      title: t('gift-cards.soldAt'),
      render: ({ activatedAt }) => (activatedAt ? <InstantText at={activatedAt} /> : '–'),
    },
    { key: 'made', title: t('gift-cards.madeAt'), isHidden: true, render: ({ madeAt }) => <InstantText at={madeAt} /> },
  ]
}
