import type { CouponReason } from '#modules/coupons/coupon-rules.ts'
import type { RedeemRefusalCode } from '#modules/points/redeem-rules.ts'
import type { RefusalSentences } from '#platform/refusals.ts'
import type { SaleRefusalCode } from './pricing/price-sale-rules.ts'
import type { RefundRefusalCode } from './pricing/refund-plan-rules.ts'

/** What coupons and points refuse by themselves is said by their modules. */
type OwnRefusalCode = Exclude<SaleRefusalCode, CouponReason | RedeemRefusalCode | 'coupon_not_found'>

export const cashierRefusals = {
  sale_not_found: { zh: '没有找到这张销售单', en: 'No such sale' },
  receipt_not_found: { zh: '没有找到这张小票，链接可能不完整', en: 'No such receipt; the link may be incomplete' },
  parked_sale_not_found: { zh: '没有找到这张挂单', en: 'No such parked sale' },
  parked_sale_gone: {
    zh: '这张挂单已被取走、作废或过期',
    en: 'This parked sale was taken up, discarded or has aged out',
  },
  parked_sales_full: {
    zh: '本店挂单已满 {{most}} 张，请先处理旧的挂单',
    en: 'This store holds {{most}} parked sales; clear some first',
  },
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
  coupons_too_many: { zh: '一单最多使用 {{maxCoupons}} 张券', en: 'A sale takes {{maxCoupons}} coupons at most' },
  coupon_twice: { zh: '同一张券重复使用', en: 'A coupon was given twice' },
  coupon_group_taken: { zh: '此券不能与已选的券同时使用', en: 'This coupon does not go with another one chosen' },
  coupon_per_sale_reached: {
    zh: '同类券每单限用 {{perSale}} 张',
    en: 'A sale takes {{perSale}} coupons of this kind',
  },
  coupon_without_items: { zh: '没有可使用此券的商品', en: 'Nothing here takes this coupon' },
  coupon_below_threshold: {
    zh: '可用商品金额未达到此券的使用门槛',
    en: 'The items that take this coupon do not come to its threshold yet',
  },
  coupon_gift_missing: { zh: '请先加入赠品', en: 'Add the gift to the cart first' },
  change_costs_more: {
    zh: '换卡还需要补款，请到门店办理',
    en: 'The other plan costs more than what comes back: change it at the store',
  },
  carried_money_mismatch: {
    zh: '换货留用的金额与退款不符',
    en: 'The money kept for the exchange is not that of the refund',
  },
  salesperson_not_found: { zh: '没有找到这位销售人员', en: 'No such salesperson' },
  member_needed: { zh: '使用储值或积分需要先选择会员', en: 'Stored value and points need a member' },
  shift_not_open: { zh: '此收银机还没有开班，请先开班', en: 'This till has no open shift; open one first' },
  refund_empty: { zh: '请选择要退的商品', en: 'Choose what is returned' },
  refund_line_unknown: { zh: '退货明细不在此销售单中', en: 'This line is not part of the sale' },
  refund_line_twice: { zh: '退货明细重复', en: 'A line was given twice' },
  refund_quantity_invalid: { zh: '退货数量无效', en: 'This quantity is not valid' },
  refund_exceeds_sale: { zh: '退货数量超过可退数量', en: 'More than what is left of this line' },
  exchange_in_other_store: { zh: '只能在原门店换货', en: 'Goods are exchanged in the store that sold them' },
  refund_elsewhere_not_allowed: {
    zh: '这张单是其他门店售出的：请到原门店退，或请管理两家门店的店长在本店收银机上登录后办理',
    en: 'Another store sold this: give it back there, or have a manager of both stores sign in at this till and do it',
  },
  void_not_whole: {
    zh: '只能作废整单，且不能有过退货',
    en: 'Only a whole sale is voided, with nothing returned before',
  },
  void_of_other_shift: {
    zh: '只能作废本班次的销售单，请改用退货',
    en: 'Only a sale of this shift is voided; refund it',
  },
  refund_approval_needed: { zh: '退款需要店长授权', en: 'A refund needs a manager’s approval' },
} as const satisfies RefusalSentences & Record<OwnRefusalCode | RefundRefusalCode, unknown>

/** What is said about shifts, drawers and days. */
export const shiftRefusals = {
  shift_not_found: { zh: '没有找到这个班次', en: 'No such shift' },
  shift_already_open: { zh: '此收银机已经开班', en: 'This till has an open shift' },
  shift_closed: { zh: '这个班次已经结束', en: 'This shift is closed' },
  shift_elsewhere: { zh: '请在该班次的收银机上操作，或由有权限的人代为处理', en: 'Do this at the till of that shift' },
  shift_handed_to_other: {
    zh: '此收银机已交班给指定的人，请由其接班',
    en: 'This till was handed over to somebody else',
  },
  shift_note_needed: { zh: '金额有差异，请填写说明', en: 'There is a difference; add a note' },
  shift_approval_needed: { zh: '差异超过限额，需要店长授权', en: 'A difference this large needs a manager’s approval' },
  shift_unsynced: {
    zh: '还有 {{count}} 笔离线销售没有上传，请先联网同步',
    en: '{{count}} sales made offline have not been sent yet; go online first',
  },
  shift_payments_open: {
    zh: '还有 {{count}} 笔收款结果未知，请先处理',
    en: 'The outcome of {{count}} payments is not known yet; settle them first',
  },
  shift_count_missing: { zh: '请先清点钱箱', en: 'Count the drawer first' },
  shift_count_outdated: { zh: '清点之后又有变动，请重新清点', en: 'Something changed after this count; count again' },
  shift_is_blind: { zh: '盲点：清点前不显示应有金额', en: 'Counted blind: what should be there is not shown before' },
  left_exceeds_count: { zh: '留存金额不能超过清点金额', en: 'No more can be left than was counted' },
  handed_to_self: { zh: '请选择另一位接班人', en: 'Choose somebody else to hand over to' },
  invalid_count: { zh: '清点内容有误', en: 'This count is not valid' },
  invalid_movement: { zh: '请填写金额', en: 'Enter an amount' },
  day_not_begun: { zh: '{{day}} 还没有到', en: '{{day}} has not come yet' },
  day_already_closed: { zh: '{{day}} 已经日结，不能重新打开', en: '{{day}} is closed and cannot be opened again' },
  day_shift_open: { zh: '还有 {{count}} 个班次没有结束', en: '{{count}} shifts are still open' },
  day_earlier_open: { zh: '请先日结 {{day}}', en: 'Close {{day}} first' },
  day_close_not_found: { zh: '没有找到这次日结', en: 'No such day close' },
  refund_not_found: { zh: '没有这张退款单', en: 'There is no such refund' },
} as const satisfies RefusalSentences
