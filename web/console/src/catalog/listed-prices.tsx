import { DeleteOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { api, useCommand } from '@staff/api'
import { MoneyInput, MoneyText, RefusalText, Section, SubmitButton, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useMay } from '#app/session.ts'
import { ItemPicker } from './item-picker.tsx'
import type { PriceList } from './price-list-words.ts'
import { useItems } from './use-items.ts'

type Listed = { itemId: string; priceCents: number }
type Row = { itemId: string; priceCents: number | null }

type ListedPricesProps = { list: PriceList; listed: readonly Listed[] }

const pageSize = 50

/** The items with a price of their own on this list. Changes are gathered and saved in one command. */
export function ListedPrices({ list, listed }: ListedPricesProps) {
  const may = useMay()
  const notice = useNotice()
  const [rows, setRows] = useState<readonly Row[]>(listed)
  const [shownCount, setShownCount] = useState(pageSize)
  const save = useCommand(api.listedPricesSet, { onSuccess: () => notice.done(t('catalog.lists.saved')) })
  const shown = rows.slice(0, shownCount)
  const items = useItems(shown.map(({ itemId }) => itemId))
  const changes = changesOf(listed, rows)
  const isWhole = rows.every(({ priceCents }) => priceCents !== null)
  const mayPrice = may('catalog.price')
  const setPrice = (itemId: string, priceCents: number | null) =>
    setRows(rows.map((row) => (row.itemId === itemId ? { itemId, priceCents } : row)))
  return (
    <Section title={t('catalog.lists.prices.title')}>
      {mayPrice && (
        <div className="rg-listed-add">
          <ItemPicker
            label={t('catalog.lists.prices.add')}
            exceptIds={rows.map(({ itemId }) => itemId)}
            onPick={({ id, listPriceCents }) =>
              setRows([{ itemId: id, priceCents: usualPrice(list, listPriceCents) }, ...rows])
            }
          />
        </div>
      )}
      {rows.length === 0 ? (
        <p className="rg-faint">
          {t(list.rateBps === null ? 'catalog.lists.prices.none' : 'catalog.lists.prices.onlyRate')}
        </p>
      ) : (
        <ul className="rg-listed" aria-label={t('catalog.lists.prices.title')}>
          {shown.map(({ itemId, priceCents }) => {
            const item = items.get(itemId)
            const name = item?.name ?? '…'
            return (
              <li key={itemId}>
                <span>
                  {name} {item?.spec && <small className="rg-faint">{item.spec}</small>}
                </span>
                <span className="rg-listed-usual">
                  {item && item.listPriceCents !== null && <MoneyText cents={item.listPriceCents} />}
                </span>
                {mayPrice ? (
                  <MoneyInput
                    label={t('catalog.lists.prices.of', { name })}
                    value={priceCents}
                    onChange={(cents) => setPrice(itemId, cents)}
                  />
                ) : (
                  <MoneyText cents={priceCents ?? 0} strong />
                )}
                {mayPrice && (
                  <Button
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={t('catalog.lists.prices.remove', { name })}
                    onClick={() => setRows(rows.filter((row) => row.itemId !== itemId))}
                  />
                )}
              </li>
            )
          })}
        </ul>
      )}
      {rows.length > shownCount && (
        <Button type="link" onClick={() => setShownCount(shownCount + pageSize)}>
          {t('catalog.lists.prices.more', { count: rows.length - shownCount })}
        </Button>
      )}
      {mayPrice && changes.length > 0 && (
        <div className="rg-listed-foot">
          <SubmitButton
            disabled={!isWhole}
            isBusy={save.isPending}
            onClick={() => save.mutate({ priceListId: list.id, prices: changes })}
          >
            {t('catalog.lists.prices.save', { count: changes.length })}
          </SubmitButton>
          <Button onClick={() => setRows(listed)}>{t('catalog.lists.prices.discard')}</Button>
          {!isWhole && <span className="rg-faint">{t('catalog.lists.prices.incomplete')}</span>}
          <RefusalText error={save.error} />
        </div>
      )}
    </Section>
  )
}

/** What an item would cost here without a price of its own: where a change starts from. */
function usualPrice({ rateBps }: PriceList, listPriceCents: number | null): number | null {
  if (listPriceCents === null) return null
  return rateBps === null ? listPriceCents : Math.round((listPriceCents * rateBps) / 10_000)
}

/** What saving has to tell: new and other prices, and null for items taken off the list. */
function changesOf(before: readonly Listed[], after: readonly Row[]): Row[] {
  const old = new Map(before.map(({ itemId, priceCents }) => [itemId, priceCents]))
  const kept = new Set(after.map(({ itemId }) => itemId))
  return [
    ...after.filter(({ itemId, priceCents }) => old.get(itemId) !== priceCents),
    ...before.filter(({ itemId }) => !kept.has(itemId)).map(({ itemId }) => ({ itemId, priceCents: null })),
  ]
}
