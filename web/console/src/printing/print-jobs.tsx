import { useQuery } from '@tanstack/react-query'
import { Button, Switch } from 'antd'
import { useState } from 'react'
import { api, query, useCommand } from '@staff/api'
import { InstantText, type ListColumn, Section, StatusTag } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { RowsTable } from '#console/settings/rows-table.tsx'
import { jobState, type PrintJob, problemText } from './printer-words.ts'

/** What went to the printers lately; what waits or went wrong can be sent again or taken back. */
export function PrintJobs() {
  const [isOpen, setOpen] = useState(false)
  const { data } = useQuery({
    ...query(api.printJobList, isOpen ? { isOpen, limit: 50 } : { limit: 50 }),
    refetchInterval: 5_000,
  })
  const retry = useCommand(api.printJobRetry)
  const cancel = useCommand(api.printJobCancel)
  const rows = data?.items ?? []
  return (
    <Section
      title={t('printing.jobs')}
      actions={
        <label className="rg-switch-line">
          <Switch size="small" checked={isOpen} onChange={setOpen} /> {t('printing.onlyOpen')}
        </label>
      }
    >
      {rows.length === 0 ? (
        <p className="rg-faint">{t('printing.noJobs')}</p>
      ) : (
        <RowsTable
          label={t('printing.jobs')}
          rows={rows}
          columns={jobColumns(
            ({ id }) => retry.mutate({ jobId: id }),
            ({ id }) => cancel.mutate({ jobId: id }),
          )}
        />
      )}
    </Section>
  )
}

function jobColumns(onRetry: (job: PrintJob) => void, onCancel: (job: PrintJob) => void): ListColumn<PrintJob>[] {
  return [
    { key: 'at', title: t('printing.askedAt'), render: ({ askedAt }) => <InstantText at={askedAt} /> },
    { key: 'title', title: t('printing.document'), render: ({ title }) => title },
    { key: 'printer', title: t('printing.printer'), render: ({ printerName }) => printerName },
    { key: 'by', title: t('printing.askedBy'), render: ({ askedByName }) => askedByName ?? '–' },
    {
      key: 'state',
      title: t('printing.stateTitle'),
      render: ({ state, problem }) => {
        const { text, tone } = jobState(state)
        return (
          <>
            <StatusTag tone={tone}>{text}</StatusTag>
            {problem && <small className="rg-faint"> {problemText(problem)}</small>}
          </>
        )
      },
    },
    {
      key: 'actions',
      title: '',
      align: 'right',
      render: (job) =>
        (job.state === 'failed' || job.state === 'unclear' || job.state === 'waiting') && (
          <span className="rg-row-actions">
            <Button size="small" onClick={() => onRetry(job)}>
              {t('printing.retry')}
            </Button>
            <Button size="small" onClick={() => onCancel(job)}>
              {t('printing.cancel')}
            </Button>
          </span>
        ),
    },
  ]
}
