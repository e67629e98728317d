import { screen } from '#app/screen.ts'

export const printingScreens = [screen('settings/printers', () => import('./printers-page.tsx'), 'PrintersPage')]
