import { screen } from '#app/screen.ts'

export const memberScreens = [
  screen('members', () => import('./member-list-page.tsx'), 'MemberListPage'),
  screen('members/duplicates', () => import('./duplicates-page.tsx'), 'DuplicatesPage'),
  screen('members/merge', () => import('./merge-page.tsx'), 'MergePage'),
  screen('members/:memberId', () => import('./member-page.tsx'), 'MemberPage'),
]
