import { useEffect, useSyncExternalStore } from 'react'

/**
 * What the customer has to do for money that a provider is asked for: show their code, scan ours, or say yes on their phone.
 * Plain JSON, for the customer's screen.
 */
export type AskedMoney =
  | { amountCents: number; step: 'show_code' | 'confirm' }
  | { amountCents: number; step: 'scan'; qrText: string; provider: string }

const listeners = new Set<() => void>()
let current: AskedMoney | null = null

function set(next: AskedMoney | null): void {
  current = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says so while this part of the screen stands; null: there is nothing to do. */
export function useShowAsked(asked: AskedMoney | null): void {
  const text = JSON.stringify(asked)
  useEffect(() => {
    set(JSON.parse(text) as AskedMoney | null)
    return () => set(null)
  }, [text])
}

export function useAskedMoney(): AskedMoney | null {
  return useSyncExternalStore(subscribe, () => current)
}
