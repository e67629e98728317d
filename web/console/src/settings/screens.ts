import { screen } from '#app/screen.ts'

export const settingsScreens = [
  screen('settings', () => import('./settings-page.tsx'), 'SettingsPage'),
  screen('settings/stores/:storeId', () => import('./store-page.tsx'), 'StorePage'),
  screen('settings/devices', () => import('./devices-page.tsx'), 'DevicesPage'),
  screen('settings/api-keys', () => import('./api-keys-page.tsx'), 'ApiKeysPage'),
]
