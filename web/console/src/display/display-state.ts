import type { AskedMoney } from './asked-money.ts'

/** What the customer sees on the second screen. Plain JSON: it crosses from window to window. Never a person's whole name. */
export type DisplayState =
  | { kind: 'idle' }
  | {
      kind: 'cart'
      lines: readonly DisplayLine[]
      grossCents: number
      discountCents: number
      netCents: number
      /** What goods given back in exchange pay of it; 0: nothing is given back. */
      creditCents: number
      greeting: string | null
      /** The cashier is taking the money. */
      isPaying: boolean
    }
  | { kind: 'asked'; asked: AskedMoney }
  | {
      kind: 'sold'
      netCents: number
      changeCents: number
      creditCents: number
      pointsEarned: number
      /** Where the receipt can be read; null while it is not known, and for a sale without a line. */
      receiptUrl: string | null
    }

export type DisplayLine = { lineId: string; name: string; quantityMilli: number; grossCents: number; netCents: number }

export const idle: DisplayState = { kind: 'idle' }
