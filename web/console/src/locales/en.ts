import app from './en/app.json' with { type: 'json' }
import audience from './en/audience.json' with { type: 'json' }
import audit from './en/audit.json' with { type: 'json' }
import campaigns from './en/campaigns.json' with { type: 'json' }
import cashier from './en/cashier.json' with { type: 'json' }
import catalog from './en/catalog.json' with { type: 'json' }
import coupons from './en/coupons.json' with { type: 'json' }
import display from './en/display.json' with { type: 'json' }
import expiry from './en/expiry.json' with { type: 'json' }
import giftCards from './en/gift-cards.json' with { type: 'json' }
import home from './en/home.json' with { type: 'json' }
import identity from './en/identity.json' with { type: 'json' }
import imports from './en/imports.json' with { type: 'json' }
import invoices from './en/invoices.json' with { type: 'json' }
import members from './en/members.json' with { type: 'json' }
import messaging from './en/messaging.json' with { type: 'json' }
import offline from './en/offline.json' with { type: 'json' }
import passes from './en/passes.json' with { type: 'json' }
import payments from './en/payments.json' with { type: 'json' }
import points from './en/points.json' with { type: 'json' }
import printing from './en/printing.json' with { type: 'json' }
import promotions from './en/promotions.json' with { type: 'json' }
import retention from './en/retention.json' with { type: 'json' }
import rewards from './en/rewards.json' with { type: 'json' }
import settings from './en/settings.json' with { type: 'json' }
import shifts from './en/shifts.json' with { type: 'json' }
import shops from './en/shops.json' with { type: 'json' }
import staff from './en/staff.json' with { type: 'json' }
import stock from './en/stock.json' with { type: 'json' }
import tiers from './en/tiers.json' with { type: 'json' }
import till from './en/till.json' with { type: 'json' }
import topUps from './en/top-ups.json' with { type: 'json' }
import ui from './en/ui.json' with { type: 'json' }

export const en = {
  app,
  audience,
  audit,
  campaigns,
  cashier,
  catalog,
  coupons,
  display,
  expiry,
  'gift-cards': giftCards,
  home,
  identity,
  imports,
  invoices,
  members,
  messaging,
  offline,
  passes,
  payments,
  points,
  printing,
  promotions,
  retention,
  rewards,
  settings,
  shifts,
  shops,
  staff,
  stock,
  tiers,
  till,
  'top-ups': topUps,
  ui,
}
