import { screen } from '@web/ui/screen.ts'

export const homeScreens = [screen('', () => import('./home-page.tsx'), 'HomePage')]
