import type { Transport } from '#modules/payments/provider-http.ts'
import { seal, unseal } from '#platform/secrets.ts'
import type { Work } from '#platform/work.ts'
import { assert } from '#shared/assert.ts'
import { aliyunSmsPort } from './aliyun-sms.ts'
import type { EmailPort, SmsPort } from './channel-port.ts'
import { isLoopback } from './channel-fields-rules.ts'
import type { ChannelAccountRow } from './channel-queries.ts'
import { smtpPort } from './smtp.ts'
import { tencentSmsPort } from './tencent-sms.ts'

const purpose = 'messaging.channel'

export function sealSecrets(work: Pick<Work, 'key'>, id: string, secrets: Record<string, string>): Buffer {
  return seal(work.key(purpose), JSON.stringify(secrets), `${purpose}/${id}`)
}

export function openSecrets(work: Pick<Work, 'key'>, { id, secrets }: ChannelAccountRow): Record<string, string> {
  const opened = unseal(work.key(purpose), secrets, `${purpose}/${id}`)
  assert(opened, 'the secrets of a channel open with the merchant’s key')
  return JSON.parse(opened.toString('utf8')) as Record<string, string>
}

export type OpenChannel =
  | { kind: 'sms'; port: SmsPort; sign: string }
  | { kind: 'email'; port: EmailPort; from: string }

/** The way to an account's provider, its secrets opened for as long as the port lives. */
export function openChannel(work: Pick<Work, 'key'>, account: ChannelAccountRow, transport?: Transport): OpenChannel {
  const fields = { ...account.settings, ...openSecrets(work, account) }
  const of = (name: string) => fields[name] ?? ''
  const { baseUrl } = account
  switch (account.provider) {
    case 'aliyun': {
      const settings = { baseUrl, accessKeyId: of('accessKeyId'), accessKeySecret: of('accessKeySecret') }
      return { kind: 'sms', port: aliyunSmsPort(settings, transport), sign: of('sign') }
    }
    case 'tencent': {
      const [secretId, secretKey] = [of('secretId'), of('secretKey')]
      const settings = { baseUrl, secretId, secretKey, sdkAppId: of('sdkAppId'), region: of('region') }
      return { kind: 'sms', port: tencentSmsPort(settings, transport), sign: of('sign') }
    }
    case 'smtp': {
      const settings = { baseUrl, user: of('user'), password: of('password'), from: of('from') }
      return { kind: 'email', port: smtpPort({ ...settings, isPlainAllowed: isLoopback(baseUrl) }), from: of('from') }
    }
  }
}
