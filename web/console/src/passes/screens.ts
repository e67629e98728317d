import { screen } from '#app/screen.ts'

export const passScreens = [
  screen('passes', () => import('./plans-page.tsx'), 'PlansPage'),
  screen('passes/sold', () => import('./passes-page.tsx'), 'PassesPage'),
  screen('passes/bookings', () => import('./bookings-page.tsx'), 'BookingsPage'),
  screen('passes/renewals', () => import('./renewals-page.tsx'), 'RenewalsPage'),
  screen('passes/sold/:passId', () => import('./pass-page.tsx'), 'PassPage'),
]
