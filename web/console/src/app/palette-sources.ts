import { findRefunds } from '#console/cashier/find-refunds.ts'
import { findSales } from '#console/cashier/find-sales.ts'
import { findItems } from '#console/catalog/find-items.ts'
import { findCards } from '#console/gift-cards/find-cards.ts'
import { findMembers } from '#console/members/find-members.ts'
import { findPasses } from '#console/passes/find-passes.ts'
import { findPayments } from '#console/payments/find-payments.ts'
import type { SentenceKey } from './i18n.ts'

export type PaletteHit = { key: string; title: string; hint?: string; path: string }

/** A kind of record that the command palette finds. `find` asks the server; it is called as the reader types. */
export type PaletteSource = {
  label: SentenceKey
  permission?: string
  find: (text: string, signal: AbortSignal) => Promise<PaletteHit[]>
}

/** One line per kind, in the order shown. */
export const paletteSources: PaletteSource[] = [
  { label: 'members.title', permission: 'members.read', find: findMembers },
  { label: 'catalog.title', permission: 'catalog.read', find: findItems },
  { label: 'cashier.list.title', permission: 'sale.read', find: findSales },
  { label: 'cashier.refundList.title', permission: 'sale.read', find: findRefunds },
  { label: 'payments.title', permission: 'payments.read', find: findPayments },
  { label: 'gift-cards.title', permission: 'giftcard.read', find: findCards },
  { label: 'passes.title', permission: 'passes.read', find: findPasses },
]
