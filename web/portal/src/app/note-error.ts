import { ApiRefusal, ApiUnreachable } from '@staff/api'

/** What a page could not show: a lost line and a refusal are told on the page; everything else is a fault of ours. */
export function noteError(error: unknown): void {
  if (error instanceof ApiUnreachable || error instanceof ApiRefusal) return
  console.error(error)
}
