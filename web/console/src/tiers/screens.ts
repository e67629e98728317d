import { screen } from '#app/screen.ts'

export const tierScreens = [
  screen('tiers', () => import('./tiers-page.tsx'), 'TiersPage'),
  screen('tiers/edit', () => import('./editor-page.tsx'), 'TierEditorPage'),
]
