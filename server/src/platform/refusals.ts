import { decimalOf } from '#shared/money.ts'

/** A refusal's sentence in both languages; `{{name}}` stands for a detail. */
export type RefusalSentences = Record<string, { zh: string; en: string }>

/** Refusals that the platform itself makes. */
export const platformRefusals = {
  invalid_input: { zh: '填写的内容有误：{{field}} {{sentence}}', en: 'Something is not right: {{field}} {{sentence}}' },
  invalid_key: {
    zh: '请求缺少有效的 Idempotency-Key（UUID）',
    en: 'The request needs an Idempotency-Key header holding a UUID',
  },
  key_reused: {
    zh: '同一个请求编号已用于另一项操作，请重新发起',
    en: 'This Idempotency-Key was used for another request',
  },
  not_signed_in: { zh: '请先登录', en: 'Please sign in' },
  not_allowed: { zh: '您没有此操作的权限', en: 'You may not do this' },
  store_not_allowed: { zh: '您不能操作这家门店', en: 'You do not work in this store' },
  route_not_found: { zh: '没有这个地址', en: 'There is nothing at this address' },
  body_too_large: { zh: '提交的内容过大', en: 'The request is too large' },
  export_too_long: { zh: '超过 {{maxRows}} 行，请导出为 CSV', en: 'More than {{maxRows}} rows; export as CSV' },
  delivery_line_not_found: { zh: '没有这条停下的投递', en: 'There is no such stopped line of deliveries' },
  too_many_requests: {
    zh: '操作太频繁，请 {{seconds}} 秒后再试',
    en: 'Too many requests, try again in {{seconds}} seconds',
  },
  quote_changed: {
    zh: '金额或内容已变化，请确认新的结果后再提交',
    en: 'The facts changed meanwhile; look at the new result and confirm it',
  },
} as const satisfies RefusalSentences

/** Fills a sentence's placeholders, amounts as people write them; an unknown one is left out. */
export function fillSentence(sentence: string, details: Record<string, unknown>): string {
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = details[name]
    if (typeof value === 'number' && name.endsWith('Cents')) return decimalOf(value)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
}
