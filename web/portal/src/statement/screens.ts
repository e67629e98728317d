import { screen } from '@web/ui/screen.ts'

export const statementScreens = [screen('statement', () => import('./statement-page.tsx'), 'StatementPage')]
