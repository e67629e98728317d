/** The columns of the list of payments, in the order of the screen; the export writes those that the screen shows. */
export const paymentListColumns = [
  ...(['at', 'provider', 'store', 'state', 'reason', 'number', 'order', 'card', 'amount', 'back'] as const),
] as const

export type PaymentColumn = (typeof paymentListColumns)[number]

export const paymentColumnTitles: Readonly<Record<PaymentColumn, { zh: string; en: string }>> = {
  at: { zh: '发起时间', en: 'Started' },
  provider: { zh: '方式', en: 'Way' },
  store: { zh: '门店', en: 'Store' },
  state: { zh: '状态', en: 'State' },
  reason: { zh: '原因', en: 'Why' },
  number: { zh: '渠道单号', en: 'Provider’s number' },
  order: { zh: '商户单号', en: 'Our number' },
  card: { zh: '卡', en: 'Card' },
  amount: { zh: '金额', en: 'Amount' },
  back: { zh: '已退', en: 'Given back' },
}
