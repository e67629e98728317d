import { screen } from '#app/screen.ts'

export const pointsScreens = [screen('points', () => import('./points-rule-page.tsx'), 'PointsRulePage')]
