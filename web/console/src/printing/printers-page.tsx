import { PlusOutlined, PrinterOutlined } from '@ant-design/icons'
import { useSuspenseQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { EmptyState, Page, type ListColumn, useNotice } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { queryClient } from '#app/query-client.ts'
import { useSession } from '#app/session.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { SettingsTabs } from '#console/settings/settings-tabs.tsx'
import { PrintJobs } from './print-jobs.tsx'
import { PrinterDrawer } from './printer-drawer.tsx'
import { paperTitle, type Printer } from './printer-words.ts'
import '#console/settings/settings.css'
import './printing.css'

const printersQuery = () => query(api.printerList, {})
const devicesQuery = () => query(api.deviceList, {})

export async function loader() {
  await Promise.all([queryClient.ensureQueryData(printersQuery()), queryClient.ensureQueryData(devicesQuery())])
  return null
}

/** The stores' receipt printers, and what waits for them. */
export function PrintersPage() {
  const { items } = useSuspenseQuery(printersQuery()).data
  const devices = useSuspenseQuery(devicesQuery()).data.items
  const { stores } = useSession()
  const notice = useNotice()
  const [edited, setEdited] = useState<Printer | 'new' | null>(null)
  const test = useCommand(api.printerTest, { onSuccess: () => notice.done(t('printing.testSent')) })
  const add = (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setEdited('new')}>
      {t('printing.add')}
    </Button>
  )
  return (
    <Page title={t('settings.title')} lead={t('printing.lead')} actions={items.length > 0 && add}>
      <SettingsTabs />
      {items.length === 0 ? (
        <div className="rg-card">
          <EmptyState title={t('printing.none')} action={add}>
            {t('printing.noneText')}
          </EmptyState>
        </div>
      ) : (
        <RowsTable
          label={t('printing.title')}
          rows={items}
          columns={printerColumns({
            storeName: (id) => stores.find((store) => store.id === id)?.name ?? '–',
            tillName: (id) => devices.find((device) => device.id === id)?.name ?? t('printing.wholeStore'),
            onTest: ({ id }) => test.mutate({ printerId: id }),
            onEdit: setEdited,
          })}
        />
      )}
      <PrintJobs />
      <PrinterDrawer
        key={edited === 'new' ? 'new' : edited?.id}
        printer={edited}
        devices={devices.filter(({ revokedAt }) => revokedAt === null)}
        onClose={() => setEdited(null)}
      />
    </Page>
  )
}

type ColumnTools = {
  storeName: (id: string) => string
  tillName: (id: string | null) => string
  onTest: (printer: Printer) => void
  onEdit: (printer: Printer) => void
}

function printerColumns({ storeName, tillName, onTest, onEdit }: ColumnTools): ListColumn<Printer>[] {
  return [
    {
      key: 'name',
      title: t('printing.name'),
      render: ({ name }) => (
        <span className="rg-named">
          <PrinterOutlined /> {name}
        </span>
      ),
    },
    { key: 'store', title: t('printing.store'), render: ({ storeId }) => storeName(storeId) },
    { key: 'serves', title: t('printing.serves'), render: ({ deviceId }) => tillName(deviceId) },
    { key: 'address', title: t('printing.address'), render: ({ host, port }) => `${host}:${port}` },
    { key: 'paper', title: t('printing.paperTitle'), render: ({ columns }) => paperTitle(columns) },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (printer) => (
        <span className="rg-row-actions">
          <Button size="small" onClick={() => onTest(printer)}>
            {t('printing.test')}
          </Button>
          <Button size="small" onClick={() => onEdit(printer)}>
            {t('printing.edit')}
          </Button>
        </span>
      ),
    },
  ]
}
