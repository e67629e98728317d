import { screen } from '@web/ui/screen.ts'

export const storedValueScreens = [
  screen('stored-value', () => import('./stored-value-page.tsx'), 'StoredValuePage'),
  screen('stored-value/top-up', () => import('./top-up-page.tsx'), 'TopUpPage'),
  screen('stored-value/top-ups', () => import('./top-ups-page.tsx'), 'TopUpsPage'),
  screen('stored-value/top-ups/:topUpId', () => import('./bought-top-up-page.tsx'), 'BoughtTopUpPage'),
]
