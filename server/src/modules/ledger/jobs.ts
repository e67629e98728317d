import { forEachMerchant, type Job } from '#platform/jobs.ts'
import { closeBooks } from './close-books.ts'

/** Once a night: the merchant's side of past days becomes one row per day. */
export const closeBooksJob: Job = {
  name: 'ledger.close_books',
  cron: '23 2 * * *',
  run: (tools) => forEachMerchant(tools, 'ledger.close_books', closeBooks),
}
