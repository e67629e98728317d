import { screen } from '#app/screen.ts'

/** What the tills handed in and a person has to look at. */
export const offlineScreens = [screen('sales/conflicts', () => import('./conflicts-page.tsx'), 'ConflictsPage')]
