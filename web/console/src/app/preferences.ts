import { useSyncExternalStore } from 'react'

/** What this browser remembers of its reader: language, light or dark, the store at hand. */
export type Preferences = {
  language: 'zh' | 'en'
  scheme: 'auto' | 'light' | 'dark'
  storeId: string | null
  sideBar: 'open' | 'narrow'
}

const storageKey = 'regulars.preferences'
const listeners = new Set<() => void>()
let current = read()

function read(): Preferences {
  const usual: Preferences = {
    language: /^zh/i.test(navigator.language) || !/^en/i.test(navigator.language) ? 'zh' : 'en',
    scheme: 'auto',
    storeId: null,
    sideBar: 'open',
  }
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(storageKey) ?? '{}') as Partial<Preferences>) }
  } catch {
    return usual // storage is off or holds something else: the page works without it
  }
}

export function preferences(): Preferences {
  return current
}

export function setPreferences(change: Partial<Preferences>): void {
  current = { ...current, ...change }
  try {
    localStorage.setItem(storageKey, JSON.stringify(current))
  } catch {
    // Storage is full or off: the choice holds until the page is closed.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, preferences)
}

const darkQuery = window.matchMedia('(prefers-color-scheme: dark)')

function subscribeToSystem(listener: () => void): () => void {
  darkQuery.addEventListener('change', listener)
  return () => darkQuery.removeEventListener('change', listener)
}

const printQuery = window.matchMedia('print')

function subscribeToPrinting(listener: () => void): () => void {
  printQuery.addEventListener('change', listener)
  return () => printQuery.removeEventListener('change', listener)
}

/** The scheme in force: the reader's choice, else the system's; paper is always light. */
export function useColorScheme(): 'light' | 'dark' {
  const { scheme } = usePreferences()
  const systemIsDark = useSyncExternalStore(subscribeToSystem, () => darkQuery.matches)
  const isPrinting = useSyncExternalStore(subscribeToPrinting, () => printQuery.matches)
  if (isPrinting) return 'light'
  if (scheme !== 'auto') return scheme
  return systemIsDark ? 'dark' : 'light'
}
