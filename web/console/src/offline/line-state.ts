import { useSyncExternalStore } from 'react'

/** What stands between the till and the server, for everybody who shows it or decides by it. */
export type LineState = {
  /** Since when nothing was heard of the server; null while it answers. */
  offlineSince: number | null
  /** Sales that wait to be handed in. */
  waiting: number
  isSyncing: boolean
  /** Places in the queue of sales that the server would not take even alone: skipped until the page is opened anew. */
  refused: readonly number[]
  /** Whether this till ever heard of the server: only then can it sell by itself. */
  canSellAlone: boolean
  /** How far this device's clock is behind the server's; negative: ahead of it. */
  skewMs: number
  /** Why the queue does not move although there is a line. */
  trouble: 'till_revoked' | 'storage_full' | 'storage_unavailable' | null
}

let state: LineState = {
  offlineSince: null,
  waiting: 0,
  isSyncing: false,
  refused: [],
  canSellAlone: false,
  skewMs: 0,
  trouble: null,
}
const listeners = new Set<() => void>()

export function lineState(): LineState {
  return state
}

export function setLineState(change: Partial<LineState>): void {
  const next = { ...state, ...change }
  const names = Object.keys(next) as (keyof LineState)[]
  if (names.every((name) => next[name] === state[name])) return
  state = next
  for (const listener of listeners) listener()
}

/**
 * The time by the server's clock, as far as this device knows how wrong its own is. What holds today is what holds for the shop: a
 * tablet that woke up in another year must neither offer tomorrow's prices nor refuse this evening's coupon.
 */
export function shopTime(): Date {
  return new Date(Date.now() + state.skewMs)
}

/** The server answered. */
export function noteLine(): void {
  setLineState({ offlineSince: null })
}

/** The server did not answer: from now on the till sells by itself. */
export function noteNoLine(): void {
  if (state.offlineSince === null) setLineState({ offlineSince: Date.now() })
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useLineState(): LineState {
  return useSyncExternalStore(subscribe, lineState)
}
