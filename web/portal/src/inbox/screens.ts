import { screen } from '@web/ui/screen.ts'

export const inboxScreens = [screen('inbox', () => import('./inbox-page.tsx'), 'InboxPage')]
