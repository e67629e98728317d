import { screen } from '@web/ui/screen.ts'

export const cardScreens = [screen('card', () => import('./card-page.tsx'), 'CardPage')]
