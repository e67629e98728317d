/** What the customer sees on the second screen. Plain JSON: it crosses from window to window. Never more of a person than initials. */
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
  | { kind: 'sold'; netCents: number; changeCents: number; creditCents: number; pointsEarned: number }

export type DisplayLine = { lineId: string; name: string; quantityMilli: number; grossCents: number; netCents: number }

export const idle: DisplayState = { kind: 'idle' }
