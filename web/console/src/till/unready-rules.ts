/** What a cart still waits for before it may be booked; null: nothing. */
export type Unready = 'loading' | 'plans' | 'member' | null

type Awaited = { isKnown: boolean; isPlanAwaited: boolean; isMemberAwaited: boolean; hasLine: boolean }

/**
 * A sale made before these answers would be another one: booked twice after a crash, a pass without the terms that its buyer was shown, a
 * member without their coupon or price. Without a line nobody waits: what the till keeps has to do.
 */
export function unreadyOf({ isKnown, isPlanAwaited, isMemberAwaited, hasLine }: Awaited): Unready {
  if (!isKnown) return 'loading'
  if (!hasLine) return null
  if (isPlanAwaited) return 'plans'
  return isMemberAwaited ? 'member' : null
}
