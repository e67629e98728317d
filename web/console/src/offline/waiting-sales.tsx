import { liveQuery } from 'dexie'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { formatMoney, ModalDialog } from '@staff/ui'
import { formatInstant } from '@web/ui/format-time.ts'
import { t } from '#app/i18n.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { useLineState } from './line-state.ts'
import { offlineDatabase, type QueuedSale } from './offline-database.ts'
import { OfflineReceipt } from './offline-receipt.tsx'
import { isWhole } from './queue-rules.ts'
import { rescueQueue } from './rescue-queue.ts'

const shown = 20

/** What waits to be handed in, the last first, each with its receipt; and the way out when the till itself cannot any more. */
export function WaitingSales({ mayRescue }: { mayRescue: boolean }) {
  const { refused } = useLineState()
  const records = useWaiting(refused)
  const [open, setOpen] = useState<OfflineSale | null>(null)
  const [outcome, setOutcome] = useState<string | null>(null)
  if (records.length === 0) return null
  const rescue = async () => {
    const count = await rescueQueue().catch(() => null)
    setOutcome(count === null ? t('offline.rescueFailed') : t('offline.rescued', { count }))
  }
  return (
    <>
      <ul className="rg-offline-list">
        {records.map((record) => (
          <li key={String(record.sequence)}>
            {isWhole(record) ? (
              <button type="button" onClick={() => setOpen(record.sale)}>
                <span className="rg-number">{record.sale.receiptNumber}</span>
                <span className="rg-faint">{formatInstant(record.sale.happenedAt).slice(-5)}</span>
                <strong className="rg-money">{formatMoney(record.sale.made.netCents)}</strong>
              </button>
            ) : (
              <p className="rg-offline-damaged">
                <strong>{t('offline.damaged', { place: String(record.sequence) })}</strong>
                {t(refused.includes(record.sequence) ? 'offline.damagedRefused' : 'offline.damagedText')}
              </p>
            )}
          </li>
        ))}
      </ul>
      {mayRescue && (
        <Button block onClick={() => void rescue()}>
          {t('offline.rescue')}
        </Button>
      )}
      {outcome && <p role="status">{outcome}</p>}
      <ModalDialog
        open={open !== null}
        onCancel={() => setOpen(null)}
        footer={null}
        width={380}
        title={t('offline.receipt')}
        destroyOnHidden
      >
        {open && <OfflineReceipt sale={open} />}
      </ModalDialog>
    </>
  )
}

/** The last ones, behind those that the server refused: whoever looks at the queue looks for these. */
function useWaiting(refused: readonly number[]): QueuedSale[] {
  const [records, setRecords] = useState<QueuedSale[]>([])
  useEffect(() => {
    const watching = liveQuery(async () => {
      const { queue } = offlineDatabase()
      const [first, last] = await Promise.all([
        queue.bulkGet([...refused]),
        queue.orderBy('sequence').reverse().limit(shown).toArray(),
      ])
      const stuck = first.filter((record) => record !== undefined)
      return [...stuck, ...last.filter(({ sequence }) => !refused.includes(sequence))]
    })
    const subscription = watching.subscribe({ next: setRecords })
    return () => subscription.unsubscribe()
  }, [refused])
  return records
}
