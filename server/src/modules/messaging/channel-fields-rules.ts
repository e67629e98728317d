import type { Channel } from './message-kinds-rules.ts'

export const channelProviders = ['aliyun', 'tencent', 'smtp'] as const
export type ChannelProvider = (typeof channelProviders)[number]

type Field = { isSecret: boolean; pattern: string; isOptional?: boolean }

/** What an account of each provider needs. Secret fields are sealed, and no screen ever gets them back. */
export const channelFields: Record<
  ChannelProvider,
  { channel: Exclude<Channel, 'inbox'>; baseUrl: string; fields: Record<string, Field> }
> = {
  aliyun: {
    channel: 'sms',
    baseUrl: 'https://dysmsapi.aliyuncs.com',
    fields: {
      sign: { isSecret: false, pattern: '^[^\\s【】]{2,12}$' },
      accessKeyId: { isSecret: false, pattern: '^[A-Za-z0-9.]{8,64}$' },
      accessKeySecret: { isSecret: true, pattern: '^[\\x21-\\x7e]{8,80}$' },
    },
  },
  tencent: {
    channel: 'sms',
    baseUrl: 'https://sms.tencentcloudapi.com',
    fields: {
      sign: { isSecret: false, pattern: '^[^\\s【】]{2,12}$' },
      sdkAppId: { isSecret: false, pattern: '^[0-9]{6,20}$' },
      region: { isSecret: false, pattern: '^[a-z]{2}-[a-z]{4,20}$' },
      secretId: { isSecret: false, pattern: '^[A-Za-z0-9]{8,64}$' },
      secretKey: { isSecret: true, pattern: '^[\\x21-\\x7e]{8,80}$' },
    },
  },
  smtp: {
    channel: 'email',
    baseUrl: 'smtps://smtp.example.com:465',
    fields: {
      from: { isSecret: false, pattern: '^[^<>@\\r\\n]{0,60}(<[^<>@\\s]+@[A-Za-z0-9.-]+>|[^<>@\\s]+@[A-Za-z0-9.-]+)$' },
      user: { isSecret: false, pattern: '^[\\x21-\\x7e]{1,120}$', isOptional: true },
      password: { isSecret: true, pattern: '^[\\x21-\\x7e]{1,200}$', isOptional: true },
    },
  },
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Where no encryption is asked of a mail server: on this very machine. */
export function isLoopback(text: string): boolean {
  return URL.canParse(text) && loopback.test(new URL(text).hostname)
}

export function isFitMailUrl(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash, hostname } = new URL(text)
  return (protocol === 'smtps:' || protocol === 'smtp:') && hostname !== '' && !username && !password && !hash
}
