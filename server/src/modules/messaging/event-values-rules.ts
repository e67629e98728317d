/** What an event's data holds, read without trusting it. */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

export function textOrNull(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

export function whole(value: unknown): number | null {
  return Number.isInteger(value) ? (value as number) : null
}
