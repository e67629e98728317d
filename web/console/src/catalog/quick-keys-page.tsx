import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { MoneyText, Page, RefusalText, Section, SubmitButton, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useStore } from '#app/session.ts'
import { CatalogTabs } from './catalog-tabs.tsx'
import './catalog.css'
import { ItemFace } from './item-face.tsx'
import { ItemPicker } from './item-picker.tsx'
import { useItems } from './use-items.ts'

type QuickKey = ResponseOf<typeof api.quickKeyList>['keys'][number]

const mostKeys = 200

/** The items that the till of this store shows first, in this order. */
export function QuickKeysPage() {
  const store = useStore()
  const { keys } = useSuspenseQuery(query(api.quickKeyList, { storeId: store.id })).data
  return (
    <Page title={t('catalog.keys.title')}>
      <CatalogTabs />
      <Section title={t('catalog.keys.of', { store: store.name })}>
        <p className="rg-item-kind-text">{t('catalog.keys.text')}</p>
        <Keys key={`${store.id} ${JSON.stringify(keys)}`} storeId={store.id} kept={keys} />
      </Section>
    </Page>
  )
}

function Keys({ storeId, kept }: { storeId: string; kept: readonly QuickKey[] }) {
  const notice = useNotice()
  const [keys, setKeys] = useState(() => [...kept].sort((a, b) => a.position - b.position))
  const save = useCommand(api.quickKeysSet, { onSuccess: () => notice.done(t('catalog.keys.saved')) })
  const items = useItems(keys.map(({ itemId }) => itemId))
  const change = (next: QuickKey[]) => setKeys(next.map((key, place) => ({ ...key, position: place + 1 })))
  const swap = (place: number, other: number) =>
    change(keys.map((key, at) => (at === place ? keys[other]! : at === other ? keys[place]! : key)))
  const isChanged = JSON.stringify(keys) !== JSON.stringify([...kept].sort((a, b) => a.position - b.position))
  return (
    <>
      {keys.length < mostKeys && (
        <div className="rg-listed-add">
          <ItemPicker
            label={t('catalog.keys.add')}
            exceptIds={keys.map(({ itemId }) => itemId)}
            onPick={({ id }) => change([...keys, { itemId: id, position: 0, colour: null }])}
          />
        </div>
      )}
      {keys.length === 0 && <p className="rg-faint">{t('catalog.keys.none')}</p>}
      <ol className="rg-quick-keys" aria-label={t('catalog.keys.title')}>
        {keys.map(({ itemId }, place) => {
          const item = items.get(itemId)
          const name = item?.name ?? '…'
          return (
            <li key={itemId}>
              <span className="rg-quick-key-place">{place + 1}</span>
              <ItemFace name={name} seed={itemId} pictureId={item?.pictureId ?? null} />
              <span className="rg-quick-key-name">
                {name}
                {item && item.listPriceCents !== null && <MoneyText cents={item.listPriceCents} />}
              </span>
              <Button
                type="text"
                icon={<ArrowUpOutlined />}
                disabled={place === 0}
                aria-label={t('catalog.keys.up', { name })}
                onClick={() => swap(place, place - 1)}
              />
              <Button
                type="text"
                icon={<ArrowDownOutlined />}
                disabled={place === keys.length - 1}
                aria-label={t('catalog.keys.down', { name })}
                onClick={() => swap(place, place + 1)}
              />
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('catalog.keys.remove', { name })}
                onClick={() => change(keys.filter((key) => key.itemId !== itemId))}
              />
            </li>
          )
        })}
      </ol>
      {isChanged && (
        <div className="rg-listed-foot">
          <SubmitButton isBusy={save.isPending} onClick={() => save.mutate({ storeId, keys })}>
            {t('catalog.keys.save')}
          </SubmitButton>
          <RefusalText error={save.error} />
        </div>
      )}
    </>
  )
}
