const storageKey = 'regulars.deviceKey'
let known: string | null | undefined

/** The key that makes this browser a till of its store, or null. Sent with every request as `X-Device-Key`. */
export function deviceKey(): string | null {
  if (known === undefined) {
    try {
      known = globalThis.localStorage?.getItem(storageKey) ?? null
    } catch {
      known = null
    }
  }
  return known
}

/** Keeps the key that the server showed once when the till was bound, or forgets it. */
export function keepDeviceKey(key: string | null): void {
  known = key
  if (key === null) localStorage.removeItem(storageKey)
  else localStorage.setItem(storageKey, key)
}
