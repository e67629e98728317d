import { screen } from '#app/screen.ts'

export const giftCardScreens = [
  screen('gift-cards', () => import('./cards-page.tsx'), 'CardsPage'),
  screen('gift-cards/batches', () => import('./batches-page.tsx'), 'BatchesPage'),
]
