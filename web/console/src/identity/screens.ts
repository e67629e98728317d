import { screen } from '#app/screen.ts'

export const signInScreens = [screen('sign-in', () => import('./sign-in-page.tsx'), 'SignInPage')]
