/** The number on the receipt of a cancellation: the day and the last eight of its id, as people read it out. */
export function receiptNumberOf(leavingId: string, at: Date): string {
  const day = at.toISOString().slice(0, 10).replaceAll('-', '')
  return `C${day}-${leavingId.replaceAll('-', '').slice(-8).toUpperCase()}`
}
