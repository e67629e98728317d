import type { IconName } from '@portal/ui'
import type { SentenceKey } from './i18n.ts'
import { paths } from './paths.ts'

/** Where “我的” leads, by what people look for. A page that is no tab has one line here. */
export const places: { title: SentenceKey; items: { to: string; title: SentenceKey; icon: IconName }[] }[] = [
  {
    title: 'me.group.mine',
    items: [
      { to: paths.mall(), title: 'mall.title', icon: 'gift' },
      { to: paths.coupons(), title: 'coupons.title', icon: 'ticket' },
      { to: paths.passShop(), title: 'passes.shop.title', icon: 'star' },
      { to: paths.storedValue(), title: 'storedValue.title', icon: 'wallet' },
      { to: paths.receipts(), title: 'receipts.title', icon: 'list' },
      { to: paths.bookings(), title: 'bookings.title', icon: 'calendar' },
      { to: paths.inbox(), title: 'inbox.title', icon: 'bell' },
    ],
  },
  {
    title: 'me.group.account',
    items: [
      { to: paths.profile(), title: 'profile.title', icon: 'person' },
      { to: paths.passPin(), title: 'passes.pin.title', icon: 'shield' },
      { to: paths.preferences(), title: 'preferences.title', icon: 'clock' },
      { to: paths.rules(), title: 'rules.title', icon: 'book' },
      { to: paths.privacy(), title: 'privacy.title', icon: 'shield' },
    ],
  },
]
