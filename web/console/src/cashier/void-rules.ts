type VoidableSale = { shiftId: string | null; businessDay: string; refunds: readonly unknown[] }

/**
 * Whether a sale can be voided now: nothing of it came back, and the shift that made it is still the open one here; where no shift
 * answers for sales, its business day. Spares people a button that the server would refuse.
 */
export function isVoidable(sale: VoidableSale, { shiftId, today }: { shiftId: string | null; today: string }): boolean {
  return sale.refunds.length === 0 && sale.shiftId === shiftId && (shiftId !== null || sale.businessDay === today)
}
