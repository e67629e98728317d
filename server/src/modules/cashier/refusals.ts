import type { RefusalSentences } from '#platform/refusals.ts'
import type { SaleRefusalCode } from './pricing/price-sale-rules.ts'
import type { RefundRefusalCode } from './pricing/refund-plan-rules.ts'

export const cashierRefusals = {
  sale_not_found: { zh: '没有找到这张销售单', en: 'No such sale' },
  receipt_not_found: { zh: '没有找到这张小票，链接可能不完整', en: 'No such receipt; the link may be incomplete' },
  product_unknown: {
    zh: '商品不存在或已停售，请从购物车移除',
    en: 'This item does not exist or is no longer sold; remove it',
  },
  price_missing: { zh: '该商品没有价格，请先设置售价', en: 'This item has no price yet' },
  quantity_invalid: { zh: '数量无效', en: 'This quantity is not valid' },
  quantity_not_whole: { zh: '该商品只能按整件销售', en: 'This item is sold in whole units only' },
  amount_invalid: { zh: '金额无效', en: 'This amount is not valid' },
  amount_too_large: { zh: '金额过大', en: 'This amount is too large' },
  cart_empty: { zh: '购物车是空的', en: 'The cart is empty' },
  cart_line_twice: { zh: '同一行重复提交', en: 'A line was given twice' },
  cart_too_long: { zh: '一单最多 {{maxLines}} 行，请分单结账', en: 'A sale has at most {{maxLines}} lines; split it' },
  discount_invalid: { zh: '折扣填写有误', en: 'This discount is not valid' },
  discount_too_large: { zh: '折扣超过了可优惠金额', en: 'The discount is larger than the amount' },
  discount_not_allowed_here: { zh: '该商品不参与折扣', en: 'This item takes no discount' },
  discount_approval_needed: {
    zh: '此折扣需要店长授权',
    en: 'This discount needs a manager’s approval',
  },
  waiver_too_large: { zh: '抹零金额过大', en: 'The waiver is larger than the sum' },
  tender_invalid: { zh: '支付方式或金额无效', en: 'This tender is not valid' },
  tender_twice: { zh: '同一支付方式重复', en: 'A tender was given twice' },
  tender_short: { zh: '付款金额不足', en: 'The tenders do not cover the sum' },
  tender_over: { zh: '付款金额超过应付', en: 'A tender is larger than what is due' },
  cash_short: { zh: '收到的现金不足', en: 'The cash does not cover the sum' },
  cash_not_needed: { zh: '无需收取现金', en: 'No cash is due' },
  member_needed: { zh: '使用储值或积分需要先选择会员', en: 'Stored value and points need a member' },
  shift_not_open: { zh: '此收银机还没有开班，请先开班', en: 'This till has no open shift; open one first' },
  refund_empty: { zh: '请选择要退的商品', en: 'Choose what is returned' },
  refund_line_unknown: { zh: '退货明细不在此销售单中', en: 'This line is not part of the sale' },
  refund_line_twice: { zh: '退货明细重复', en: 'A line was given twice' },
  refund_quantity_invalid: { zh: '退货数量无效', en: 'This quantity is not valid' },
  refund_exceeds_sale: { zh: '退货数量超过可退数量', en: 'More than what is left of this line' },
  refund_approval_needed: { zh: '退款需要店长授权', en: 'A refund needs a manager’s approval' },
} as const satisfies RefusalSentences & Record<SaleRefusalCode | RefundRefusalCode, unknown>
