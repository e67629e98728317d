import { screen } from '#app/screen.ts'

export const setupScreens = [screen('setup', () => import('./setup-page.tsx'), 'SetupPage')]
