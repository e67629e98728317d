import { isUuid } from '#shared/ids.ts'

/** Every address of the console. Screens link by these functions, never by hand-written text. */
export const paths = {
  home: () => '/',
  signIn: (next?: string) => (next && next !== '/' ? `/sign-in?next=${encodeURIComponent(next)}` : '/sign-in'),
  setup: () => '/setup',
  till: () => '/till',
  display: () => '/display',
  tillShift: () => '/till/shift',
  shifts: (filters: Record<string, string> = {}) => withFilters('/shifts', filters),
  shift: ({ shiftId }: { shiftId: string }) => `/shifts/${shiftId}`,
  days: () => '/days',
  dayClose: ({ dayCloseId }: { dayCloseId: string }) => `/days/${dayCloseId}`,
  receipt: ({ token }: { token: string }) => `/receipt/${token}`,
  account: () => '/account',
  staff: () => '/staff',
  staffUser: ({ userId }: { userId: string }) => `/staff/${userId}`,
  roles: () => '/staff/roles',
  settings: () => '/settings',
  store: ({ storeId }: { storeId: string }) => `/settings/stores/${storeId}`,
  storeClosing: ({ storeId }: { storeId: string }) => `/settings/stores/${storeId}/closing`,
  devices: () => '/settings/devices',
  printers: () => '/settings/printers',
  paymentAccounts: () => '/settings/payments',
  payments: (filters: Record<string, string> = {}) => withFilters('/payments', filters),
  payment: ({ paymentId }: { paymentId: string }) => `/payments/${paymentId}`,
  rewards: () => '/rewards',
  specials: () => '/rewards/specials',
  redemptions: (filters: Record<string, string> = {}) => withFilters('/rewards/redemptions', filters),
  giving: () => '/rewards/giving',
  gifts: () => '/rewards/gifts',
  draws: () => '/rewards/draws',
  messages: (filters: Record<string, string> = {}) => withFilters('/messages', filters),
  message: ({ messageId }: { messageId: string }) => `/messages/${messageId}`,
  messageKinds: () => '/messages/kinds',
  messageKind: ({ kind }: { kind: string }) => `/messages/kinds/${kind}`,
  messagePolicy: () => '/messages/policy',
  messageChannels: () => '/messages/channels',
  invoiceSettings: () => '/settings/invoices',
  invoices: (filters: Record<string, string> = {}) => withFilters('/invoices', filters),
  invoice: ({ invoiceId }: { invoiceId: string }) => `/invoices/${invoiceId}`,
  apiKeys: () => '/settings/api-keys',
  memberFields: () => '/settings/member-fields',
  consentTexts: () => '/settings/consent-texts',
  deliveries: () => '/settings/deliveries',
  expiring: (filters: Record<string, string> = {}) => withFilters('/expiring', filters),
  topUp: ({ topUpId }: { topUpId: string }) => `/top-ups/${topUpId}`,
  audit: () => '/audit',
  sales: (filters: Record<string, string> = {}) => withFilters('/sales', filters),
  refunds: (filters: Record<string, string> = {}) => withFilters('/refunds', filters),
  bareReturn: ({ returnId }: { returnId: string }) => `/refunds/${returnId}`,
  saleConflicts: () => '/sales/conflicts',
  cashierTasks: () => '/reports/cashier-tasks',
  sale: ({ saleId }: { saleId: string }) => `/sales/${saleId}`,
  /** The sale of a pass that goes for another plan. */
  passChange: ({ saleId, passId, planId }: { saleId: string; passId: string; planId: string }) =>
    withFilters(`/sales/${saleId}`, { change: passId, to: planId }),
  topUpOffers: () => '/top-ups/offers',
  settlement: () => '/top-ups/settlement',
  settlementInvoices: (month?: string) => withFilters('/top-ups/settlement/invoices', month ? { month } : {}),
  promotions: () => '/promotions',
  promotion: ({ promotionId }: { promotionId: string }) => `/promotions/${promotionId}`,
  plans: () => '/passes',
  passes: (filters: Record<string, string> = {}) => withFilters('/passes/sold', filters),
  pass: ({ passId }: { passId: string }) => `/passes/sold/${passId}`,
  passBookings: () => '/passes/bookings',
  passRenewals: () => '/passes/renewals',
  retention: () => '/retention',
  leavings: (filters: Record<string, string> = {}) => withFilters('/retention/leavings', filters),
  leaving: ({ leavingId }: { leavingId: string }) => `/retention/leavings/${leavingId}`,
  retentionCalls: () => '/retention/calls',
  cancelFlow: () => '/retention/flow',
  improvements: () => '/retention/improvements',
  coupons: () => '/coupons',
  couponTemplate: ({ couponTemplateId }: { couponTemplateId: string }) => `/coupons/${couponTemplateId}`,
  giftCards: (filters: Record<string, string> = {}) => withFilters('/gift-cards', filters),
  giftCardBatches: () => '/gift-cards/batches',
  pointsRule: () => '/points',
  pointsExpiry: () => '/points/expiry',
  pointsForecast: () => '/points/forecast',
  pointsLiability: () => '/points/liability',
  campaigns: () => '/points/campaigns',
  campaign: ({ campaignId }: { campaignId: string }) => `/points/campaigns/${campaignId}`,
  campaignEditor: (filters: { of?: string } = {}) => withFilters('/points/campaigns/new', filters),
  actionRules: () => '/points/actions',
  tiers: () => '/tiers',
  tierEditor: () => '/tiers/edit',
  members: (filters: Record<string, string> = {}) => withFilters('/members', filters),
  member: ({ memberId }: { memberId: string }) => `/members/${memberId}`,
  memberDuplicates: () => '/members/duplicates',
  memberMerge: (pair: { survivor: string; absorbed?: string }) => withFilters('/members/merge', pair),
  products: (filters: Record<string, string> = {}) => withFilters('/products', filters),
  priceLists: (filters: Record<string, string> = {}) => withFilters('/price-lists', filters),
  priceList: ({ priceListId }: { priceListId: string }) => `/price-lists/${priceListId}`,
  quickKeys: () => '/products/quick-keys',
  barcodeFormats: () => '/products/barcode-formats',
  stock: (filters: Record<string, string> = {}) => withFilters('/stock', filters),
  imports: () => '/imports',
  newImport: (given: Record<string, string> = {}) => withFilters('/imports/new', given),
  importBatch: ({ batchId }: { batchId: string }) => `/imports/${batchId}`,
  gallery: () => '/gallery',
}

function withFilters(path: string, filters: Record<string, string>): string {
  const query = new URLSearchParams(filters)
  return query.size > 0 ? `${path}?${query}` : path
}

/** An id from the address; anything else is shown as a page that does not exist. */
export function idParam(params: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = params[name]
  if (value === undefined || !isUuid(value)) throw new Response(null, { status: 404 })
  return value
}

/** Where to go after signing in: only an address of this console, whatever the link said. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : paths.home()
}
