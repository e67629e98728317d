import { screen } from '@web/ui/screen.ts'

export const storedValueScreens = [
  screen('stored-value', () => import('./stored-value-page.tsx'), 'StoredValuePage'),
  screen('stored-value/top-up', () => import('./top-up-page.tsx'), 'TopUpPage'),
]
