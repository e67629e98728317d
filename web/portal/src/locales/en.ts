import app from './en/app.json' with { type: 'json' }
import benefits from './en/benefits.json' with { type: 'json' }
import bookings from './en/bookings.json' with { type: 'json' }
import card from './en/card.json' with { type: 'json' }
import coupons from './en/coupons.json' with { type: 'json' }
import erasure from './en/erasure.json' with { type: 'json' }
import home from './en/home.json' with { type: 'json' }
import inbox from './en/inbox.json' with { type: 'json' }
import leaving from './en/leaving.json' with { type: 'json' }
import logins from './en/logins.json' with { type: 'json' }
import mall from './en/mall.json' with { type: 'json' }
import me from './en/me.json' with { type: 'json' }
import orders from './en/orders.json' with { type: 'json' }
import passes from './en/passes.json' with { type: 'json' }
import preferences from './en/preferences.json' with { type: 'json' }
import privacy from './en/privacy.json' with { type: 'json' }
import profile from './en/profile.json' with { type: 'json' }
import receipts from './en/receipts.json' with { type: 'json' }
import rules from './en/rules.json' with { type: 'json' }
import signIn from './en/signIn.json' with { type: 'json' }
import statement from './en/statement.json' with { type: 'json' }
import storedValue from './en/storedValue.json' with { type: 'json' }
import tiers from './en/tiers.json' with { type: 'json' }

export const en = {
  app,
  benefits,
  bookings,
  card,
  coupons,
  erasure,
  home,
  inbox,
  leaving,
  logins,
  mall,
  me,
  orders,
  passes,
  preferences,
  privacy,
  profile,
  receipts,
  rules,
  signIn,
  statement,
  storedValue,
  tiers,
}
