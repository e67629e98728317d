import { useSyncExternalStore } from 'react'

/**
 * What a browser remembers of its reader under one name, such as language and colours. Storage that is full, off or holds
 * something else is no reason to fail: then the choice holds until the page is closed.
 */
export function remembered<Choice extends object>(storageKey: string, usual: Choice) {
  const listeners = new Set<() => void>()
  const read = (): Choice => {
    try {
      return { ...usual, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Choice>) }
    } catch {
      return usual
    }
  }
  let current = read()
  const get = () => current
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    get,
    set(change: Partial<Choice>): void {
      current = { ...current, ...change }
      try {
        localStorage.setItem(storageKey, JSON.stringify(current))
      } catch {
        // See above.
      }
      for (const listener of listeners) listener()
    },
    subscribe,
    use: () => useSyncExternalStore(subscribe, get),
  }
}
