export const invoicesRefusals = {
  invoices_not_offered: { zh: '本店没有开通电子发票', en: 'This shop does not issue e-invoices' },
  invoice_not_found: { zh: '没有这张发票', en: 'There is no such invoice' },
  nothing_to_invoice: {
    zh: '这张小票没有可开票的金额：储值、礼品卡和积分支付的部分不能开票，已退款的也不能',
    en: 'Nothing of this receipt can be invoiced: not what stored value, gift cards or points paid, nor what was refunded',
  },
  invoice_asked_already: {
    zh: '这张小票已用其他抬头申请过发票，每张小票只能开一张；抬头开错了请联系门店换开',
    en: 'An invoice was asked for with this receipt for another buyer; a receipt gives one invoice. If its buyer is wrong, ask the shop to replace it',
  },
  invoice_not_issued: { zh: '只有已开具的发票才能换开', en: 'Only an invoice that is issued can be replaced' },
  invoice_not_failed: { zh: '只有开票失败的才能重新开票', en: 'Only an invoice that failed can be tried again' },
  no_red_letter_due: { zh: '这张发票不需要红冲', en: 'This invoice needs no red letter' },
  red_letter_recorded: {
    zh: '这个红字确认单编号已登记过',
    en: 'A red letter with this confirmation number is on record already',
  },
  invalid_buyer_name: { zh: '请填写发票抬头', en: 'Tell whom the invoice is for' },
  invalid_tax_number: {
    zh: '税号不对：应为 18 位统一社会信用代码，请核对每一位',
    en: 'The tax number is wrong: 18 characters of a unified social credit code, please check each',
  },
  invalid_tax_class: { zh: '税收分类编码应为最多 19 位数字', en: 'A tax class has up to 19 digits' },
  invoice_secret_needed: {
    zh: '请填写服务商给的密钥；换了服务地址也要重新填写',
    en: 'Enter the vendor’s secret; a new address needs it again, too',
  },
  invoices_need_yuan: { zh: '电子发票只能以人民币开具', en: 'E-invoices are made out in yuan only' },
  settlement_month_running: {
    zh: '这个月还没有结束，结束后再开结算发票',
    en: 'This month is not over; invoice it when it is',
  },
  settlement_nothing_open: {
    zh: '这两方之间这个月没有待开票的金额',
    en: 'Nothing is open between these two this month',
  },
  settlement_red_letter: {
    zh: '金额为负要登记红字确认单编号，金额为正则不需要',
    en: 'A negative amount is a red letter and needs its confirmation; a positive one has none',
  },
  settlement_title_missing: {
    zh: '请先填写双方的名称和税号：门店在本页填写，总部在电子发票设置中填写',
    en: 'Enter name and tax number of both first: a store’s here, the head office’s in the e-invoice settings',
  },
  settlement_number_recorded: { zh: '这个发票号码已登记过', en: 'An invoice with this number is on record already' },
} as const
