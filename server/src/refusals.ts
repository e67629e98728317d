import { offlineRefusals } from '#modules/cashier/offline/refusals.ts'
import { onlineRefusals } from '#modules/cashier/online/refusals.ts'
import { cashierRefusals, shiftRefusals } from '#modules/cashier/refusals.ts'
import { catalogRefusals } from '#modules/catalog/refusals.ts'
import { closingRefusals } from '#modules/closing/refusals.ts'
import { couponRefusals } from '#modules/coupons/refusals.ts'
import { identityRefusals } from '#modules/identity/refusals.ts'
import { importsRefusals } from '#modules/imports/refusals.ts'
import { invoicesRefusals } from '#modules/invoices/refusals.ts'
import { lawPackRefusals } from '#modules/law-packs/refusals.ts'
import { ledgerRefusals } from '#modules/ledger/refusals.ts'
import { memberLifecycleRefusals } from '#modules/member-lifecycle/refusals.ts'
import { memberRefusals } from '#modules/members/refusals.ts'
import { passRefusals } from '#modules/passes/refusals.ts'
import { printingRefusals } from '#modules/printing/refusals.ts'
import { giftCardRefusals } from '#modules/gift-cards/refusals.ts'
import { campaignRefusals } from '#modules/points/campaign-refusals.ts'
import { pointsRefusals } from '#modules/points/refusals.ts'
import { messagingRefusals } from '#modules/messaging/refusals.ts'
import { paymentsRefusals } from '#modules/payments/refusals.ts'
import { promotionRefusals } from '#modules/promotions/refusals.ts'
import { retentionRefusals } from '#modules/retention/refusals.ts'
import { rewardRefusals } from '#modules/rewards/refusals.ts'
import { shopsRefusals } from '#modules/shops/refusals.ts'
import { stockRefusals } from '#modules/stock/refusals.ts'
import { storedValueRefusals } from '#modules/stored-value/refusals.ts'
import { tierRefusals } from '#modules/tiers/refusals.ts'
import type { RefusalSentences } from '#platform/refusals.ts'

/** Every refusal's sentence, module by module. The web translates with the same table. */
export const refusalSentences: RefusalSentences = {
  ...identityRefusals,
  ...shopsRefusals,
  ...memberRefusals,
  ...memberLifecycleRefusals,
  ...catalogRefusals,
  ...stockRefusals,
  ...lawPackRefusals,
  ...ledgerRefusals,
  ...pointsRefusals,
  ...campaignRefusals,
  ...paymentsRefusals,
  ...printingRefusals,
  ...storedValueRefusals,
  ...giftCardRefusals,
  ...passRefusals,
  ...promotionRefusals,
  ...couponRefusals,
  ...tierRefusals,
  ...cashierRefusals,
  ...offlineRefusals,
  ...onlineRefusals,
  ...shiftRefusals,
  ...invoicesRefusals,
  ...messagingRefusals,
  ...rewardRefusals,
  ...importsRefusals,
  ...retentionRefusals,
  ...closingRefusals,
}
