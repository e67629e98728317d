import { screen } from '@web/ui/screen.ts'

export const bookingScreens = [
  screen('bookings', () => import('./bookings-page.tsx'), 'BookingsPage'),
  screen('bookings/new', () => import('./ask-page.tsx'), 'AskPage'),
]
