import { screen } from '@web/ui/screen.ts'

export const leavingScreens = [
  screen('passes/:passId/leave', () => import('./way-out-page.tsx'), 'WayOutPage'),
  screen('leavings/:leavingId', () => import('./left-page.tsx'), 'LeftPage'),
]

/** For whoever was handed a receipt: checked against the books, signed in or not. */
export const leavingOpenScreens = [screen('check/:token', () => import('./check-page.tsx'), 'CheckPage')]
