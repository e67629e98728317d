import type { Channel, MessageKindCode } from './message-kinds-rules.ts'
import type { Language, Template, TemplateVersion } from './template-rules.ts'

/** The wording that the product brings: version 1, until a merchant saves one of its own. Text messages have no title. */
const words: Record<MessageKindCode, Record<Language, Template>> = {
  code_sign_in: {
    zh: { title: '', body: '验证码{{code}}，{{minutes}}分钟内有效，用于登录会员中心。请勿告诉他人。' },
    en: { title: '', body: '{{code}} is your sign-in code, good for {{minutes}} minutes. Do not share it.' },
  },
  code_phone_change: {
    zh: { title: '', body: '验证码{{code}}，{{minutes}}分钟内有效，用于更换手机号。如非本人操作请忽略。' },
    en: {
      title: '',
      body: '{{code}} confirms your new phone number, good for {{minutes}} minutes. Ignore it if this was not you.',
    },
  },
  code_cancellation: {
    zh: { title: '', body: '验证码{{code}}，{{minutes}}分钟内有效，用于办理取消。如非本人操作请联系门店。' },
    en: {
      title: '',
      body: '{{code}} confirms your cancellation, good for {{minutes}} minutes. Call the shop if this was not you.',
    },
  },
  code_email: {
    zh: {
      title: '验证您的邮箱',
      body: '验证码{{code}}，{{minutes}}分钟内有效，用于确认此邮箱属于您。如非本人操作请忽略本邮件。',
    },
    en: {
      title: 'Confirm your e-mail address',
      body: '{{code}} confirms that this mailbox is yours, good for {{minutes}} minutes. Ignore this mail if you did not ask for it.',
    },
  },
  sale_receipt: {
    zh: {
      title: '{{store}}的消费小票',
      body: '您在{{store}}消费{{amount}}，获得{{points}}积分。查看小票：{{receipt}}',
    },
    en: {
      title: 'Your receipt from {{store}}',
      body: 'You paid {{amount}} at {{store}} and earned {{points}} points. Receipt: {{receipt}}',
    },
  },
  top_up_receipt: {
    zh: { title: '充值成功', body: '您在{{store}}充值{{principal}}，赠送{{bonus}}，已到账。' },
    en: { title: 'Top-up received', body: 'You topped up {{principal}} at {{store}} and were given {{bonus}} on top.' },
  },
  points_expiring: {
    zh: { title: '积分即将到期', body: '您有{{points}}积分将于{{day}}到期，还有{{daysLeft}}天，欢迎到店使用。' },
    en: {
      title: 'Points about to expire',
      body: '{{points}} of your points expire on {{day}}, {{daysLeft}} days from now.',
    },
  },
  points_expired: {
    zh: { title: '积分已到期', body: '您的{{points}}积分已于{{day}}到期。' },
    en: { title: 'Points expired', body: '{{points}} of your points expired on {{day}}.' },
  },
  points_rules_announced: {
    zh: { title: '积分有效期将调整', body: '您已有积分的有效期自{{day}}起按新规则计算，详情请看会员中心的积分规则。' },
    en: {
      title: 'How long points live will change',
      body: 'From {{day}} on the new rules also hold for points you have. Read them in the portal.',
    },
  },
  points_extended: {
    zh: { title: '积分已延期', body: '您的{{points}}积分有效期已延长至{{day}}。' },
    en: { title: 'Your points live longer', body: '{{points}} of your points can now be used through {{day}}.' },
  },
  points_reinstated: {
    zh: { title: '积分已恢复', body: '您到期的{{points}}积分已恢复，可用至{{day}}。' },
    en: { title: 'Your points are back', body: '{{points}} points that had ended are back and good through {{day}}.' },
  },
  coupon_issued: {
    zh: { title: '收到一张优惠券', body: '「{{coupon}}」已放入您的卡包，有效期至{{day|券面所示日期}}。' },
    en: { title: 'A coupon for you', body: '“{{coupon}}” is in your wallet, good until {{day|the day shown on it}}.' },
  },
  coupon_received: {
    zh: {
      title: '已收下转赠的优惠券',
      body: '「{{coupon}}」已放入您的卡包，有效期至{{day|券面所示日期}}：{{link|会员中心}}',
    },
    en: {
      title: 'A coupon from another member',
      body: '“{{coupon}}” is in your wallet now, good until {{day|the day shown on it}}: {{link|the member page}}',
    },
  },
  coupon_gift_accepted: {
    zh: { title: '优惠券已被领取', body: '您转赠的「{{coupon}}」已被领取。' },
    en: { title: 'Your coupon was accepted', body: 'The coupon “{{coupon}}” that you gave was accepted.' },
  },
  coupon_gift_returned: {
    zh: {
      title: '优惠券已退回',
      body: '您转赠的「{{coupon}}」没有被领取，已退回您的卡包，有效期至{{day|券面所示日期}}：{{link|会员中心}}',
    },
    en: {
      title: 'Your coupon came back',
      body: 'Nobody accepted the coupon “{{coupon}}” that you gave: it is yours again, good until {{day|the day shown on it}}: {{link|the member page}}',
    },
  },
  coupon_ends_soon: {
    zh: { title: '优惠券即将到期', body: '您的「{{coupon}}」将于{{day}}到期，还有{{daysLeft}}天。' },
    en: { title: 'A coupon ends soon', body: 'Your “{{coupon}}” ends on {{day}}, {{daysLeft}} days from now.' },
  },
  online_order_refused: {
    zh: { title: '没能办成，付款退回', body: '您购买的「{{name}}」没能入账，{{amount}}正原路退回。详情见会员中心。' },
    en: {
      title: 'Not booked, your money goes back',
      body: '“{{name}}” could not be booked; {{amount}} is on its way back to you. See the member page.',
    },
  },
  pass_renewal_near: {
    zh: {
      title: '自动续费提醒',
      body: '您的「{{pass}}」将于{{day}}自动续费{{amount}}，还有{{daysLeft}}天。如不再需要，可在会员中心一键关闭。',
    },
    en: {
      title: 'Renewal ahead',
      body: '“{{pass}}” renews for {{amount}} on {{day}}, {{daysLeft}} days from now. You can stop it in the portal in one tap.',
    },
  },
  pass_renewed: {
    zh: {
      title: '自动续费成功',
      body: '您的「{{pass}}」已自动续费{{amount}}，从储值中支付。可随时在会员中心关闭自动续费。',
    },
    en: {
      title: 'Renewed',
      body: '“{{pass}}” was renewed for {{amount}} out of your stored value. You can stop it in the portal at any time.',
    },
  },
  pass_renewal_failed: {
    zh: {
      title: '自动续费未成功',
      body: '您的「{{pass}}」未能自动续费{{amount}}，未扣款，也不会再次扣款。如需续费请到店或在会员中心办理。',
    },
    en: {
      title: 'Not renewed',
      body: '“{{pass}}” could not be renewed for {{amount}}. Nothing was taken and we will not try again: renew it in the portal or the shop.',
    },
  },
  pass_ends_soon: {
    zh: { title: '卡项即将到期', body: '您的「{{pass}}」将于{{day}}到期，还有{{daysLeft}}天。' },
    en: { title: 'A pass ends soon', body: '“{{pass}}” ends on {{day}}, {{daysLeft}} days from now.' },
  },
  pass_ended: {
    zh: { title: '卡项已到期', body: '您的「{{pass}}」已于{{day}}到期，期待再次为您服务。' },
    en: { title: 'A pass has ended', body: '“{{pass}}” ended on {{day}}.' },
  },
  booking_confirmed: {
    zh: { title: '预约已确认', body: '您在{{store}}的预约（{{pass}}，{{when}}）已确认，期待您光临。' },
    en: { title: 'Your booking is confirmed', body: '{{store}} expects you: {{pass}}, {{when}}.' },
  },
  booking_called_off: {
    zh: {
      title: '预约未能安排',
      body: '{{store}}无法安排您的预约（{{pass}}，{{when}}），占用的次数已退回，有期限的卡已顺延。请另选时间。',
    },
    en: {
      title: 'Your booking was called off',
      body: '{{store}} cannot take your booking ({{pass}}, {{when}}). The visit is yours again, and a pass that ends lasts longer for it. Please choose another time.',
    },
  },
  tier_raised: {
    zh: { title: '会员等级已提升', body: '恭喜{{name|您}}，会员等级已升为「{{tier}}」，新权益即刻生效。' },
    en: {
      title: 'You moved up',
      body: 'Congratulations, {{name|dear member}}: you are “{{tier}}” now, with its benefits from today.',
    },
  },
  tier_lowered: {
    zh: { title: '会员等级已调整', body: '您的会员等级已调整为「{{tier}}」。' },
    en: { title: 'Your tier has changed', body: 'Your tier is “{{tier}}” now.' },
  },
  tier_grace: {
    zh: { title: '会员等级保留中', body: '您的「{{tier}}」等级为您保留至{{day}}，在此之前达到要求即可继续享有。' },
    en: {
      title: 'Your tier is kept for you',
      body: 'We keep your tier “{{tier}}” until {{day}}: reach its mark by then and it stays.',
    },
  },
  tier_gift: {
    zh: {
      title: '等级礼遇已到账',
      body: '「{{coupon}}」{{coupons}}张已作为等级礼遇放入您的卡包，有效期至{{day|券面所示日期}}。',
    },
    en: {
      title: 'A gift of your tier',
      body: '{{coupons}} × “{{coupon}}” came to your wallet as a gift of your tier, good until {{day|the day shown on it}}.',
    },
  },
  birthday_gift: {
    zh: {
      title: '您的生日礼',
      body: '{{name|亲爱的会员}}，生日快乐！「{{coupon}}」{{coupons}}张已放入您的卡包，有效期至{{day|券面所示日期}}。',
    },
    en: {
      title: 'A gift for your birthday',
      body: 'Happy birthday, {{name|dear member}}! {{coupons}} × “{{coupon}}” is in your wallet, good until {{day|the day shown on it}}.',
    },
  },
  birthday_greeting: {
    zh: { title: '生日快乐', body: '{{name|亲爱的会员}}，{{shop}}祝您生日快乐！' },
    en: { title: 'Happy birthday', body: 'Happy birthday, {{name|dear member}}, from all of us at {{shop}}!' },
  },
  cancel_receipt: {
    zh: {
      title: '取消回执',
      body: '「{{pass}}」已按您的要求取消，{{day}}起终止，退款{{refund}}。回执：{{receipt|请在会员中心查看}}',
    },
    en: {
      title: 'Cancellation receipt',
      body: '“{{pass}}” is cancelled as you asked and ends on {{day}}; {{refund}} is refunded. Receipt: {{receipt|see the portal}}',
    },
  },
  erasure_asked: {
    zh: {
      title: '已收到注销申请',
      body: '已收到您的注销申请，将于{{day}}删除个人信息。在此之前可随时撤回。这是最后一次联系您的消息。',
    },
    en: {
      title: 'Your data will be erased',
      body: 'We will erase your data on {{day}}, as you asked. Until then you can take it back. This is the last message to you.',
    },
  },
  erasure_taken_back: {
    zh: { title: '已撤回注销申请', body: '您的注销申请已撤回，会员身份保持不变。' },
    en: { title: 'Erasure taken back', body: 'You took back the erasure of your data; you remain a member.' },
  },
  gift_received: {
    zh: {
      title: '收到积分赠送',
      body: '有会员送您{{points}}积分，请在{{hours}}小时内领取或退回，逾期自动退回：{{link|会员中心}}',
    },
    en: {
      title: 'Points as a gift',
      body: 'Another member gave you {{points}} points. Accept or return them within {{hours}} hours, or they go back: {{link|the member page}}',
    },
  },
  gift_accepted: {
    zh: { title: '积分已被领取', body: '您送出的{{points}}积分已被领取。' },
    en: { title: 'Your gift was accepted', body: 'The {{points}} points that you gave were accepted.' },
  },
  gift_returned: {
    zh: { title: '积分已退回', body: '您送出的{{points}}积分没有被领取，已退回您的账户。' },
    en: {
      title: 'Your gift came back',
      body: 'The {{points}} points that you gave were not accepted; they are yours again.',
    },
  },
  pass_received: {
    zh: { title: '收到一张卡', body: '「{{pass}}」已转到您名下，权益和剩余次数请看：{{link|会员中心}}' },
    en: {
      title: 'A pass for you',
      body: '“{{pass}}” is yours now. What is left of it: {{link|the member page}}',
    },
  },
  pass_gift_accepted: {
    zh: { title: '卡已转出', body: '您的「{{pass}}」已由对方收下。' },
    en: { title: 'Your pass was taken', body: '“{{pass}}” belongs to whom you gave it now.' },
  },
  points_rescue: {
    zh: {
      title: '快到期的积分别浪费',
      body: '您有{{points}}积分最早于{{day}}到期，「{{special}}」开放至{{until}}：{{link|会员中心}}',
    },
    en: {
      title: 'Use your points before they end',
      body: '{{points}} of your points end from {{day}} on. “{{special}}” is open until {{until}}: {{link|the member page}}',
    },
  },
  store_closing: {
    zh: {
      title: '{{store}}即将停业',
      body: '{{store}}营业至{{day}}，您在该店购买的储值与卡项还有{{amount}}，可在其他门店继续使用或申请退还：{{link|会员中心}}',
    },
    en: {
      title: '{{store}} is closing',
      body: '{{store}} is open until {{day}}. You have {{amount}} left of what you bought there: use it in our other stores or ask for it back: {{link|the member page}}',
    },
  },
  reward_ready: {
    zh: { title: '兑换成功', body: '您兑换的「{{reward}}」已备好，请凭会员中心的取货码在{{day|有效期内}}到店领取。' },
    en: {
      title: 'Your reward is ready',
      body: '“{{reward}}” is ready: show the pick-up code in the portal by {{day|its end date}}.',
    },
  },
  win_back: {
    zh: { title: '想念您', body: '{{name|您好}}，好久不见，为您准备了「{{offer}}」，{{day}}前到店可用' },
    en: { title: 'We have missed you', body: 'Hello {{name|there}}, we kept “{{offer}}” for you until {{day}}' },
  },
}

export function defaultTemplate(kind: MessageKindCode, channel: Channel, language: Language): TemplateVersion {
  const { title, body } = words[kind][language]
  return { version: 1, title: channel === 'sms' ? '' : title, body, providerCodes: {} }
}
