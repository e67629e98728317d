import { screen } from '#app/screen.ts'

export const auditScreens = [screen('audit', () => import('./audit-page.tsx'), 'AuditPage')]
