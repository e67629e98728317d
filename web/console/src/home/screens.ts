import { screen } from '#app/screen.ts'

export const homeScreens = [screen('', () => import('./home-page.tsx'), 'HomePage')]
