import { screen } from '#app/screen.ts'

export const retentionScreens = [
  screen('retention', () => import('./retention-page.tsx'), 'RetentionPage'),
  screen('retention/leavings', () => import('./leavings-page.tsx'), 'LeavingsPage'),
  screen('retention/leavings/:leavingId', () => import('./leaving-page.tsx'), 'LeavingPage'),
  screen('retention/calls', () => import('./calls-page.tsx'), 'CallsPage'),
  screen('retention/improvements', () => import('./improvements-page.tsx'), 'ImprovementsPage'),
  screen('retention/flow', () => import('./flow-page.tsx'), 'FlowPage'),
]
