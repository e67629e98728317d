import { screen } from '#app/screen.ts'

export const catalogScreens = [
  screen('products', () => import('./item-list-page.tsx'), 'ItemListPage'),
  screen('products/quick-keys', () => import('./quick-keys-page.tsx'), 'QuickKeysPage'),
  screen('products/barcode-formats', () => import('./barcode-formats-page.tsx'), 'BarcodeFormatsPage'),
  screen('price-lists', () => import('./price-lists-page.tsx'), 'PriceListsPage'),
  screen('price-lists/:priceListId', () => import('./price-list-page.tsx'), 'PriceListPage'),
]
