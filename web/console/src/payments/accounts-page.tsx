import { PlusOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand, type ResponseOf } from '@staff/api'
import { EmptyState, Page, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useSession } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { SettingsTabs } from '#console/settings/settings-tabs.tsx'
import { AccountDrawer } from './account-drawer.tsx'
import { providerName, reasonText } from './payment-words.ts'
import '#console/settings/settings.css'
import './payments.css'

export type Account = ResponseOf<typeof api.providerAccountList>['items'][number]
type Tested = Record<string, ResponseOf<typeof api.providerAccountTest>>

const accountsQuery = () => query(api.providerAccountList, {})

export async function loader() {
  await queryClient.ensureQueryData(accountsQuery())
  return null
}

/** Through whom the shop takes money: accounts, and whether they answer. */
export function PaymentAccountsPage() {
  const { items } = useSuspenseQuery(accountsQuery()).data
  const { stores } = useSession()
  const [edited, setEdited] = useState<Account | 'new' | null>(null)
  const [tested, setTested] = useState<Tested>({})
  const test = useCommand(api.providerAccountTest, {
    changes: [],
    onSuccess: (answer, { providerAccountId }) => setTested((before) => ({ ...before, [providerAccountId]: answer })),
  })
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('payments.accounts.add')}
    </Button>
  )
  return (
    <Page title={t('settings.title')} lead={t('payments.accounts.lead')} actions={items.length > 0 && add}>
      <SettingsTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('payments.accounts.none')} action={add}>
            {t('payments.accounts.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('payments.accounts.title')}
          rows={items}
          columns={columns({
            placeOf: ({ storeId }) =>
              stores.find(({ id }) => id === storeId)?.name ?? t('payments.accounts.everyStore'),
            tested,
            testing: test.isPending ? test.variables.providerAccountId : null,
            onTest: ({ id }) => test.mutate({ providerAccountId: id }),
            onEdit: setEdited,
          })}
        />
      )}
      <AccountDrawer key={edited === 'new' ? 'new' : edited?.id} account={edited} onClose={() => setEdited(null)} />
    </Page>
  )
}

type ColumnTools = {
  placeOf: (account: Account) => string
  tested: Tested
  testing: string | null
  onTest: (account: Account) => void
  onEdit: (account: Account) => void
}

function columns({ placeOf, tested, testing, onTest, onEdit }: ColumnTools): ListColumn<Account>[] {
  return [
    { key: 'provider', title: t('payments.providerTitle'), render: ({ provider }) => providerName(provider) },
    { key: 'name', title: t('payments.accounts.name'), render: ({ name }) => name },
    { key: 'store', title: t('payments.store'), render: placeOf },
    { key: 'address', title: t('payments.accounts.baseUrl'), render: ({ baseUrl }) => new URL(baseUrl).host },
    {
      key: 'tested',
      title: t('payments.accounts.tested'),
      render: ({ id }) => {
        const answer = tested[id]
        if (!answer) return '–'
        return answer.isWorking ? (
          <StatusTag tone="good">{t('payments.accounts.works')}</StatusTag>
        ) : (
          <span>
            <StatusTag tone="bad">{t('payments.accounts.fails')}</StatusTag> {reasonText(answer.reason)}
          </span>
        )
      },
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (account) => (
        <span className="rg-row-actions">
          <Button size="small" loading={testing === account.id} onClick={() => onTest(account)}>
            {t('payments.accounts.test')}
          </Button>
          <Button size="small" onClick={() => onEdit(account)}>
            {t('payments.accounts.edit')}
          </Button>
        </span>
      ),
    },
  ]
}
