import type { PaymentMode, PaymentProvider, PaymentRefundState, PaymentState } from './payment-rules.ts'

/** What screens and files say of payments, in both languages. Pure, shared with the web. */
type Words = { readonly zh: string; readonly en: string }

export const providerWords = {
  wechat_pay: { zh: '微信支付', en: 'WeChat Pay' },
  alipay: { zh: '支付宝', en: 'Alipay' },
  card_terminal: { zh: '刷卡', en: 'Card' },
} as const satisfies Record<PaymentProvider, Words>

export const modeWords = {
  code: { zh: '付款码', en: 'customer’s code' },
  qr: { zh: '顾客扫码', en: 'our QR code' },
  link: { zh: '会员手机', en: 'member’s phone' },
  terminal: { zh: '刷卡机', en: 'terminal' },
} as const satisfies Record<PaymentMode, Words>

export const stateWords = {
  created: { zh: '准备中', en: 'Getting ready' },
  sent: { zh: '已发出', en: 'Sent' },
  pending: { zh: '等待顾客支付', en: 'Waiting for the customer' },
  confirmed: { zh: '已到账', en: 'Arrived' },
  failed: { zh: '未成功', en: 'Failed' },
  cancelled: { zh: '已取消', en: 'Cancelled' },
  unknown: { zh: '结果不明', en: 'Not known' },
} as const satisfies Record<PaymentState, Words>

const lateWords: Words = { zh: '迟到到账，自动退回', en: 'Paid too late, goes back' }
const unclaimedWords: Words = { zh: '已到账，未入账', en: 'Arrived, not booked' }
const refundFailedWords: Words = { zh: '退回失败', en: 'Could not be given back' }

const knownReasons: Readonly<Record<string, Words>> = {
  called_off: { zh: '已撤销，顾客不会被扣款', en: 'Called off: the customer is not charged' },
  closed: { zh: '渠道已关闭这一单', en: 'Closed by the provider' },
  late: { zh: '取消后才到账', en: 'Paid after it was called off' },
  not_sent: { zh: '没有发出，顾客没有被扣款', en: 'Never sent: the customer was not charged' },
  never_arrived: { zh: '渠道没有收到，顾客没有被扣款', en: 'The provider never got it: the customer was not charged' },
  not_known_yet: { zh: '渠道还查不到这一单', en: 'The provider does not know it yet' },
  cancel_refused: { zh: '顾客正在支付，暂时不能撤销', en: 'The customer is paying: it cannot be called off yet' },
  amount_differs: { zh: '渠道的金额与应收不一致', en: 'The provider names another amount' },
  paid_notice: { zh: '收到支付通知，正在核实', en: 'Said to be paid, being checked' },
  written_off: { zh: '人工了结', en: 'Closed by hand' },
  timeout: { zh: '渠道没有及时答复', en: 'The provider did not answer in time' },
  unreachable: { zh: '连不上渠道，请检查网络', en: 'The provider cannot be reached: check the network' },
  bad_signature: { zh: '答复的签名不对，请检查公钥', en: 'The answer’s signature is wrong: check the public key' },
  SIGN_ERROR: {
    zh: '渠道不认我们的签名，请检查商户号、证书序列号和私钥',
    en: 'The provider rejects our signature: check account, certificate serial and private key',
  },
  NOT_ENOUGH: { zh: '余额不足', en: 'Not enough balance' },
  AUTH_CODE_EXPIRED: { zh: '付款码已过期，请顾客刷新', en: 'The code has expired: ask the customer to refresh it' },
  AUTH_CODE_INVALID: { zh: '付款码无效，请顾客刷新', en: 'The code is not valid: ask the customer to refresh it' },
  PAYERROR: { zh: '支付失败', en: 'The payment failed' },
  fault: { zh: '系统出错，已记录', en: 'Something went wrong on our side and was logged' },
}

type Judged = {
  state: PaymentState
  isLate: boolean
  claimSaleId: string | null
  refunds: readonly { state: PaymentRefundState }[]
}

export type PaymentStanding = { words: Words; tone: 'info' | 'good' | 'plain' | 'warn' | 'bad' }

const tones: Record<PaymentState, PaymentStanding['tone']> = {
  created: 'info',
  sent: 'info',
  pending: 'info',
  confirmed: 'good',
  failed: 'plain',
  cancelled: 'plain',
  unknown: 'warn',
}

/** How a payment stands, in a word; late money and money that no record took are told apart from what is done. */
export function paymentStanding({ state, isLate, claimSaleId, refunds }: Judged): PaymentStanding {
  if (refunds.some((refund) => refund.state === 'failed')) return { words: refundFailedWords, tone: 'bad' }
  if (isLate) return { words: lateWords, tone: 'warn' }
  if (state === 'confirmed' && !claimSaleId && refunds.length === 0) return { words: unclaimedWords, tone: 'warn' }
  return { words: stateWords[state], tone: tones[state] }
}

/** Why a payment failed or is not known; a provider's own code stands as it is. */
export function reasonWords(reason: string): Words {
  const known = Object.hasOwn(knownReasons, reason) ? knownReasons[reason] : undefined
  return known ?? { zh: `渠道答复：${reason}`, en: `Provider: ${reason}` }
}
