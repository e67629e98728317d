import { ImportOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { Link } from 'react-router'
import { api, query } from '@staff/api'
import { DataList, EmptyState, InstantText, Page, StatusTag, type ListColumn } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { paths } from '#app/paths.ts'
import { kindWords, statusWords, type Batch } from './import-words.ts'
import './imports.css'

/** Every import and try of this merchant, the newest first. */
export function ImportListPage() {
  const start = (
    <Link to={paths.newImport()}>
      <Button type="primary" icon={<ImportOutlined />}>
        {t('imports.start')}
      </Button>
    </Link>
  )
  return (
    <Page title={t('imports.title')} lead={t('imports.lead')} actions={start}>
      <DataList<Batch>
        id="imports"
        label={t('imports.title')}
        columns={columns()}
        source={({ cursor, limit }) => query(api.importList, { ...(cursor && { cursor }), ...(limit && { limit }) })}
        rowHref={({ id }) => paths.importBatch({ batchId: id })}
        empty={
          <EmptyState title={t('imports.empty')} action={start}>
            {t('imports.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  )
}

const figure = (count: number) => <span className="rg-tabular">{count.toLocaleString()}</span>

function columns(): ListColumn<Batch>[] {
  return [
    { key: 'file', title: t('imports.column.file'), render: ({ fileName }) => fileName },
    { key: 'kind', title: t('imports.column.kind'), render: ({ kind }) => t(kindWords[kind].label) },
    {
      key: 'status',
      title: t('imports.column.status'),
      render: ({ status, isDryRun }) => (
        <span className="rg-import-tags">
          {isDryRun && <StatusTag>{t('imports.dryRun')}</StatusTag>}
          <StatusTag tone={statusWords[status].tone}>{t(statusWords[status].label)}</StatusTag>
        </span>
      ),
    },
    { key: 'rows', title: t('imports.figure.rows'), align: 'right', render: ({ rows }) => figure(rows) },
    { key: 'imported', title: t('imports.figure.imported'), align: 'right', render: (row) => figure(row.imported) },
    { key: 'unchanged', title: t('imports.figure.unchanged'), align: 'right', render: (row) => figure(row.unchanged) },
    { key: 'rejected', title: t('imports.figure.rejected'), align: 'right', render: (row) => figure(row.rejected) },
    { key: 'at', title: t('imports.column.at'), render: ({ createdAt }) => <InstantText at={createdAt} relative /> },
  ]
}
