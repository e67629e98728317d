import { EnvironmentOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  Page,
  Section,
  SelectField,
  StatusTag,
  SubmitButton,
  TextField,
  useNotice,
} from '@staff/ui'
import { language, t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { queryClient } from '#app/query-client.ts'
import { TimeZoneField } from './setting-fields.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import './settings.css'

type Store = ResponseOf<typeof api.storeList>['items'][number]

export async function loader() {
  await Promise.all([
    queryClient.ensureQueryData(query(api.merchantGet, {})),
    queryClient.ensureQueryData(query(api.storeList, {})),
  ])
  return null
}

/** What holds for the whole merchant, and its stores. */
export function SettingsPage() {
  return (
    <Page title={t('settings.title')} lead={t('settings.lead')}>
      <SettingsTabs />
      <Stores />
      <Merchant />
    </Page>
  )
}

function Stores() {
  const { items } = useSuspenseQuery(query(api.storeList, {})).data
  const [isOpening, setOpening] = useState(false)
  return (
    <Section
      title={t('settings.shop.stores')}
      actions={
        <Button icon={<PlusOutlined />} onClick={() => setOpening(true)}>
          {t('settings.shop.openStore')}
        </Button>
      }
    >
      <ul className="rg-store-cards">
        {items.map((store) => (
          <StoreCard key={store.id} store={store} />
        ))}
      </ul>
      <OpenStoreDrawer open={isOpening} zone={items[0]?.timeZone} onClose={() => setOpening(false)} />
    </Section>
  )
}

function StoreCard({ store }: { store: Store }) {
  return (
    <li>
      <Link
        to={paths.store({ storeId: store.id })}
        className={store.closedAt ? 'rg-store-card rg-store-closed' : 'rg-store-card'}
      >
        <span className="rg-store-number">{String(store.number).padStart(2, '0')}</span>
        <strong>{store.name}</strong>
        {store.closedAt && <StatusTag tone="warn">{t('settings.store.closed')}</StatusTag>}
        <span className="rg-store-line">
          <EnvironmentOutlined /> {store.address || t('settings.store.noAddress')}
        </span>
        <span className="rg-store-line">
          {t('settings.store.dayEnds', { zone: store.timeZone, hour: clock(store.cutoffHour) })}
        </span>
      </Link>
    </li>
  )
}

const clock = (hour: number) => `${String(hour).padStart(2, '0')}:00`

function OpenStoreDrawer({ open, zone, onClose }: { open: boolean; zone: string | undefined; onClose: () => void }) {
  const navigate = useNavigate()
  const create = useCommand(api.storeCreate, {
    onSuccess: ({ storeId }) => {
      onClose()
      return navigate(paths.store({ storeId }))
    },
  })
  return (
    <ConfirmDrawer open={open} title={t('settings.shop.openStore')} onClose={onClose}>
      <CommandForm command={create} initial={{ timeZone: zone ?? 'Asia/Shanghai' }}>
        <TextField name="name" label={t('settings.store.name')} maxLength={80} autoFocus />
        <TimeZoneField name="timeZone" label={t('settings.store.timeZone')} />
        <TextField name="address" label={t('settings.store.address')} isOptional />
        <SubmitButton>{t('settings.shop.openStore')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function Merchant() {
  const merchant = useSuspenseQuery(query(api.merchantGet, {})).data
  const notice = useNotice()
  const change = useCommand(api.merchantChange, {
    changes: [api.merchantGet, api.sessionGet],
    onSuccess: () => notice.done(t('settings.saved')),
    onRefused: ({ code }) => {
      if (code === 'settings_changed') void queryClient.invalidateQueries({ queryKey: [api.merchantGet.path] })
    },
  })
  const { name, phone, address, locale, version } = merchant
  const currency = new Intl.DisplayNames(language() === 'zh' ? 'zh-CN' : 'en', { type: 'currency' }).of(
    merchant.currency,
  )
  return (
    <Section title={t('settings.shop.merchant')}>
      <CommandForm
        command={change}
        initial={{ name, phone, address, locale }}
        onSubmit={(fields: { name: string; locale: typeof locale; phone?: string; address?: string }) =>
          change.mutate({ phone: '', address: '', ...fields, version })
        }
      >
        <TextField
          name="name"
          label={t('settings.shop.merchantName')}
          maxLength={80}
          hint={t('settings.shop.merchantNameHint')}
        />
        <div className="rg-field-row">
          <TextField name="phone" label={t('settings.shop.phone')} isOptional maxLength={40} />
          <SelectField
            name="locale"
            label={t('settings.shop.locale')}
            options={[
              { value: 'zh-CN', label: '中文' },
              { value: 'en', label: 'English' },
            ]}
          />
        </div>
        <TextField name="address" label={t('settings.shop.address')} isOptional />
        <p className="rg-fixed-fact">
          {t('settings.shop.currency')} <strong>{`${currency ?? ''} ${merchant.currency}`}</strong>
          <span>{t('settings.shop.currencyFixed')}</span>
        </p>
        <SubmitButton>{t('settings.save')}</SubmitButton>
      </CommandForm>
    </Section>
  )
}
