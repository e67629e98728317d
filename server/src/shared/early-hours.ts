/** The most hours by which a pass or a level opens things earlier: what is read ahead of its time reaches no further. */
export const mostEarlyHours = 720

/**
 * Whether something has opened at an instant for somebody who comes so many hours earlier; what names no instant is always open. Pure, so
 * that a till and the server say the same.
 */
export function hasOpened(opensAt: Date | string | null | undefined, at: Date, earlyHours = 0): boolean {
  return !opensAt || new Date(opensAt).getTime() - earlyHours * 3_600_000 <= at.getTime()
}
