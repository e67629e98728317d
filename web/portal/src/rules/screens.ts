import { screen } from '@web/ui/screen.ts'

/** The rules are for anybody: they open without signing in. */
export const rulesScreens = [screen('rules', () => import('./rules-page.tsx'), 'RulesPage')]
