import { DownloadOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { t } from '#app/i18n.ts'

type ExportFormat = 'csv' | 'xlsx'

/** Downloads everything of one kind, in a form that our own import reads back without loss. */
export function ExportButton({ hrefOf }: { hrefOf: (format: ExportFormat) => string }) {
  const formats: { key: ExportFormat; label: string }[] = [
    { key: 'xlsx', label: 'Excel (.xlsx)' },
    { key: 'csv', label: 'CSV (UTF-8)' },
  ]
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: formats.map(({ key, label }) => ({
          key,
          label: (
            <a href={hrefOf(key)} download>
              {label}
            </a>
          ),
        })),
      }}
    >
      <Button icon={<DownloadOutlined />}>{t('ui.exportAll')}</Button>
    </Dropdown>
  )
}
