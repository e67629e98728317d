import app from './zh/app.json' with { type: 'json' }
import audience from './zh/audience.json' with { type: 'json' }
import audit from './zh/audit.json' with { type: 'json' }
import campaigns from './zh/campaigns.json' with { type: 'json' }
import cashier from './zh/cashier.json' with { type: 'json' }
import catalog from './zh/catalog.json' with { type: 'json' }
import coupons from './zh/coupons.json' with { type: 'json' }
import display from './zh/display.json' with { type: 'json' }
import expiry from './zh/expiry.json' with { type: 'json' }
import giftCards from './zh/gift-cards.json' with { type: 'json' }
import home from './zh/home.json' with { type: 'json' }
import identity from './zh/identity.json' with { type: 'json' }
import imports from './zh/imports.json' with { type: 'json' }
import invoices from './zh/invoices.json' with { type: 'json' }
import members from './zh/members.json' with { type: 'json' }
import messaging from './zh/messaging.json' with { type: 'json' }
import offline from './zh/offline.json' with { type: 'json' }
import passes from './zh/passes.json' with { type: 'json' }
import payments from './zh/payments.json' with { type: 'json' }
import points from './zh/points.json' with { type: 'json' }
import printing from './zh/printing.json' with { type: 'json' }
import promotions from './zh/promotions.json' with { type: 'json' }
import retention from './zh/retention.json' with { type: 'json' }
import rewards from './zh/rewards.json' with { type: 'json' }
import settings from './zh/settings.json' with { type: 'json' }
import shifts from './zh/shifts.json' with { type: 'json' }
import shops from './zh/shops.json' with { type: 'json' }
import staff from './zh/staff.json' with { type: 'json' }
import stock from './zh/stock.json' with { type: 'json' }
import tiers from './zh/tiers.json' with { type: 'json' }
import till from './zh/till.json' with { type: 'json' }
import topUps from './zh/top-ups.json' with { type: 'json' }
import ui from './zh/ui.json' with { type: 'json' }

export const zh = {
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
