import { screen } from '#app/screen.ts'

export const messageScreens = [
  screen('messages', () => import('./outbox-page.tsx'), 'OutboxPage'),
  screen('messages/kinds', () => import('./kind-list-page.tsx'), 'KindListPage'),
  screen('messages/kinds/:kind', () => import('./kind-page.tsx'), 'KindPage'),
  screen('messages/policy', () => import('./policy-page.tsx'), 'PolicyPage'),
  screen('messages/channels', () => import('./channels-page.tsx'), 'ChannelsPage'),
  screen('messages/:messageId', () => import('./message-page.tsx'), 'MessagePage'),
]
