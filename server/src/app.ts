import { analyticsRoutes } from '#modules/analytics/routes.ts'
import { cashierRoutes } from '#modules/cashier/routes.ts'
import { offlineRoutes } from '#modules/cashier/offline/routes.ts'
import { onlineOrderRoutes } from '#modules/cashier/online/me-routes.ts'
import { receiptKeyPurpose } from '#modules/cashier/sale-views.ts'
import { refundPassLine } from '#modules/cashier/refund/refund-pass-line.ts'
import { sell } from '#modules/cashier/sale/sell.ts'
import { dayRoutes } from '#modules/cashier/shift/day-routes.ts'
import { takingAt } from '#modules/cashier/shift/taking-at.ts'
import { shiftPaperRoutes } from '#modules/cashier/shift/print-routes.ts'
import { shiftRoutes } from '#modules/cashier/shift/routes.ts'
import { closingRoutes } from '#modules/closing/routes.ts'
import { auditRoutes } from '#modules/audit/routes.ts'
import { catalogRoutes } from '#modules/catalog/routes.ts'
import { couponLinkKeyPurpose } from '#modules/coupons/link-token.ts'
import { couponRoutes } from '#modules/coupons/routes.ts'
import type { SendCode } from '#modules/identity/code-sender.ts'
import { createIdentity } from '#modules/identity/identity.ts'
import { identityRoutes } from '#modules/identity/routes.ts'
import { ImportRunner } from '#modules/imports/import-runner.ts'
import { importsRoutes } from '#modules/imports/routes.ts'
import { InvoiceRunner } from '#modules/invoices/invoice-runner.ts'
import { invoiceRoutes } from '#modules/invoices/routes.ts'
import { offersInvoices } from '#modules/invoices/settings.ts'
import { memberLifecycleRoutes } from '#modules/member-lifecycle/routes.ts'
import { lawPackRoutes } from '#modules/law-packs/routes.ts'
import { ledgerRoutes } from '#modules/ledger/routes.ts'
import { meRoutes } from '#modules/members/me-routes.ts'
import { memberRoutes } from '#modules/members/routes.ts'
import { standingMember } from '#modules/members/survivor.ts'
import { receiptMeRoutes } from '#modules/cashier/receipt/me-routes.ts'
import { receiptPaperRoutes } from '#modules/cashier/receipt/routes.ts'
import { MessageRunner } from '#modules/messaging/message-runner.ts'
import { messagingRoutes } from '#modules/messaging/routes.ts'
import { codeSender } from '#modules/messaging/send-code.ts'
import { PaymentRunner } from '#modules/payments/payment-runner.ts'
import { paymentsRoutes } from '#modules/payments/routes.ts'
import { PrintRunner } from '#modules/printing/print-runner.ts'
import { printingRoutes } from '#modules/printing/routes.ts'
import { giftCardPaperRoutes } from '#modules/gift-cards/print-routes.ts'
import { giftCardRoutes } from '#modules/gift-cards/routes.ts'
import { actionRoutes } from '#modules/points/action-routes.ts'
import { campaignRoutes } from '#modules/points/campaign-routes.ts'
import { expiryRoutes } from '#modules/points/expiry-routes.ts'
import { forecastRoutes } from '#modules/points/forecast-routes.ts'
import { liabilityRoutes } from '#modules/points/liability-routes.ts'
import { pointsRoutes } from '#modules/points/routes.ts'
import { memberExtensionRoutes } from '#modules/points/member-extension-routes.ts'
import { rulesPageRoutes } from '#modules/points/rules-page-routes.ts'
import { passRoutes } from '#modules/passes/routes.ts'
import { opensBy } from '#modules/rewards/early-access.ts'
import { rewardRoutes } from '#modules/rewards/routes.ts'
import { promotionRoutes } from '#modules/promotions/routes.ts'
import { retentionRoutes } from '#modules/retention/routes.ts'
import { shopsRoutes } from '#modules/shops/routes.ts'
import { stockRoutes } from '#modules/stock/routes.ts'
import { tierRoutes } from '#modules/tiers/routes.ts'
import { topUpPaperRoutes } from '#modules/stored-value/print-routes.ts'
import { storedValueRoutes } from '#modules/stored-value/routes.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database } from '#platform/db.ts'
import { deliveryRoutes } from '#platform/delivery-routes.ts'
import { healthRoutes } from '#platform/health.ts'
import type { App } from '#platform/http.ts'
import { Lanes } from '#platform/lane.ts'
import { metricsRoute } from '#platform/metrics-route.ts'
import { buildServer, type ServerOptions } from '#platform/server.ts'
import { serveStatic } from '#platform/static-files.ts'
import { refusalSentences } from './refusals.ts'
import { subscriptions } from './subscriptions.ts'

export type AppOptions = {
  database: Database
  clock: Clock
  /** 32 bytes: keys every hash and seal. */
  secretKey: Buffer
  secure: boolean
  logLevel?: string
  trustProxy?: boolean
  https?: { cert: string; key: string } | undefined
  /** The built console; null or absent serves the API alone. */
  webDir?: string | null
  metricsToken?: string | null
  /** Talks to payment providers; absent: one of its own, which never makes rounds. */
  payments?: PaymentRunner
  /** Sends messages; absent: one of its own, which makes no rounds. */
  messages?: MessageRunner
  /** Talks to invoice vendors; absent: one of its own. */
  invoices?: InvoiceRunner
  /** How members' sign-in codes leave; absent: none can be sent. */
  sendCode?: SendCode
}

/** The whole API: one line per module. */
export async function buildApp(options: AppOptions): Promise<App> {
  const messages =
    options.messages ??
    new MessageRunner({ ...options, publicUrl: 'http://localhost', log: (line) => app.log.error(line) })
  const sendCode = options.sendCode ?? codeSender(messages)
  const identity = createIdentity({ ...options, sendCode, standingMember })
  const authenticate: ServerOptions['authenticate'] = (request) => identity.authenticator.authenticate(request)
  const app = await buildServer({ ...options, authenticate, refusalSentences })
  const sales = new Lanes(options.database, sell)
  app.addHook('onClose', () => sales.idle())
  const imports = new ImportRunner({ ...options, log: (line) => app.log.error(line) })
  app.addHook('onClose', () => imports.stop())
  const printer = new PrintRunner({ ...options, log: (line) => app.log.error(line) })
  app.addHook('onClose', () => printer.stop())
  const payments =
    options.payments ??
    new PaymentRunner({ ...options, publicUrl: 'http://localhost', log: (line) => app.log.error(line) })
  app.addHook('onClose', () => payments.stop())
  const invoices = options.invoices ?? new InvoiceRunner({ ...options, log: (line) => app.log.error(line) })
  app.addHook('onClose', () => invoices.stop())
  app.addHook('onClose', () => messages.stop())
  healthRoutes(app, options)
  metricsRoute(app, { token: options.metricsToken ?? null })
  await app.register(
    async (api) => {
      await api.register(identityRoutes, { identity })
      await shopsRoutes(api)
      await auditRoutes(api)
      deliveryRoutes(api, { subscriptions })
      await analyticsRoutes(api)
      await memberRoutes(api)
      await api.register(meRoutes, { identity })
      await lawPackRoutes(api)
      await ledgerRoutes(api)
      await pointsRoutes(api)
      expiryRoutes(api)
      forecastRoutes(api)
      liabilityRoutes(api)
      memberExtensionRoutes(api)
      rulesPageRoutes(api, options)
      await campaignRoutes(api)
      await actionRoutes(api)
      await api.register(storedValueRoutes(takingAt))
      await api.register(giftCardRoutes(takingAt))
      await api.register(passRoutes(refundPassLine))
      await promotionRoutes(api)
      await couponRoutes(api, {
        keyOf: (merchantId) => options.database.keys(couponLinkKeyPurpose, merchantId),
        opensBy,
      })
      await rewardRoutes(api)
      await tierRoutes(api)
      await memberLifecycleRoutes(api)
      closingRoutes(api)
      await api.register(catalogRoutes)
      await stockRoutes(api)
      await api.register(importsRoutes(imports))
      await api.register(paymentsRoutes(payments))
      await api.register(printingRoutes(printer))
      receiptMeRoutes(api)
      receiptPaperRoutes(api, { printer, keyOf: options.database.keys, offersInvoices })
      topUpPaperRoutes(api, printer)
      giftCardPaperRoutes(api, printer)
      shiftPaperRoutes(api, printer)
      await api.register(offlineRoutes)
      onlineOrderRoutes(api, payments)
      await api.register(cashierRoutes(sales, (merchantId) => options.database.keys(receiptKeyPurpose, merchantId)))
      invoiceRoutes(api, { runner: invoices, keyOf: options.database.keys })
      await api.register(messagingRoutes(messages))
      retentionRoutes(api, identity)
      await shiftRoutes(api)
      await dayRoutes(api)
    },
    { prefix: '/api/v1' },
  )
  await serveStatic(app, options.webDir ?? null)
  return app
}
