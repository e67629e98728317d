import { screen } from '#app/screen.ts'

export const rewardScreens = [
  screen('rewards', () => import('./rewards-page.tsx'), 'RewardsPage'),
  screen('rewards/specials', () => import('./specials-page.tsx'), 'SpecialsPage'),
  screen('rewards/redemptions', () => import('./redemptions-page.tsx'), 'RedemptionsPage'),
  screen('rewards/giving', () => import('./giving-page.tsx'), 'GivingPage'),
  screen('rewards/gifts', () => import('./gifts-page.tsx'), 'GiftsPage'),
  screen('rewards/draws', () => import('./draws-page.tsx'), 'DrawsPage'),
]
