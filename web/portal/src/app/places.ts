import type { IconName } from '@portal/ui'
import type { SentenceKey } from './i18n.ts'
import { paths } from './paths.ts'

/** Where “我的” leads, by what people look for. A page that is no tab has one line here. */
export const places: { title: SentenceKey; items: { to: string; title: SentenceKey; icon: IconName }[] }[] = [
  {
    title: 'me.group.mine',
    items: [{ to: paths.card(), title: 'card.title', icon: 'code' }],
  },
]
