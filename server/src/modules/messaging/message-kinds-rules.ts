export const channels = ['sms', 'email', 'inbox'] as const
export type Channel = (typeof channels)[number]

/**
 * What a message is about, as members choose: `holdings` is what they hold (points, coupons, passes) and when it ends, `care` a
 * greeting that sells nothing, `offers` everything that sells. `codes` and `service` are part of what was asked for.
 */
export const topics = ['codes', 'service', 'receipts', 'holdings', 'care', 'offers'] as const
export type Topic = (typeof topics)[number]

export const chosenTopics = ['receipts', 'holdings', 'care', 'offers'] as const satisfies readonly Topic[]
export type ChosenTopic = (typeof chosenTopics)[number]

type TopicRule = {
  /** What holds while the member never said anything; null: there is nothing to choose. */
  isOnUnasked: boolean | null
  /** Channels over which the `marketing` consent is needed as well. Text messages nobody asked for are commercial ones (MIIT). */
  consentFor: readonly Channel[]
  /** Kept out of quiet hours, counted under caps, never sent again when it is unknown whether it went. */
  isRestrained: boolean
  /** Ends with words on how to stop it (MIIT: 拒收方式). */
  saysHowToStop: boolean
}

export const topicRules: Record<Topic, TopicRule> = {
  codes: { isOnUnasked: null, consentFor: [], isRestrained: false, saysHowToStop: false },
  service: { isOnUnasked: null, consentFor: [], isRestrained: false, saysHowToStop: false },
  receipts: { isOnUnasked: false, consentFor: [], isRestrained: false, saysHowToStop: false },
  holdings: { isOnUnasked: true, consentFor: [], isRestrained: true, saysHowToStop: false },
  care: { isOnUnasked: true, consentFor: ['sms', 'email'], isRestrained: true, saysHowToStop: true },
  offers: { isOnUnasked: true, consentFor: ['sms', 'email', 'inbox'], isRestrained: true, saysHowToStop: true },
}

export function isChosenTopic(topic: Topic): topic is ChosenTopic {
  return topicRules[topic].isOnUnasked !== null
}

/** How a variable's value is written: amounts from cents, days and instants in the reader's words, `receipt` as a link. */
export const variableTypes = ['text', 'count', 'cents', 'day', 'instant', 'receipt', 'link'] as const
export type VariableType = (typeof variableTypes)[number]

export type MessageKind = {
  topic: Topic
  /** Beside `shop` and `name`, which every kind has. A `?` after the type: may be absent, the template gives what stands instead. */
  variables: Readonly<Record<string, VariableType | `${VariableType}?`>>
  channels: readonly Channel[]
  isOnAtFirst: boolean
}

const kind = (
  topic: Topic,
  kindChannels: readonly Channel[],
  variables: MessageKind['variables'],
  isOnAtFirst = true,
): MessageKind => ({ topic, channels: kindChannels, variables, isOnAtFirst })

/** Everything that the shop may tell a member by itself. */
export const messageKinds = {
  code_sign_in: kind('codes', ['sms'], { code: 'text', minutes: 'count' }),
  code_phone_change: kind('codes', ['sms'], { code: 'text', minutes: 'count' }),
  code_cancellation: kind('codes', ['sms'], { code: 'text', minutes: 'count' }),
  code_email: kind('codes', ['email'], { code: 'text', minutes: 'count' }),
  sale_receipt: kind('receipts', ['sms', 'email'], {
    amount: 'cents',
    store: 'text',
    receipt: 'receipt',
    points: 'count',
  }),
  top_up_receipt: kind('receipts', ['sms', 'email', 'inbox'], { principal: 'cents', bonus: 'cents', store: 'text' }),
  points_expiring: kind('holdings', ['sms', 'inbox'], { points: 'count', day: 'day', daysLeft: 'count' }),
  points_expired: kind('holdings', ['inbox'], { points: 'count', day: 'day' }),
  points_rules_announced: kind('service', ['sms', 'inbox'], { day: 'day' }),
  points_extended: kind('holdings', ['inbox'], { points: 'count', day: 'day' }),
  points_reinstated: kind('holdings', ['sms', 'inbox'], { points: 'count', day: 'day' }),
  coupon_issued: kind('holdings', ['inbox'], { coupon: 'text', day: 'day?' }),
  coupon_received: kind('holdings', ['inbox'], { coupon: 'text', day: 'day?', link: 'link?' }),
  coupon_gift_accepted: kind('service', ['inbox'], { coupon: 'text' }),
  coupon_gift_returned: kind('service', ['inbox'], { coupon: 'text', day: 'day?', link: 'link?' }),
  coupon_ends_soon: kind('holdings', ['sms', 'inbox'], { coupon: 'text', day: 'day', daysLeft: 'count' }),
  online_order_refused: kind('service', ['sms', 'inbox'], { name: 'text', amount: 'cents' }),
  pass_renewal_near: kind('service', ['sms', 'inbox'], {
    pass: 'text',
    day: 'day',
    daysLeft: 'count',
    amount: 'cents',
  }),
  pass_renewed: kind('service', ['sms', 'inbox'], { pass: 'text', amount: 'cents' }),
  pass_renewal_failed: kind('service', ['sms', 'inbox'], { pass: 'text', amount: 'cents' }),
  pass_ends_soon: kind('holdings', ['sms', 'inbox'], { pass: 'text', day: 'day', daysLeft: 'count' }),
  pass_ended: kind('holdings', ['inbox'], { pass: 'text', day: 'day' }),
  booking_confirmed: kind('service', ['sms', 'inbox'], { pass: 'text', store: 'text', when: 'instant' }),
  booking_called_off: kind('service', ['sms', 'inbox'], { pass: 'text', store: 'text', when: 'instant' }),
  tier_raised: kind('holdings', ['sms', 'inbox'], { tier: 'text' }),
  tier_lowered: kind('holdings', ['inbox'], { tier: 'text' }),
  tier_grace: kind('holdings', ['sms', 'inbox'], { tier: 'text', day: 'day' }),
  tier_gift: kind('holdings', ['inbox'], { coupon: 'text', coupons: 'count', day: 'day?' }),
  birthday_gift: kind('holdings', ['sms', 'inbox'], { coupon: 'text', coupons: 'count', day: 'day?' }),
  birthday_greeting: kind('care', ['sms', 'inbox'], {}),
  cancel_receipt: kind('service', ['sms', 'email', 'inbox'], {
    pass: 'text',
    day: 'day',
    refund: 'cents',
    receipt: 'link?',
  }),
  erasure_asked: kind('service', ['sms', 'email'], { day: 'day' }),
  erasure_taken_back: kind('service', ['sms', 'email'], {}),
  gift_received: kind('service', ['sms', 'inbox'], { points: 'count', hours: 'count', link: 'link?' }),
  gift_accepted: kind('service', ['inbox'], { points: 'count', link: 'link?' }),
  gift_returned: kind('service', ['inbox'], { points: 'count', link: 'link?' }),
  pass_received: kind('service', ['sms', 'inbox'], { pass: 'text', link: 'link?' }),
  pass_gift_accepted: kind('service', ['inbox'], { pass: 'text' }),
  points_rescue: kind('offers', ['sms', 'inbox'], {
    special: 'text',
    points: 'count',
    day: 'day',
    until: 'day',
    link: 'link?',
  }),
  store_closing: kind('service', ['sms', 'email', 'inbox'], {
    store: 'text',
    day: 'day',
    amount: 'cents',
    link: 'link?',
  }),
  reward_ready: kind('service', ['sms', 'inbox'], { reward: 'text', day: 'day?' }),
  win_back: kind('offers', ['sms', 'inbox'], { offer: 'text', day: 'day' }),
} as const satisfies Record<string, MessageKind>

export type MessageKindCode = keyof typeof messageKinds

export const messageKindCodes = Object.keys(messageKinds) as MessageKindCode[]

export function isMessageKind(code: string): code is MessageKindCode {
  return Object.hasOwn(messageKinds, code)
}

export function kindOf(code: MessageKindCode): MessageKind {
  return messageKinds[code]
}

/** All variables of a kind with their types: its own, and what every kind has. */
export function variablesOf(code: MessageKindCode): Record<string, { type: VariableType; isOptional: boolean }> {
  const known: Record<string, string> = { shop: 'text', name: 'text?', ...messageKinds[code].variables }
  return Object.fromEntries(
    Object.entries(known).map(([name, type]) => [
      name,
      { type: type.replace('?', '') as VariableType, isOptional: type.endsWith('?') },
    ]),
  )
}

/** What a message says, before anybody's wording: ids stay ids, days `YYYY-MM-DD`, amounts cents. */
export type MessageData = Readonly<Record<string, string | number | null>>
