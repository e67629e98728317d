/** How long to wait before the next try: 1, 2, 4 … seconds, at most an hour, up to a tenth more so that retries spread. */
export function backoffMs(attempts: number, chance: number): number {
  const base = Math.min(3_600_000, 1_000 * 2 ** (attempts - 1))
  return Math.round(base * (1 + chance / 10))
}
