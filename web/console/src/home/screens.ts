import { screen } from '#app/screen.ts'

export const homeScreens = [
  screen('', () => import('./home-page.tsx'), 'HomePage'),
  screen('expiring', () => import('./expiring-page.tsx'), 'ExpiringPage'),
]
