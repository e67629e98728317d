import { DesktopOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { keepDeviceKey } from '@web/api/device-key.ts'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  EmptyState,
  InstantText,
  Page,
  SelectField,
  StatusTag,
  SubmitButton,
  TextField,
  useNotice,
  type ListColumn,
} from '@staff/ui'
import { newId } from '#shared/ids.ts'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useSession, useStore } from '#app/session.ts'
import { LimitsDrawer } from '#console/offline/limits-drawer.tsx'
import { RowsTable } from './rows-table.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import './settings.css'

type Device = ResponseOf<typeof api.deviceList>['items'][number]

const devicesQuery = () => query(api.deviceList, {})

export async function loader() {
  await queryClient.ensureQueryData(devicesQuery())
  return null
}

/** The tills of the stores: browsers that hold a key, where people sign in by PIN and receipts get their numbers. */
export function DevicesPage() {
  const { items } = useSuspenseQuery(devicesQuery()).data
  const { device, stores } = useSession()
  const [isBinding, setBinding] = useState(false)
  const [revoking, setRevoking] = useState<Device | null>(null)
  const [limited, setLimited] = useState<string | null>(null)
  const storeName = (id: string) => stores.find((store) => store.id === id)?.name ?? '–'
  const bind = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setBinding(true)}>
      {t('settings.devices.bind')}
    </Button>
  )
  return (
    <Page title={t('settings.title')} lead={t('settings.devices.lead')} actions={items.length > 0 && !device && bind}>
      <SettingsTabs />
      {device && (
        <Alert
          type="success"
          showIcon
          title={t('settings.devices.here', {
            name: device.name,
            store: storeName(device.storeId),
            number: device.number,
          })}
        />
      )}
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('settings.devices.none')} action={bind}>
            {t('settings.devices.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('settings.devices.title')}
          rows={items}
          columns={deviceColumns({ hereId: device?.id, storeName, onRevoke: setRevoking, onLimit: setLimited })}
        />
      )}
      <LimitsDrawer deviceId={limited} onClose={() => setLimited(null)} />
      <BindDrawer open={isBinding} onClose={() => setBinding(false)} />
      <RevokeDrawer device={revoking} isHere={revoking?.id === device?.id} onClose={() => setRevoking(null)} />
    </Page>
  )
}

type ColumnTools = {
  hereId: string | undefined
  storeName: (id: string) => string
  onRevoke: (device: Device) => void
  onLimit: (deviceId: string) => void
}

function deviceColumns({ hereId, storeName, onRevoke, onLimit }: ColumnTools): ListColumn<Device>[] {
  return [
    {
      key: 'name',
      title: t('settings.devices.name'),
      render: ({ id, name }) => (
        <span className="rg-named">
          <DesktopOutlined /> {name}{' '}
          {id === hereId && <StatusTag tone="primary">{t('settings.devices.thisOne')}</StatusTag>}
        </span>
      ),
    },
    { key: 'store', title: t('settings.devices.store'), render: ({ storeId }) => storeName(storeId) },
    {
      key: 'number',
      title: t('settings.devices.number'),
      align: 'right',
      render: ({ number }) => String(number).padStart(2, '0'),
    },
    {
      key: 'registered',
      title: t('settings.devices.registered'),
      render: ({ registeredAt }) => <InstantText at={registeredAt} />,
    },
    {
      key: 'seen',
      title: t('settings.devices.seen'),
      render: ({ lastSeenAt }) => <InstantText at={lastSeenAt} relative />,
    },
    {
      key: 'state',
      title: '',
      align: 'right',
      render: (device) =>
        device.revokedAt ? (
          <StatusTag>{t('settings.devices.revoked')}</StatusTag>
        ) : (
          <span className="rg-row-buttons">
            <Button size="small" onClick={() => onLimit(device.id)}>
              {t('offline.limits.title')}
            </Button>
            <Button size="small" danger onClick={() => onRevoke(device)}>
              {t('settings.devices.revoke')}
            </Button>
          </span>
        ),
    },
  ]
}

function BindDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { stores } = useSession()
  const store = useStore()
  const notice = useNotice()
  const create = useCommand(api.deviceCreate, {
    onSuccess: ({ deviceKey, number }) => {
      keepDeviceKey(deviceKey)
      onClose()
      notice.done(t('settings.devices.bound', { number }))
    },
  })
  return (
    <ConfirmDrawer open={open} title={t('settings.devices.bind')} onClose={onClose}>
      <CommandForm
        command={create}
        initial={{ storeId: store.id }}
        onSubmit={(fields: { storeId: string; name: string }) => create.mutate({ ...fields, deviceId: newId() })}
      >
        <p className="rg-drawer-text">{t('settings.devices.bindText')}</p>
        <SelectField
          name="storeId"
          label={t('settings.devices.store')}
          options={stores.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <TextField
          name="name"
          label={t('settings.devices.name')}
          maxLength={40}
          placeholder={t('settings.devices.nameExample')}
          autoFocus
        />
        <SubmitButton>{t('settings.devices.bind')}</SubmitButton>
      </CommandForm>
    </ConfirmDrawer>
  )
}

function RevokeDrawer({ device, isHere, onClose }: { device: Device | null; isHere: boolean; onClose: () => void }) {
  const notice = useNotice()
  const revoke = useCommand(api.deviceRevocationCreate, {
    onSuccess: () => {
      if (isHere) keepDeviceKey(null)
      onClose()
      notice.done(t('settings.devices.revoked'))
    },
  })
  return (
    <ConfirmDrawer open={device !== null} title={t('settings.devices.revoke')} onClose={onClose}>
      {device && (
        <CommandForm command={revoke} onSubmit={() => revoke.mutate({ deviceId: device.id })}>
          <p className="rg-drawer-text">{t('settings.devices.revokeText', { name: device.name })}</p>
          <DangerButton>{t('settings.devices.revokeConfirm', { name: device.name })}</DangerButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}
