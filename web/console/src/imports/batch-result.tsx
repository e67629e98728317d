import { LoadingOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Progress, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import { api, query } from '@staff/api'
import { formatMoney, RefusalText, Section, StatCard, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { refusalSentence } from '#app/refusal-sentence.ts'
import { BatchErrors } from './batch-errors.tsx'
import { fieldName, isAtWork, kindWords, statusWords, type Batch } from './import-words.ts'

const lookAgainMs = 1000

/** A batch as it stands, read again every second while it is at work. */
export function useBatch(batchId: string) {
  return useQuery({
    ...query(api.importGet, { batchId }),
    refetchInterval: ({ state }) => (state.data && isAtWork(state.data) ? lookAgainMs : false),
  })
}

/** How an import or a try went: its figures, while it runs and after, and what was wrong row by row. */
export function BatchResult({ batchId }: { batchId: string }) {
  const { data: batch, error } = useBatch(batchId)
  if (error) return <RefusalText error={error} />
  if (!batch) return <Skeleton active />
  return (
    <>
      <BatchState batch={batch} />
      <BatchFigures batch={batch} />
      {batch.rejected > 0 && !isAtWork(batch) && <BatchErrors batch={batch} />}
    </>
  )
}

function BatchState({ batch }: { batch: Batch }) {
  const { kind, fileName, status, isDryRun, rows, failure } = batch
  const secondsLeft = useSecondsLeft(batch)
  return (
    <Section>
      <div className="rg-import-state">
        <div>
          <strong>{fileName}</strong>
          <span className="rg-import-tags">
            <StatusTag>{t(kindWords[kind].label)}</StatusTag>
            {isDryRun && <StatusTag>{t('imports.dryRun')}</StatusTag>}
            <StatusTag tone={statusWords[status].tone}>{t(statusWords[status].label)}</StatusTag>
          </span>
        </div>
        <p role="status">
          {isAtWork(batch) && <LoadingOutlined />} {stateSentence(batch, rows)}{' '}
          {secondsLeft !== null && t('imports.state.left', { count: secondsLeft })}
        </p>
        {status === 'running' && batch.estimatedRows !== null && (
          <Progress percent={percentOf(batch)} aria-label={t('imports.state.progress')} />
        )}
        {failure && <p className="rg-refusal">{failureSentence(kind, failure)}</p>}
      </div>
    </Section>
  )
}

/** Never full before it is done: the count of rows is an estimate. */
function percentOf({ rows, estimatedRows }: Batch): number {
  return Math.min(99, Math.floor((rows / Math.max(1, estimatedRows ?? 0)) * 100))
}

/** How long the rest takes at the pace since this page began to look; null until there is a pace. */
function useSecondsLeft({ status, rows, estimatedRows }: Batch): number | null {
  const [since] = useState(() => ({ at: Date.now(), rows }))
  const [now, setNow] = useState(since.at)
  useEffect(() => setNow(Date.now()), [rows])
  if (status !== 'running' || estimatedRows === null || rows <= since.rows || now <= since.at) return null
  const left = Math.max(0, estimatedRows - rows)
  return Math.max(1, Math.round((left * (now - since.at)) / (rows - since.rows) / 1_000))
}

function stateSentence({ status, isDryRun, rejected, kept, estimatedRows }: Batch, count: number): string {
  if (status === 'waiting') return t('imports.state.waiting')
  if (status === 'running') {
    const total = Math.max(count, estimatedRows ?? 0).toLocaleString()
    return t('imports.state.running', { count, total })
  }
  if (status === 'undoing') return t('imports.state.undoing')
  if (status === 'undone') return kept > 0 ? t('imports.state.undoneKept', { count: kept }) : t('imports.state.undone')
  if (status === 'failed') return t(isDryRun ? 'imports.state.tryFailed' : 'imports.state.failed')
  if (isDryRun) return rejected > 0 ? t('imports.state.tried', { count: rejected }) : t('imports.state.triedClean')
  return rejected > 0 ? t('imports.state.done', { count: rejected }) : t('imports.state.doneClean')
}

/** The refusal of the file as a whole; a field it names is called as the page calls it. */
function failureSentence(kind: Batch['kind'], { code, details }: NonNullable<Batch['failure']>): string {
  const { field } = details
  return refusalSentence(code, typeof field === 'string' ? { ...details, field: fieldName(kind, field) } : details)
}

function BatchFigures({
  batch: { kind, rows, imported, unchanged, rejected, totalCents, isDryRun },
}: {
  batch: Batch
}) {
  return (
    <div className="rg-stats">
      <StatCard label={t('imports.figure.rows')} value={rows.toLocaleString()} />
      <StatCard
        label={t(isDryRun ? 'imports.figure.wouldImport' : 'imports.figure.imported')}
        value={imported.toLocaleString()}
      />
      <StatCard
        label={t('imports.figure.unchanged')}
        value={unchanged.toLocaleString()}
        hint={t('imports.figure.unchangedHint')}
      />
      <StatCard
        label={t('imports.figure.rejected')}
        value={<span className={rejected > 0 ? 'rg-bad' : ''}>{rejected.toLocaleString()}</span>}
      />
      {kind === 'sales' && <StatCard label={t('imports.figure.total')} value={formatMoney(totalCents)} />}
    </div>
  )
}
