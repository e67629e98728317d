import { screen } from '#app/screen.ts'

export const stockScreens = [screen('stock', () => import('./stock-page.tsx'), 'StockPage')]
