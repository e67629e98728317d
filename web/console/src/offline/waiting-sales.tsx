import { liveQuery } from 'dexie'
import { Button, Modal } from 'antd'
import { useEffect, useState } from 'react'
import { formatMoney } from '@staff/ui'
import { formatInstant } from '@web/ui/format-time.ts'
import { t } from '#app/i18n.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { offlineDatabase } from './offline-database.ts'
import { OfflineReceipt } from './offline-receipt.tsx'
import { rescueQueue } from './rescue-queue.ts'

const shown = 20

/** What waits to be handed in, the last first, each with its receipt; and the way out when the till itself cannot any more. */
export function WaitingSales({ mayRescue }: { mayRescue: boolean }) {
  const sales = useWaiting()
  const [open, setOpen] = useState<OfflineSale | null>(null)
  const [outcome, setOutcome] = useState<string | null>(null)
  if (sales.length === 0) return null
  const rescue = async () => {
    const count = await rescueQueue().catch(() => null)
    setOutcome(count === null ? t('offline.rescueFailed') : t('offline.rescued', { count }))
  }
  return (
    <>
      <ul className="rg-offline-list">
        {sales.map((sale) => (
          <li key={sale.saleId}>
            <button type="button" onClick={() => setOpen(sale)}>
              <span className="rg-number">{sale.receiptNumber}</span>
              <span className="rg-faint">{formatInstant(sale.happenedAt).slice(-5)}</span>
              <strong className="rg-money">{formatMoney(sale.made.netCents)}</strong>
            </button>
          </li>
        ))}
      </ul>
      {mayRescue && (
        <Button block onClick={() => void rescue()}>
          {t('offline.rescue')}
        </Button>
      )}
      {outcome && <p role="status">{outcome}</p>}
      <Modal
        open={open !== null}
        onCancel={() => setOpen(null)}
        footer={null}
        width={380}
        title={t('offline.receipt')}
        destroyOnHidden
      >
        {open && <OfflineReceipt sale={open} />}
      </Modal>
    </>
  )
}

function useWaiting(): OfflineSale[] {
  const [sales, setSales] = useState<OfflineSale[]>([])
  useEffect(() => {
    const watching = liveQuery(() => offlineDatabase().queue.orderBy('sequence').reverse().limit(shown).toArray())
    const subscription = watching.subscribe({ next: (rows) => setSales(rows.map(({ sale }) => sale)) })
    return () => subscription.unsubscribe()
  }, [])
  return sales
}
