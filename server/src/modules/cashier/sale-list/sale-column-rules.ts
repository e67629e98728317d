/** The columns of the list of sales, in the order of the screen; the export writes those that the screen shows. */
export const saleColumns = [
  'receipt',
  'time',
  'day',
  'items',
  'member',
  'paidBy',
  'store',
  'till',
  'cashier',
  'gross',
  'discount',
  'refunded',
  'points',
  'note',
  'amount',
] as const

export type SaleColumn = (typeof saleColumns)[number]

export const saleColumnTitles: Readonly<Record<SaleColumn, { zh: string; en: string }>> = {
  receipt: { zh: '单号', en: 'Receipt' },
  time: { zh: '时间', en: 'Time' },
  day: { zh: '营业日', en: 'Business day' },
  items: { zh: '商品', en: 'Items' },
  member: { zh: '会员', en: 'Member' },
  paidBy: { zh: '付款', en: 'Paid by' },
  store: { zh: '门店', en: 'Store' },
  till: { zh: '收银台', en: 'Till' },
  cashier: { zh: '收银员', en: 'Cashier' },
  gross: { zh: '原价', en: 'Before discounts' },
  discount: { zh: '优惠', en: 'Discount' },
  refunded: { zh: '已退', en: 'Refunded' },
  points: { zh: '积分', en: 'Points' },
  note: { zh: '备注', en: 'Note' },
  amount: { zh: '金额', en: 'Amount' },
}
