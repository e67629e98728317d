import { screen } from '@web/ui/screen.ts'

export const meScreens = [screen('me', () => import('./me-page.tsx'), 'MePage')]
