import { useQuery } from '@tanstack/react-query'
import { api, query } from '@staff/api'
import { ModalDialog, RefusalText } from '@staff/ui'
import { t } from '#app/i18n.ts'
import { RefundDrawer } from '#console/cashier/refund-drawer.tsx'
import type { HeldReturn } from './exchange-rules.ts'

type TillRefundProps = { saleId: string; onExchange: (held: HeldReturn) => void; onClose: () => void }

/** A receipt that was brought back, at the till: given back, or held for what the customer takes instead. */
export function TillRefund({ saleId, onExchange, onClose }: TillRefundProps) {
  const sale = useQuery({ ...query(api.saleGet, { saleId }), staleTime: 0 })
  if (sale.error) {
    return (
      <ModalDialog open onCancel={onClose} footer={null} title={t('till.return.title')}>
        <RefusalText error={sale.error} />
      </ModalDialog>
    )
  }
  return sale.data ? <RefundDrawer kind="refund" sale={sale.data} onExchange={onExchange} onClose={onClose} /> : null
}
