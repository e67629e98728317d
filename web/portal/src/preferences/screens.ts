import { screen } from '@web/ui/screen.ts'

export const preferenceScreens = [screen('preferences', () => import('./preferences-page.tsx'), 'PreferencesPage')]
