import { FileTextOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useEffect, useState } from 'react'
import { ModalDialog } from '@staff/ui'
import { t } from '#app/i18n.ts'
import type { OfflineSale } from '#modules/cashier/offline/offline-types.ts'
import { offlineDatabase } from './offline-database.ts'
import { OfflineReceipt } from './offline-receipt.tsx'

/** The receipt of a sale that this till made by itself, waiting or handed in meanwhile. */
export function OfflineReceiptButton({ saleId }: { saleId: string }) {
  const [sale, setSale] = useState<OfflineSale | null>(null)
  const [isOpen, setOpen] = useState(false)
  useEffect(() => {
    void findSale(saleId).then(setSale)
  }, [saleId])
  return (
    <>
      <Button size="large" icon={<FileTextOutlined />} disabled={!sale} onClick={() => setOpen(true)}>
        {t('offline.receipt')}
      </Button>
      <ModalDialog
        open={isOpen}
        onCancel={() => setOpen(false)}
        footer={null}
        width={380}
        title={t('offline.receipt')}
        destroyOnHidden
      >
        {sale && <OfflineReceipt sale={sale} />}
      </ModalDialog>
    </>
  )
}

async function findSale(saleId: string): Promise<OfflineSale | null> {
  const { queue, handedIn } = offlineDatabase()
  const row = (await queue.where('saleId').equals(saleId).first()) ?? (await handedIn.get(saleId))
  return row?.sale ?? null
}
