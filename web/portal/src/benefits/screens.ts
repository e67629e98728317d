import { screen } from '@web/ui/screen.ts'

export const benefitScreens = [screen('benefits', () => import('./benefits-page.tsx'), 'BenefitsPage')]
