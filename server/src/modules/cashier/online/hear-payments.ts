import type { Subscription } from '#platform/outbox.ts'
import { settleByPayment } from './book-online-order.ts'

/**
 * What providers said of payments, however it was learnt: by the phone that came back, a notice, or a later question. So an order is
 * booked though its phone never returns. Most payments are the till's, and found to be by one look at the key.
 */
export const paidOnlineOrders: Subscription = {
  name: 'cashier.online_orders',
  types: ['payment.confirmed', 'payment.late', 'payment.failed', 'payment.cancelled'],
  handle: async (work, { data }) => {
    const { saleId, paymentId } = data
    if (typeof saleId === 'string' && typeof paymentId === 'string')
      await settleByPayment(work, { orderId: saleId, paymentId })
  },
}
