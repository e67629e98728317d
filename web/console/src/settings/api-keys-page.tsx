import { CopyOutlined, PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button, Tooltip } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import {
  CommandForm,
  ConfirmDrawer,
  DangerButton,
  EmptyState,
  InstantText,
  listText,
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
import { permissionTitle } from '#console/staff/permission-words.ts'
import { RowsTable } from './rows-table.tsx'
import { ScopesField } from './scopes-field.tsx'
import { SettingsTabs } from './settings-tabs.tsx'
import './settings.css'

type ApiKey = ResponseOf<typeof api.apiKeyList>['items'][number]

const keysQuery = () => query(api.apiKeyList, {})

export async function loader() {
  await queryClient.ensureQueryData(keysQuery())
  return null
}

/** Keys for programs that work with this shop's data. */
export function ApiKeysPage() {
  const { items } = useSuspenseQuery(keysQuery()).data
  const [isMaking, setMaking] = useState(false)
  const [revoking, setRevoking] = useState<ApiKey | null>(null)
  const make = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
      {t('settings.apiKeys.make')}
    </Button>
  )
  return (
    <Page title={t('settings.title')} lead={t('settings.apiKeys.lead')} actions={items.length > 0 && make}>
      <SettingsTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('settings.apiKeys.none')} action={make}>
            {t('settings.apiKeys.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable label={t('settings.apiKeys.title')} rows={items} columns={keyColumns(setRevoking)} />
      )}
      <MakeKeyDrawer open={isMaking} onClose={() => setMaking(false)} />
      <RevokeKeyDrawer apiKey={revoking} onClose={() => setRevoking(null)} />
    </Page>
  )
}

function stateOf({ revokedAt, expiresAt }: ApiKey) {
  if (revokedAt) return <StatusTag>{t('settings.apiKeys.revoked')}</StatusTag>
  if (expiresAt && new Date(expiresAt) <= new Date()) return <StatusTag>{t('settings.apiKeys.expired')}</StatusTag>
  return <StatusTag tone="good">{t('settings.apiKeys.active')}</StatusTag>
}

function keyColumns(onRevoke: (key: ApiKey) => void): ListColumn<ApiKey>[] {
  return [
    { key: 'name', title: t('settings.apiKeys.name'), render: ({ name }) => name },
    { key: 'start', title: t('settings.apiKeys.key'), render: ({ keyStart }) => <code>{`${keyStart}…`}</code> },
    {
      key: 'scopes',
      title: t('settings.apiKeys.scopes'),
      render: ({ permissions }) => (
        <Tooltip title={listText(permissions.map(permissionTitle))}>
          <span>{t('settings.apiKeys.scopeCount', { count: permissions.length })}</span>
        </Tooltip>
      ),
    },
    {
      key: 'used',
      title: t('settings.apiKeys.used'),
      render: ({ lastUsedAt }) => <InstantText at={lastUsedAt} relative />,
    },
    { key: 'expires', title: t('settings.apiKeys.expires'), render: ({ expiresAt }) => <InstantText at={expiresAt} /> },
    { key: 'state', title: t('settings.apiKeys.state'), render: stateOf },
    {
      key: 'revoke',
      title: '',
      align: 'right',
      render: (key) =>
        !key.revokedAt && (
          <Button size="small" danger onClick={() => onRevoke(key)}>
            {t('settings.apiKeys.revoke')}
          </Button>
        ),
    },
  ]
}

function MakeKeyDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const [secret, setSecret] = useState<string | null>(null)
  const close = () => {
    setSecret(null)
    onClose()
  }
  return (
    <ConfirmDrawer open={open} title={t('settings.apiKeys.make')} onClose={close} size="large">
      {secret ? <SecretOnce secret={secret} onKept={close} /> : <MakeKey onDone={setSecret} />}
    </ConfirmDrawer>
  )
}

type KeyFields = { name: string; permissions: string[]; days: string }

function MakeKey({ onDone }: { onDone: (secret: string) => void }) {
  const create = useCommand(api.apiKeyCreate, {
    changes: [api.apiKeyList],
    onSuccess: ({ apiKey }) => onDone(apiKey),
  })
  const submit = ({ name, permissions, days }: KeyFields) => {
    const expiresAt = days === 'never' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString()
    create.mutate({ keyId: newId(), name, permissions, expiresAt })
  }
  return (
    <CommandForm command={create} initial={{ permissions: [], days: '365' }} onSubmit={submit}>
      <TextField
        name="name"
        label={t('settings.apiKeys.name')}
        hint={t('settings.apiKeys.nameHint')}
        maxLength={60}
        autoFocus
      />
      <SelectField
        name="days"
        label={t('settings.apiKeys.expires')}
        options={[
          ...[30, 90, 365].map((count) => ({ value: String(count), label: t('settings.apiKeys.days', { count }) })),
          { value: 'never', label: t('settings.apiKeys.never') },
        ]}
      />
      <ScopesField name="permissions" label={t('settings.apiKeys.scopes')} />
      <SubmitButton>{t('settings.apiKeys.make')}</SubmitButton>
    </CommandForm>
  )
}

function SecretOnce({ secret, onKept }: { secret: string; onKept: () => void }) {
  const notice = useNotice()
  const copy = async () => {
    await navigator.clipboard.writeText(secret)
    notice.done(t('settings.apiKeys.copied'))
  }
  return (
    <>
      <p>{t('settings.apiKeys.once')}</p>
      <div className="rg-secret-once">
        <code>{secret}</code>
        <Button icon={<CopyOutlined />} aria-label={t('settings.apiKeys.copy')} onClick={() => void copy()} />
      </div>
      <Button type="primary" onClick={onKept}>
        {t('settings.apiKeys.kept')}
      </Button>
    </>
  )
}

function RevokeKeyDrawer({ apiKey, onClose }: { apiKey: ApiKey | null; onClose: () => void }) {
  const revoke = useCommand(api.apiKeyRevocationCreate, { changes: [api.apiKeyList], onSuccess: onClose })
  return (
    <ConfirmDrawer open={apiKey !== null} title={t('settings.apiKeys.revoke')} onClose={onClose}>
      {apiKey && (
        <CommandForm command={revoke} onSubmit={() => revoke.mutate({ keyId: apiKey.id })}>
          <p className="rg-drawer-text">{t('settings.apiKeys.revokeText', { name: apiKey.name })}</p>
          <DangerButton>{t('settings.apiKeys.revokeConfirm', { name: apiKey.name })}</DangerButton>
        </CommandForm>
      )}
    </ConfirmDrawer>
  )
}
