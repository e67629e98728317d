import { DownloadOutlined } from '@ant-design/icons'
import { Button, Dropdown } from 'antd'
import { t } from '#app/i18n.ts'

export type ExportFormat = 'csv' | 'xlsx'

type ExportButtonProps = { hrefOf: (format: ExportFormat) => string; label?: string }

/** Downloads everything of one kind, in a form that our own import reads back without loss; or, so named, what a list shows. */
export function ExportButton({ hrefOf, label = t('ui.exportAll') }: ExportButtonProps) {
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
      <Button icon={<DownloadOutlined />}>{label}</Button>
    </Dropdown>
  )
}
