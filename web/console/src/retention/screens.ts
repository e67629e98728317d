import { screen } from '#app/screen.ts'

export const retentionScreens = [
  screen('retention', () => import('./retention-page.tsx'), 'RetentionPage'),
  screen('retention/calls', () => import('./calls-page.tsx'), 'CallsPage'),
  screen('retention/improvements', () => import('./improvements-page.tsx'), 'ImprovementsPage'),
  screen('retention/flow', () => import('./flow-page.tsx'), 'FlowPage'),
]
