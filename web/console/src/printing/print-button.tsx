import { api, useCommand } from '@staff/api'
import { PaperButton } from './paper-button.tsx'

type PrintButtonProps = {
  saleId: string
  refundId?: string
  label?: string
  size?: 'large' | 'middle'
  isFresh?: boolean
}

/** Sends the receipt of a sale, or of one of its refunds, to the printer. */
export function PrintButton({ saleId, refundId, ...look }: PrintButtonProps) {
  const sale = useCommand(api.salePrint, { changes: [api.printJobList] })
  const refund = useCommand(api.saleRefundPrint, { changes: [api.printJobList] })
  return refundId ? (
    <PaperButton print={refund} send={() => refund.mutate({ saleId, refundId })} {...look} />
  ) : (
    <PaperButton print={sale} send={() => sale.mutate({ saleId })} {...look} />
  )
}
