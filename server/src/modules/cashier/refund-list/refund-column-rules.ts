/** The columns of the list of refunds, in the order of the screen; the export writes those that the screen shows. */
export const refundColumns = [
  ...(['number', 'time', 'kind', 'items', 'sale', 'cashier', 'reason', 'store'] as const),
  ...(['paidTo', 'member', 'till', 'day', 'points', 'amount'] as const),
] as const

export type RefundColumn = (typeof refundColumns)[number]

export const refundColumnTitles: Readonly<Record<RefundColumn, { zh: string; en: string }>> = {
  number: { zh: '退款单号', en: 'Refund number' },
  time: { zh: '时间', en: 'Time' },
  kind: { zh: '方式', en: 'Kind' },
  items: { zh: '退回商品', en: 'What came back' },
  sale: { zh: '原单', en: 'Sale' },
  cashier: { zh: '经手人', en: 'By' },
  reason: { zh: '原因', en: 'Reason' },
  store: { zh: '门店', en: 'Store' },
  paidTo: { zh: '退到', en: 'Paid to' },
  member: { zh: '会员', en: 'Member' },
  till: { zh: '收银台', en: 'Till' },
  day: { zh: '营业日', en: 'Business day' },
  points: { zh: '扣回积分', en: 'Points taken back' },
  amount: { zh: '退款', en: 'Refund' },
}

export const refundKindTitles = {
  refund: { zh: '退货', en: 'Return' },
  void: { zh: '作废', en: 'Void' },
  exchange: { zh: '换货', en: 'Exchange' },
  no_receipt: { zh: '无小票退货', en: 'Without a receipt' },
} as const
