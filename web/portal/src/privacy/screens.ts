import { screen } from '@web/ui/screen.ts'

export const privacyScreens = [
  screen('privacy', () => import('./privacy-page.tsx'), 'PrivacyPage'),
  screen('privacy/erasure', () => import('./erasure-page.tsx'), 'ErasurePage'),
  screen('profile', () => import('./profile-page.tsx'), 'ProfilePage'),
  screen('logins', () => import('./logins-page.tsx'), 'LoginsPage'),
]
