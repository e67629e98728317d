import { screen } from '#app/screen.ts'

export const catalogScreens = [screen('products', () => import('./item-list-page.tsx'), 'ItemListPage')]
