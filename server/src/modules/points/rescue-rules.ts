/** A published version of what is done for points that have ended. */
export type RescuePolicy = {
  version: number
  /** So many days after they ended, a purchase of at least so much brings points back; 0: never. */
  graceDays: number
  minPurchaseCents: number
  /** How many days points live that came back. */
  lifeDays: number
}
