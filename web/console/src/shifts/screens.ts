import { screen } from '#app/screen.ts'

/** The drawer, at the till itself. */
export const tillShiftScreens = [screen('shift', () => import('./till-shift-page.tsx'), 'TillShiftPage')]

/** Shifts of every till and closed days, at the desk. */
export const shiftScreens = [
  screen('shifts', () => import('./shift-list-page.tsx'), 'ShiftListPage'),
  screen('shifts/:shiftId', () => import('./shift-page.tsx'), 'ShiftPage'),
  screen('days', () => import('./day-page.tsx'), 'DayPage'),
  screen('days/:dayCloseId', () => import('./day-close-page.tsx'), 'DayClosePage'),
]
