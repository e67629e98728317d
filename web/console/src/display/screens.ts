import { screen } from '#app/screen.ts'

/** Fills a window of its own on the second screen. */
export const displayScreens = [screen('display', () => import('./display-page.tsx'), 'DisplayPage')]
