import { screen } from '@web/ui/screen.ts'

/** `join` is where the QR code in a shop leads: the same page, which then knows the shop. */
export const signInScreens = [
  screen('sign-in', () => import('./sign-in-page.tsx'), 'SignInPage'),
  screen('join', () => import('./sign-in-page.tsx'), 'SignInPage'),
]
