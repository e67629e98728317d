import { screen } from '#app/screen.ts'

export const staffScreens = [
  screen('staff', () => import('./staff-page.tsx'), 'StaffPage'),
  screen('staff/roles', () => import('./roles-page.tsx'), 'RolesPage'),
  screen('staff/:userId', () => import('./user-page.tsx'), 'UserPage'),
]
