import { screen } from '#app/screen.ts'

export const accountScreens = [screen('account', () => import('./account-page.tsx'), 'AccountPage')]

export const signInScreens = [screen('sign-in', () => import('./sign-in-page.tsx'), 'SignInPage')]
