import type { PaymentProvider } from './payment-rules.ts'

/** What an account of each provider needs. Secret fields are sealed, and no screen ever gets them back. */
export const providerFields: Record<
  PaymentProvider,
  { baseUrl: string; fields: Record<string, { isSecret: boolean; isKey?: 'private' | 'public'; pattern?: string }> }
> = {
  wechat_pay: {
    baseUrl: 'https://api.mch.weixin.qq.com',
    fields: {
      appId: { isSecret: false, pattern: '^[A-Za-z0-9]{6,32}$' },
      mchId: { isSecret: false, pattern: '^[0-9]{6,32}$' },
      certificateSerial: { isSecret: false, pattern: '^[0-9A-Fa-f]{8,64}$' },
      platformKeyId: { isSecret: false, pattern: '^[0-9A-Za-z_]{8,80}$' },
      platformKey: { isSecret: false, isKey: 'public' },
      privateKey: { isSecret: true, isKey: 'private' },
      apiV3Key: { isSecret: true, pattern: '^[\\x21-\\x7e]{32}$' },
    },
  },
  alipay: {
    baseUrl: 'https://openapi.alipay.com/gateway.do',
    fields: {
      appId: { isSecret: false, pattern: '^[0-9]{6,32}$' },
      alipayPublicKey: { isSecret: false, isKey: 'public' },
      privateKey: { isSecret: true, isKey: 'private' },
    },
  },
  card_terminal: {
    baseUrl: 'http://127.0.0.1:9180',
    fields: {
      terminalId: { isSecret: false, pattern: '^[A-Za-z0-9_-]{1,40}$' },
      sharedKey: { isSecret: true, pattern: '^[\\x21-\\x7e]{16,128}$' },
    },
  },
}

/** Names and addresses as URL writes them: four numbers without leading zeros. */
const insideTheHouse =
  /^(localhost|\[::1\]|(127|10)(\.\d{1,3}){3}|192\.168(\.\d{1,3}){2}|172\.(1[6-9]|2\d|3[01])(\.\d{1,3}){2})$/

/**
 * May keys and amounts travel to this address? HTTPS, or plain HTTP inside the house (this machine, a private network): a
 * terminal bridge or a simulator.
 */
export function isFitBaseUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  if (url.username || url.password || url.hash) return false
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && insideTheHouse.test(url.hostname)
}
