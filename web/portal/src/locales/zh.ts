import app from './zh/app.json' with { type: 'json' }
import benefits from './zh/benefits.json' with { type: 'json' }
import bookings from './zh/bookings.json' with { type: 'json' }
import card from './zh/card.json' with { type: 'json' }
import coupons from './zh/coupons.json' with { type: 'json' }
import erasure from './zh/erasure.json' with { type: 'json' }
import home from './zh/home.json' with { type: 'json' }
import inbox from './zh/inbox.json' with { type: 'json' }
import leaving from './zh/leaving.json' with { type: 'json' }
import logins from './zh/logins.json' with { type: 'json' }
import mall from './zh/mall.json' with { type: 'json' }
import me from './zh/me.json' with { type: 'json' }
import orders from './zh/orders.json' with { type: 'json' }
import passes from './zh/passes.json' with { type: 'json' }
import preferences from './zh/preferences.json' with { type: 'json' }
import privacy from './zh/privacy.json' with { type: 'json' }
import profile from './zh/profile.json' with { type: 'json' }
import receipts from './zh/receipts.json' with { type: 'json' }
import rules from './zh/rules.json' with { type: 'json' }
import signIn from './zh/signIn.json' with { type: 'json' }
import statement from './zh/statement.json' with { type: 'json' }
import storedValue from './zh/storedValue.json' with { type: 'json' }
import tiers from './zh/tiers.json' with { type: 'json' }

export const zh = {
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
