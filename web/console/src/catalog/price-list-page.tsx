import { EditOutlined, StopOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { useNavigate, useParams, type LoaderFunctionArgs } from 'react-router'
import { api, query, useCommand } from '@staff/api'
import { ConfirmDrawer, DangerButton, Facts, Page, RefusalText, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { idParam, paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { useMay, useStore } from '#app/session.ts'
import { useStoreNames } from '#console/members/use-store-names.ts'
import './catalog.css'
import { ListedPrices } from './listed-prices.tsx'
import { PriceListDrawer } from './price-list-drawer.tsx'
import { listKindWords, rateInWords, stateOf, windowInWords, type PriceList } from './price-list-words.ts'

const pageQueries = (priceListId: string) =>
  [query(api.priceListList, {}), query(api.listedPriceList, { priceListId })] as const

export async function loader({ params }: LoaderFunctionArgs) {
  const [lists, prices] = pageQueries(idParam(params, 'priceListId'))
  await Promise.all([queryClient.ensureQueryData(lists), queryClient.ensureQueryData(prices)])
  return null
}

/** One price list: where and when it holds, and the items with a price of their own. */
export function PriceListPage() {
  const priceListId = idParam(useParams(), 'priceListId')
  const [lists, prices] = pageQueries(priceListId)
  const list = useSuspenseQuery(lists).data.items.find(({ id }) => id === priceListId)
  const listed = useSuspenseQuery(prices).data.items
  const may = useMay()
  const { timeZone } = useStore()
  const storeNames = useStoreNames()
  const [open, setOpen] = useState<'edit' | 'end' | null>(null)
  if (!list) throw new Response(null, { status: 404 })
  const state = stateOf(list, new Date())
  return (
    <Page
      title={list.name}
      badge={<StatusTag tone={state.tone}>{t(state.label)}</StatusTag>}
      back={paths.priceLists()}
      actions={
        may('catalog.price') && (
          <>
            <Button icon={<EditOutlined />} onClick={() => setOpen('edit')}>
              {t('catalog.lists.edit')}
            </Button>
            <Button danger icon={<StopOutlined />} onClick={() => setOpen('end')}>
              {t('catalog.lists.end.action')}
            </Button>
          </>
        )
      }
    >
      <Section>
        <Facts
          rows={[
            [t('catalog.lists.field.kind'), t(listKindWords[list.kind].label)],
            [
              t('catalog.lists.field.store'),
              list.storeId ? storeNames.get(list.storeId) : t('catalog.lists.allStores'),
            ],
            [t('catalog.lists.field.window'), windowInWords(list, timeZone)],
            [t('catalog.lists.field.rate'), rateInWords(list)],
          ]}
        />
      </Section>
      <ListedPrices key={`${list.version} ${listed.length}`} list={list} listed={listed} />
      <PriceListDrawer key={list.version} open={open === 'edit'} list={list} onClose={() => setOpen(null)} />
      <EndDrawer list={list} open={open === 'end'} onClose={() => setOpen(null)} />
    </Page>
  )
}

function EndDrawer({ list, open, onClose }: { list: PriceList; open: boolean; onClose: () => void }) {
  const navigate = useNavigate()
  const end = useCommand(api.priceListArchivalCreate, {
    changes: [],
    onSuccess: async () => {
      await navigate(paths.priceLists())
      await queryClient.invalidateQueries({ queryKey: [api.priceListList.path] })
    },
  })
  return (
    <ConfirmDrawer open={open} title={t('catalog.lists.end.action')} onClose={onClose}>
      <Facts rows={[[t('catalog.lists.field.name'), list.name]]} />
      <p className="rg-item-kind-text">{t('catalog.lists.end.text')}</p>
      <DangerButton block isBusy={end.isPending} onClick={() => end.mutate({ priceListId: list.id })}>
        {t('catalog.lists.end.confirm')}
      </DangerButton>
      <RefusalText error={end.error} />
    </ConfirmDrawer>
  )
}
