import { screen } from '#app/screen.ts'

export const importScreens = [
  screen('imports', () => import('./import-list-page.tsx'), 'ImportListPage'),
  screen('imports/new', () => import('./new-import-page.tsx'), 'NewImportPage'),
  screen('imports/:batchId', () => import('./import-page.tsx'), 'ImportPage'),
]
