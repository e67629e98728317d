import { screen } from '@web/ui/screen.ts'

export const leavingScreens = [
  screen('leave', () => import('./without-line-page.tsx'), 'WithoutLinePage'),
  screen('passes/:passId/leave', () => import('./way-out-page.tsx'), 'WayOutPage'),
  screen('leavings/:leavingId', () => import('./left-page.tsx'), 'LeftPage'),
]

/** For whoever was handed a receipt or a pass, and for who leaves without signing in. */
export const leavingOpenScreens = [
  screen('check/:token', () => import('./check-page.tsx'), 'CheckPage'),
  screen('pass-gift/:token', () => import('./gift-page.tsx'), 'GiftPage'),
  screen('cancel', () => import('./signed-out-page.tsx'), 'SignedOutPage'),
]
