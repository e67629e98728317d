import { sql } from 'kysely'
import type { BenchShop } from './bench-shop.ts'

/** The numbers of all receipts that the shop has booked. */
export async function readBenchSales(shop: BenchShop): Promise<string[]> {
  const rows = await shop.inWork((work) =>
    work.send<{ receiptNumber: string }>(sql`
      select receipt_number from cashier.sale where merchant_id = ${work.merchantId}`),
  )
  return rows.map(({ receiptNumber }) => receiptNumber)
}
