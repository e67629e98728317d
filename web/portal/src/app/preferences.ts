import { remembered } from '@web/ui/remembered.ts'

type Preferences = { language: 'zh' | 'en'; scheme: 'auto' | 'light' | 'dark'; storeId: string | null }

const kept = remembered<Preferences>('regulars.portal', {
  language: /^en/i.test(navigator.language) ? 'en' : 'zh',
  scheme: 'auto',
  storeId: null, // of the shop whose code was scanned
})

/** What this phone remembers of its reader. */
export const { get: preferences, set: setPreferences, subscribe: onPreferences, use: usePreferences } = kept
