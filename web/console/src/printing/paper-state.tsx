import { useQuery } from '@tanstack/react-query'
import { Alert } from 'antd'
import { api, query } from '@staff/api'
import { t } from '#app/i18n.ts'
import { type PrintJob, problemText } from './printer-words.ts'

const askEveryMs = 1_500
const ended: ReadonlySet<PrintJob['state']> = new Set(['printed', 'unclear', 'failed', 'cancelled'])

/**
 * Whether a paper that was sent came out. Nothing is said while it does: a cashier looks at the customer, not at the printer, and
 * has to hear of one that is off or empty before the customer has left without a receipt.
 */
export function PaperState({ jobId }: { jobId: string }) {
  const jobs = useQuery({
    ...query(api.printJobList, { limit: 50 }),
    select: ({ items }) => items.find(({ id }) => id === jobId),
    refetchInterval: ({ state: { data } }) => {
      const job = data?.items.find(({ id }) => id === jobId)
      return job && ended.has(job.state) ? false : askEveryMs
    },
  })
  const words = jobs.data && troubleOf(jobs.data)
  return words ? <Alert type="warning" showIcon role="alert" title={words} /> : null
}

function troubleOf({ state, problem }: PrintJob): string | null {
  const why = problem ? problemText(problem) : ''
  if (state === 'waiting' && why) return t('printing.stuck', { why })
  if (state === 'failed') return t('printing.gaveUp', { why })
  if (state === 'unclear') return t('printing.lookAtPaper', { why })
  return null
}
