import { screen } from '#app/screen.ts'

export const settingsScreens = [
  screen('settings', () => import('./settings-page.tsx'), 'SettingsPage'),
  screen('settings/stores/:storeId', () => import('./store-page.tsx'), 'StorePage'),
  screen('settings/stores/:storeId/closing', () => import('./closing-page.tsx'), 'ClosingPage'),
  screen('settings/devices', () => import('./devices-page.tsx'), 'DevicesPage'),
  screen('settings/api-keys', () => import('./api-keys-page.tsx'), 'ApiKeysPage'),
  screen('settings/member-fields', () => import('./member-fields-page.tsx'), 'MemberFieldsPage'),
  screen('settings/consent-texts', () => import('./consent-texts-page.tsx'), 'ConsentTextsPage'),
  screen('settings/deliveries', () => import('./deliveries-page.tsx'), 'DeliveriesPage'),
]
