import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button } from 'antd'
import { useEffect, useRef } from 'react'
import { api, query, useCommand } from '@staff/api'
import { RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { useSession, useStore } from '#app/session.ts'

type PrintButtonProps = { saleId: string; refundId?: string; size?: 'large' | 'middle'; isFresh?: boolean }

/**
 * Sends a receipt to the store's printer; nothing is shown in a store without one. `isFresh` is a sale of this moment: a
 * printer that prints every sale then needs no tap.
 */
export function PrintButton({ saleId, refundId, size = 'middle', isFresh = false }: PrintButtonProps) {
  const { id: storeId } = useStore()
  const { device } = useSession()
  const { data } = useQuery(query(api.printerList, { storeId }))
  const sale = useCommand(api.salePrint, { changes: [api.printJobList] })
  const refund = useCommand(api.saleRefundPrint, { changes: [api.printJobList] })
  const { isSuccess, isPending, error, mutate } = refundId ? refund : sale
  const send = () => (refundId ? refund.mutate({ saleId, refundId }) : sale.mutate({ saleId }))
  const printers = data?.items ?? []
  const own = printers.find(({ deviceId }) => deviceId === device?.id) ?? printers.find(({ deviceId }) => !deviceId)
  const isAutomatic = isFresh && own?.printsEachSale === true

  const isSent = useRef(false)
  useEffect(() => {
    if (!isAutomatic || isSent.current) return
    isSent.current = true
    mutate({ saleId } as never)
  }, [isAutomatic, mutate, saleId])

  if (!own) return null
  return (
    <>
      <Button size={size} icon={<PrinterOutlined />} loading={isPending} onClick={send}>
        {t(isSuccess ? 'printing.printedOn' : 'printing.printOn', { name: own.name })}
      </Button>
      {error && <Alert type="warning" showIcon title={<RefusalText error={error} />} />}
    </>
  )
}
